// What must be built before it can run. Turbo builds and caches; a stamp over the sources spares even asking turbo.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './lock.mjs';
import { inRoot, ROOT } from './root.mjs';
import { hashOf, openStamps } from './stamps.mjs';

const CACHE = inRoot('node_modules/.cache/answerpack');

/**
 * By name: turbo's filter and task, all that the build reads of this repository (`shared` is in every one), and a file
 * that only a finished build has.
 */
const BUILDS = {
	shared: {
		filter: '@answerpack/shared',
		task: 'build',
		sources: ['shared'],
		result: 'shared/dist/cjs/server/index.js',
	},
	widget: {
		filter: '@answerpack/widget',
		task: 'build',
		sources: ['shared', 'widget'],
		result: 'widget/dist/answerpack.js',
	},
	'medusa plugin': {
		filter: '@answerpack/medusa',
		task: 'build',
		sources: ['shared', 'medusa-module'],
		result: 'medusa-module/.medusa/server/package.json',
	},
	'strapi plugin': {
		filter: '@answerpack/strapi',
		task: 'build',
		sources: ['shared', 'strapi-plugin'],
		result: 'strapi-plugin/dist/server/index.js',
	},
	storefront: {
		filter: 'answerpack-demo-storefront',
		task: 'build',
		sources: ['shared', 'widget', 'test/apps/storefront'],
		result: 'test/apps/storefront/dist/index.html',
	},
	'medusa admin': {
		filter: 'answerpack-demo-medusa',
		task: 'build:admin',
		sources: ['shared', 'medusa-module', 'test/apps/medusa'],
		result: 'test/apps/medusa/.medusa/admin/index.html',
	},
	'strapi admin': {
		filter: 'answerpack-demo-strapi',
		task: 'build',
		sources: ['shared', 'strapi-plugin', 'test/apps/strapi'],
		result: 'test/apps/strapi/dist/build/index.html',
	},
};

/** @typedef {keyof typeof BUILDS} Build */

/** What every build depends on besides its own sources. */
const COMMON = ['package-lock.json', 'package.json', 'tsconfig.json', 'turbo.json'];

const stamps = openStamps(`${CACHE}/stamps.json`);
const hash = (/** @type {Build} */ name) => hashOf([...COMMON, ...BUILDS[name].sources]);

/** @param {Build} name */
export function isBuilt(name) {
	return existsSync(inRoot(BUILDS[name].result)) && stamps.matches(name, hash(name));
}

/**
 * Builds one part; one that was built from the same sources is left as it is.
 * @param {Build} name
 * @param {import('./children.mjs').Children} children
 * @param {import('./progress.mjs').Progress} progress
 */
export async function build(name, children, progress) {
	if (isBuilt(name)) return;
	const { filter, task } = BUILDS[name];
	const now = hash(name);
	const unlock = await lockBuild(name, progress);
	try {
		await progress.step(`building: ${name}`, `built: ${name}`, () =>
			children.run({
				what: `The build of the ${name} failed`,
				name: `build-${name.replace(' ', '-')}`,
				command: [
					createRequire(import.meta.url).resolve('turbo/bin/turbo'),
					...['run', task, `--filter=${filter}`, '--output-logs=new-only', '--no-update-notifier'],
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

/** No tool of the builds, and none of the servers, reports to anybody. */
export const QUIET = {
	DO_NOT_TRACK: '1',
	TURBO_TELEMETRY_DISABLED: '1',
	MEDUSA_DISABLE_TELEMETRY: 'true',
	STRAPI_TELEMETRY_DISABLED: 'true',
};

/**
 * Two starters may share this repository, each with a data folder of its own: they must not build over each other.
 * @param {Build} name
 * @param {import('./progress.mjs').Progress} progress
 */
async function lockBuild(name, progress) {
	for (let said = false; ; await sleep(200)) {
		const lock = takeLock(`${CACHE}/build-${name.replace(' ', '-')}.lock`);
		if (typeof lock === 'function') return lock;
		if (!said) progress.say(`waiting: process ${lock.pid} is building the ${name}`);
		said = true;
	}
}
