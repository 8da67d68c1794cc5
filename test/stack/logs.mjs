import { existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

const TAIL_LINES = 25;

/**
 * Opens a log file anew; that of the run before stays beside it, and no older one.
 * @param {string} file ends in `.log`
 * @returns {number} its descriptor
 */
export function openLog(file) {
	mkdirSync(dirname(file), { recursive: true });
	if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.previous.log'));
	return openSync(file, 'w');
}

/**
 * The end of a log, without the colours that tools write.
 * @param {string} file
 */
export function tailOf(file) {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
	const text = readFileSync(file, 'utf8').replace(/\u001b\[[0-9;]*m/g, '');
	return text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
