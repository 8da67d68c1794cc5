import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { signal, waitUntilGone } from '../stack/pids.mjs';

export default async function teardown() {
	const { folder, env, ours } = JSON.parse(process.env.ANSWERPACK_E2E ?? '{}');
	if (!ours) return;
	// Not the one that the setup started: the tests kill that and start another.
	const { pid } = JSON.parse(readFileSync(join(env.ANSWERPACK_DATA, 'starter.json'), 'utf8'));
	signal(pid, 'SIGINT');
	if (!(await waitUntilGone(pid, 60_000))) throw new Error(`npm start (process ${pid}) does not stop on Ctrl-C`);
	rmSync(folder, { recursive: true, force: true });
}
