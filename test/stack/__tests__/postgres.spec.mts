import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { identityOf, waitUntilGone } from '../pids.mjs';
import { freePort } from '../ports.mjs';
import { startPostgres } from '../postgres.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'answerpack-postgres-'));
chmodSync(scratch, 0o755); // root's Postgres runs as another user, who must be able to enter
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query(sql)).rows;
	} finally {
		await client.end();
	}
}

test('keeps what was written over a stop and a start, and nobody else can come in', async () => {
	const options = { folder: join(scratch, 'kept'), port: await freePort(), password: 'öffne:dich/' };
	const first = await startPostgres(options);
	await first.ensureDatabase('books');
	await first.ensureDatabase('books');
	await query(first.url('books'), 'CREATE TABLE t AS SELECT 42 AS answer');
	await expect(query(first.url('books').replace(/:[^:@]*@/, ':guess@'), 'SELECT 1')).rejects.toThrow(/password/);
	await first.stop();
	expect(identityOf(first.pid)).toBeUndefined();

	const second = await startPostgres(options);
	expect(await query(second.url('books'), 'SELECT answer FROM t')).toEqual([{ answer: 42 }]);
	expect(await query(second.url('books'), 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
	await second.stop();
});

test('stops the Postgres that a killed starter has left behind, and goes on from its data', async () => {
	const options = { folder: join(scratch, 'orphan'), port: await freePort() };
	const script = `
		import { startPostgres } from ${JSON.stringify(new URL('../postgres.mjs', import.meta.url).href)};
		const postgres = await startPostgres(${JSON.stringify(options)});
		await postgres.ensureDatabase('before');
		console.log(postgres.pid);
		setInterval(() => {}, 1000);
	`;
	const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const orphan = await new Promise<number>((resolve) => starter.stdout.once('data', (text) => resolve(Number(text))));
	starter.kill('SIGKILL');
	await new Promise((resolve) => starter.once('exit', resolve));
	expect(identityOf(orphan)).toBeDefined();

	const postgres = await startPostgres(options);
	expect(postgres.pid).not.toBe(orphan);
	expect(await waitUntilGone(orphan, 1000)).toBe(true);
	expect(await query(postgres.url('before'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
	await postgres.stop();
});

test('starts over a pid file whose number belongs to another program by now, and leaves that program alone', async () => {
	const options = { folder: join(scratch, 'stale'), port: await freePort() };
	await (await startPostgres(options)).stop();
	writeFileSync(join(options.folder, 'postmaster.pid'), `${process.pid}\n${options.folder}\n1\n${options.port}\n`);
	const postgres = await startPostgres(options);
	expect(Number(readFileSync(join(options.folder, 'postmaster.pid'), 'utf8').split('\n')[0])).toBe(postgres.pid);
	await postgres.stop();
});

test('clears away what an initialisation has left that was killed in the middle', async () => {
	const options = { folder: join(scratch, 'half'), port: await freePort() };
	const half = `${options.folder}.initialising-0badcafe`;
	mkdirSync(join(half, 'cluster'), { recursive: true });
	writeFileSync(join(half, 'cluster', 'PG_VERSION'), '18\n');
	const postgres = await startPostgres(options);
	expect(existsSync(half)).toBe(false);
	await postgres.stop();
});

test('does not touch a folder that is not its own', async () => {
	const folder = join(scratch, 'holiday-pictures');
	mkdirSync(folder);
	writeFileSync(join(folder, 'beach.jpg'), '');
	await expect(startPostgres({ folder, port: await freePort() })).rejects.toThrow(
		/not a database of Answerpack's.*ANSWERPACK_DATA/,
	);
	expect(existsSync(join(folder, 'beach.jpg'))).toBe(true);
});
