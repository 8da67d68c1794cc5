// One stack for all end-to-end tests of a run: started as a person starts it, on free ports, in a new data folder.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../stack/ports.mjs';
import { inRoot } from '../stack/root.mjs';
import { launchBrowser } from './browser.mjs';
import { startAsPerson } from './starter.mjs';

export default async function setup() {
	// First of all: without a browser nothing here is worth starting.
	await (await launchBrowser()).close();
	// While you write tests: `ANSWERPACK_E2E=<what the last line of this function sets>` uses a stack that runs already.
	if (process.env.ANSWERPACK_E2E) return;
	rmSync(inRoot('test/e2e/screenshots'), { recursive: true, force: true });
	const folder = mkdtempSync(join(tmpdir(), 'answerpack-e2e-'));
	chmodSync(folder, 0o755); // root's Postgres runs as another user, who must be able to enter
	/** @type {Record<string, string>} */
	const env = { ANSWERPACK_DATA: join(folder, 'data'), ...(await freePorts()) };
	const { ready, lines } = await startAsPerson(env);
	process.stderr.write(`${lines.filter((line) => !line.startsWith('READY')).join('\n')}\n`);
	process.env.ANSWERPACK_E2E = JSON.stringify({ folder, env, ready, lines, ours: true });
}
