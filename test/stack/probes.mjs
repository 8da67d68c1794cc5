// What servers hold when the garbage is gone: a probe is loaded into each that is started from here on (`probe.cjs`).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Held
 * @property {number} heap_bytes
 * @property {number} rss_bytes
 * @property {number} timers
 * @property {number} sockets
 */

/**
 * From now on every server that is started can be asked what it holds.
 * @returns {{heldBy(pid: number): Promise<Held>, end(): void}}
 */
export function letProbesIn() {
	const probe = fileURLToPath(new URL('probe.cjs', import.meta.url));
	const folder = mkdtempSync(join(tmpdir(), 'answerpack-probes-'));
	process.env.ANSWERPACK_PROBES = folder;
	process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --require ${JSON.stringify(probe)}`;
	return {
		async heldBy(pid) {
			const port = readFileSync(join(folder, String(pid)), 'utf8');
			return /** @type {Held} */ (await (await fetch(`http://127.0.0.1:${port}`)).json());
		},
		end: () => rmSync(folder, { recursive: true, force: true }),
	};
}
