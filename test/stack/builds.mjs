// What must be built before it can run. Turbo builds and caches; a stamp over the sources spares even asking turbo.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './lock.mjs';
import { inRoot, ROOT } from './root.mjs';
import { hashOf, openStamps } from './stamps.mjs';

const CACHE = inRoot('node_modules/.cache/answerpack');

/**
 * What is built together, in one run of turbo: two runs at the same time would both put `shared` in its place, under the
 * eyes of the other's compiler. `sources` is all that the builds read of this repository; `results` are files that only
 * finished builds have.
 */
const BUILDS = {
	packages: {
		what: 'packages and storefront',
		filters: ['@answerpack/medusa', '@answerpack/strapi', '@answerpack/widget', 'answerpack-demo-storefront'],
		sources: ['shared', 'medusa-module', 'strapi-plugin', 'widget', 'test/apps/storefront'],
		results: [
			'shared/dist/cjs/server/index.js',
			'medusa-module/.medusa/server/src/admin/index.js',
			'strapi-plugin/dist/server/index.js',
			'widget/dist/answerpack.js',
			'test/apps/storefront/dist/index.html',
		],
	},
	admins: {
		what: 'admin panels',
		filters: ['answerpack-demo-medusa', 'answerpack-demo-strapi'],
		sources: ['shared', 'medusa-module', 'strapi-plugin', 'test/apps/medusa', 'test/apps/strapi'],
		results: ['test/apps/medusa/.medusa/admin/index.html', 'test/apps/strapi/build/index.html'],
	},
};

/** How many builds run at the same time: two admin panels need 5 GB together. A container may have less than its machine. */
export const CONCURRENCY =
	Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY) < 6 * 1024 ** 3
		? 1
		: Math.max(2, availableParallelism());

/** @typedef {keyof typeof BUILDS} Build */

/** What every build depends on besides its own sources. */
const COMMON = ['package-lock.json', 'package.json', 'tsconfig.json', 'turbo.json'];

const stamps = openStamps(`${CACHE}/stamps.json`);
const hash = (/** @type {Build} */ name) => hashOf([...COMMON, ...BUILDS[name].sources]);

/** @param {Build} name */
export function isBuilt(name) {
	return BUILDS[name].results.every((file) => existsSync(inRoot(file))) && stamps.matches(name, hash(name));
}

/**
 * Builds what is not built from these sources already.
 * @param {Build} name
 * @param {import('./children.mjs').Children} children
 * @param {import('./progress.mjs').Progress} progress
 */
export async function build(name, children, progress) {
	if (isBuilt(name)) return;
	const { what, filters } = BUILDS[name];
	const now = hash(name);
	const unlock = await lockBuilds(progress);
	try {
		await progress.step(`building: ${what}`, `built: ${what}`, () =>
			children.run({
				what: `Building failed (${what})`,
				name: `build-${name}`,
				command: [
					createRequire(import.meta.url).resolve('turbo/bin/turbo'),
					...['run', 'build', 'build:admin', `--concurrency=${CONCURRENCY}`, '--output-logs=new-only'],
					...['--no-update-notifier', ...filters.map((filter) => `--filter=${filter}`)],
				],
				cwd: ROOT,
				env: { NODE_ENV: 'production', ...QUIET },
			}),
		);
		stamps.set(name, now);
	} finally {
		unlock();
	}
}

/** Strapi reads its admin's folder at each request: with this page in it, it can start before the admin is built. */
export function layOutPlaceholder() {
	const page = inRoot('test/apps/strapi/build/index.html');
	if (existsSync(page)) return;
	stamps.set('admins', 'a placeholder');
	mkdirSync(dirname(page), { recursive: true });
	copyFileSync(new URL('admin-placeholder.html', import.meta.url), page);
}

/** No tool of the builds, and none of the servers, reports to anybody. */
export const QUIET = {
	DO_NOT_TRACK: '1',
	TURBO_TELEMETRY_DISABLED: '1',
	MEDUSA_DISABLE_TELEMETRY: 'true',
	STRAPI_TELEMETRY_DISABLED: 'true',
};

/**
 * Two starters may share this repository, each with a data folder of its own: they must not build over each other.
 * @param {import('./progress.mjs').Progress} progress
 */
async function lockBuilds(progress) {
	for (let said = false; ; await sleep(200)) {
		const lock = takeLock(`${CACHE}/build.lock`);
		if (typeof lock === 'function') return lock;
		if (!said) progress.say(`waiting: process ${lock.pid} is building`);
		said = true;
	}
}
