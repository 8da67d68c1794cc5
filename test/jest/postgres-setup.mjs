// One Postgres for all integration tests of a run, with nothing kept: each suite makes databases of its own in it.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../stack/ports.mjs';
import { startPostgres } from '../stack/postgres.mjs';

/** What the teardown ends.
 * @type {{folder: string, postgres: import('../stack/postgres.mjs').Postgres} | undefined} */
export let running;

export default async function setup() {
	const folder = mkdtempSync(join(tmpdir(), 'answerpack-test-'));
	chmodSync(folder, 0o755); // root's Postgres runs as another user, who must be able to enter
	const port = await freePort();
	const postgres = await startPostgres({ folder: join(folder, 'postgres'), port, durable: false });
	// The names that Medusa's test runners read. `localhost`, since they ask for TLS at any other host.
	Object.assign(process.env, {
		DB_HOST: 'localhost',
		DB_PORT: String(port),
		DB_USERNAME: postgres.user,
		DB_PASSWORD: postgres.password,
	});
	running = { folder, postgres };
}
