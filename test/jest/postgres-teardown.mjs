import { rmSync } from 'node:fs';
import { running } from './postgres-setup.mjs';

export default async function teardown() {
	await running?.postgres.stop();
	if (running) rmSync(running.folder, { recursive: true, force: true });
}
