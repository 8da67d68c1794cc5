// Builds the package twice: ESM for bundlers (the widget, admin pages) and CommonJS for Medusa and Strapi.
// Each folder says what it is; `sideEffects: false` must be repeated, or the widget would drag zod in.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
rmSync('dist', { recursive: true, force: true });
for (const [folder, type, flags] of [
	['esm', 'module', []],
	['cjs', 'commonjs', ['--module', 'CommonJS', '--moduleResolution', 'Node10', '--verbatimModuleSyntax', 'false']],
]) {
	mkdirSync(`dist/${folder}`, { recursive: true });
	writeFileSync(`dist/${folder}/package.json`, `${JSON.stringify({ type, sideEffects: false })}\n`);
	execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', `dist/${folder}`, ...flags], {
		stdio: 'inherit',
	});
}
