// Bundles the storefront into dist: content-hashed assets, and an index.html that names them.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

rmSync(here('dist'), { recursive: true, force: true });
mkdirSync(here('dist'));

const { metafile } = await build({
	entryPoints: { app: here('src/main.ts'), style: here('src/styles/index.css') },
	outdir: here('dist/assets'),
	entryNames: '[name]-[hash]',
	// What only some visitors need, such as Stripe's loader, is loaded by them alone.
	splitting: true,
	chunkNames: 'part-[hash]',
	bundle: true,
	minify: true,
	format: 'esm',
	target: 'es2022',
	metafile: true,
	legalComments: 'none',
	logLevel: 'warning',
});

cpSync(here('public'), here('dist'), { recursive: true });
const outputs = Object.keys(metafile.outputs).map((path) => basename(path));
const asset = (name) => `/assets/${outputs.find((file) => file.startsWith(`${name}-`))}`;
const page = readFileSync(here('public/index.html'), 'utf8')
	.replace('{app.js}', asset('app'))
	.replace('{style.css}', asset('style'));
writeFileSync(here('dist/index.html'), page);
