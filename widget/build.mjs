// Builds the one file that shops load, the wrappers for frameworks, and their types. Says how large it is, and in CI
// refuses to grow past its limit.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { minify } from '@swc/core';
import { build, transform } from 'esbuild';

const GZIP_BYTES_MAX = 12_000;
const outfile = 'dist/answerpack.js';

/**
 * Properties that never leave the file: not the wire's, not the store's, not the host's, not the DOM's. They are
 * shortened, which takes two per cent off.
 */
const INTERNAL_PROPERTIES =
	/^(about|adopt|askBot|askShop|attributes|begin|changed|chat|children|column|createCart|doomed|drawing|emit|goOn|isCustomer|known|leave|listing|loadOffers|locale|memory|onSale|openSource|publishable_key|rate|rated|refresh|running|save|say|show|shown|spoken|texts|toSignIn|trouble|turnTo)$/;

/**
 * The words, each language beside the other: the names are there once, and alike texts are near.
 */
const wordTable = {
	name: 'word-table',
	setup({ onLoad }) {
		onLoad({ filter: /shared\/.*\/words\/index\.js$/ }, async ({ path }) => {
			const { textsFor } = await import(path);
			const [en, de] = ['en', 'de'].map(textsFor);
			const rows = Object.keys(en).flatMap((name) => [name, en[name], de[name]]);
			const contents = `const rows = ${JSON.stringify(rows.join(';'))}.split(';');
				export function textsFor(locale) {
					const words = {};
					for (let i = 0; i < ${rows.length}; i += 3) words[rows[i]] = rows[i + (/^de\\b/i.test(locale) ? 2 : 1)];
					return words;
				}`;
			return { contents };
		});
	},
};

/** A style sheet becomes a minified string, for a constructed style sheet: no CSP needs to allow inline styles. */
const styleSheets = {
	name: 'style-sheets',
	setup({ onLoad }) {
		onLoad({ filter: /\.css$/ }, async ({ path }) => {
			const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true });
			const contents = code
				.trim()
				.replace(/([:,]) /g, '$1') // esbuild leaves custom properties wide
				.replace(/--(?!answerpack)(\w)\w+/g, '--$1'); // our own
			return { contents, loader: 'text' };
		});
	},
};

/** @type {import('esbuild').BuildOptions} */
const COMMON = {
	bundle: true,
	format: 'esm',
	target: 'es2022',
	charset: 'utf8',
	legalComments: 'none',
	logLevel: 'warning',
};

/** A wrapper defines the element by importing the file that shops load. */
const besideTheWidget = {
	name: 'beside-the-widget',
	setup({ onResolve }) {
		onResolve({ filter: /^\.\/index\.js$/ }, () => ({ path: './answerpack.js', external: true }));
	},
};

rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
	...COMMON,
	entryPoints: ['src/index.ts'],
	outfile,
	mangleProps: INTERNAL_PROPERTIES,
	minifySyntax: true,
	metafile: true,
	plugins: [wordTable, styleSheets],
});

const strangers = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules'));
if (strangers.length > 0) throw new Error(`The widget has no dependencies at run time, but bundles ${strangers}`);

// esbuild puts it together; swc makes it smaller than esbuild's own minifier does, by three per cent.
const { code } = await minify(readFileSync(outfile, 'utf8'), {
	module: true,
	ecma: 2022,
	compress: { passes: 3, hoist_vars: true },
	mangle: true,
});
writeFileSync(outfile, code);
const gzip_bytes = gzipSync(code, { level: 9 }).length;
console.log(
	`${outfile}: ${code.length} bytes, ${gzip_bytes} gzip, ${brotliCompressSync(code).length} brotli (limit ${GZIP_BYTES_MAX} gzip)`,
);
// Only where it is worked on: another Node's zlib may need a few bytes more, and a shop must be able to build.
if (process.env.CI && gzip_bytes > GZIP_BYTES_MAX) {
	throw new Error(`The widget is ${gzip_bytes - GZIP_BYTES_MAX} bytes too large`);
}

for (const framework of ['react', 'vue']) {
	await build({
		...COMMON,
		entryPoints: [`src/${framework}.ts`],
		outdir: 'dist',
		external: [framework],
		// To Next.js and its like: it comes to life in a browser.
		...(framework === 'react' && { banner: { js: "'use client';" } }),
		plugins: [besideTheWidget],
	});
}

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
