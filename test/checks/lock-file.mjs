// What npm gets wrong in the lock file of this workspace, found before somebody's `npm ci` does not work.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../stack/root.mjs';

/**
 * @typedef {object} Entry one of the lock file's packages
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {boolean} [extraneous]
 * @property {Record<string, string>} [optionalDependencies]
 */

/**
 * @param {Record<string, Entry>} packages
 * @returns {string[]} what is wrong, a sentence each
 */
export function problemsOf(packages) {
	return Object.entries(packages).flatMap(([path, entry]) => [
		...(/^test\/apps\/[^/]+\/node_modules\//.test(path)
			? [`${path} would never be installed (an npm bug with "test" and "test/apps/*"): use the version that is hoisted`]
			: []),
		...(entry.extraneous ? [`${path} is extraneous: run npm install again`] : []),
		...(!entry.link && entry.resolved?.startsWith('http')
			? [`${path} names a registry's address: npm install with omit-lockfile-registry-resolved=true (.npmrc)`]
			: []),
		...Object.keys(entry.optionalDependencies ?? {})
			.filter((name) => !isLocked(packages, path, name))
			.map((name) => `${path} lacks its optional ${name}: on some platform it will not run`),
	]);
}

/**
 * Whether a package finds another, as Node looks for it: in its own node_modules, then in those around it.
 * @param {Record<string, Entry>} packages
 * @param {string} from
 * @param {string} name
 */
function isLocked(packages, from, name) {
	for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
		if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
		if (!at) return false;
		if (!at.includes('node_modules/')) at = '';
	}
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const problems = problemsOf(JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages);
	for (const problem of problems) console.error(`package-lock.json: ${problem}`);
	process.exit(problems.length > 0 ? 1 : 0);
}
