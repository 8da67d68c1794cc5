// Hashes over sources, to know without starting a tool that nothing has changed.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from './root.mjs';
import { readJson, writeAtomically } from './state.mjs';

/** Folders of what tools write, and tests: nothing that a build reads. */
const SKIPPED = new Set([
	'node_modules',
	'dist',
	'build',
	'.medusa',
	'.turbo',
	'.strapi',
	'.cache',
	'__tests__',
	'types',
	'uploads',
	'logs',
	'.git',
]);

/**
 * One hash over the contents of files and folders in the repository.
 * @param {string[]} paths
 */
export function hashOf(paths) {
	const hash = createHash('sha256');
	const visit = (/** @type {string} */ path) => {
		for (const entry of readdirSync(inRoot(path), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
			const child = join(path, entry.name);
			if (entry.isDirectory()) {
				if (!SKIPPED.has(entry.name)) visit(child);
			} else if (!entry.name.endsWith('.md')) add(child);
		}
	};
	const add = (/** @type {string} */ path) =>
		hash
			.update(`${path}\0`)
			.update(readFileSync(inRoot(path)))
			.update('\0');
	for (const path of paths) statSync(inRoot(path)).isFile() ? add(path) : visit(path);
	return hash.digest('hex');
}

/**
 * What was done for which hash, kept in a file.
 * @param {string} file
 */
export function openStamps(file) {
	/** @returns {Record<string, string>} */
	const read = () => readJson(file) ?? {};
	return {
		/** @param {string} name @param {string} hash */
		matches: (name, hash) => read()[name] === hash,
		/** @param {string} name @param {string} hash */
		set(name, hash) {
			mkdirSync(dirname(file), { recursive: true });
			writeAtomically(file, { ...read(), [name]: hash });
		},
	};
}
