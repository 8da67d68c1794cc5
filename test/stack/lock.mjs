import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identityOf } from './pids.mjs';

/**
 * Takes a lock file for this process. One whose process is gone, or whose pid belongs to another process by now, counts
 * for nothing.
 * @param {string} file
 * @returns {(() => void) | {pid: number}} gives it back; or says who has it
 */
export function takeLock(file) {
	const mine = `${file}.${process.pid}`;
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(mine, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) }));
	try {
		for (;;) {
			try {
				linkSync(mine, file); // fails when it is there, and nobody ever sees it half-written
				return () => rmSync(file, { force: true });
			} catch (error) {
				if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
			}
			const { pid, identity } = JSON.parse(readFileSync(file, 'utf8'));
			if (identityOf(pid) === identity) return { pid };
			rmSync(file, { force: true });
		}
	} finally {
		rmSync(mine, { force: true });
	}
}
