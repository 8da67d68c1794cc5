// The processes that we start: each in a session of its own (a Ctrl-C in the terminal reaches only the starter, which
// stops them in order), each with a log file, each written down, so that the next start finds what a killed starter left.
import { spawn } from 'node:child_process';
import { closeSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from './failure.mjs';
import { openLog, tailOf } from './logs.mjs';
import { identityOf, pidsWith, signal, waitUntilGone } from './pids.mjs';
import { readJson, writeAtomically } from './state.mjs';

const STOP_TIMEOUT_MS = 10_000;

/** In the environment of every child: by it those are found whose starter was killed before it could write them down. */
const STARTED_FOR = 'ANSWERPACK_STARTED_FOR';

/**
 * @typedef {object} Child
 * @property {string} name
 * @property {string} log its log file
 * @property {number} pid
 * @property {Promise<{code: number | null, signal: NodeJS.Signals | null}>} ended
 * @property {boolean} has_ended
 * @property {(what: string) => Failure} failure says that it failed, with the end of its log
 * @property {() => Promise<void>} stop asks it to end, and makes it after a while
 */

/**
 * @typedef {object} Command
 * @property {string} name names the log file too
 * @property {string[]} command a JavaScript file and its arguments
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} [env] beside ours
 */

/** @param {string} data */
export function createChildren(data) {
	const logs = join(data, 'logs');
	const book = join(data, 'children.json');
	/** @type {Map<number, Child>} */
	const running = new Map();
	let closed = false;

	function writeDown() {
		writeAtomically(
			book,
			[...running.values()].map(({ name, pid }) => ({ name, pid, identity: identityOf(pid) })),
		);
	}

	/**
	 * @param {Command} command
	 * @returns {Child}
	 */
	function start({ name, command, cwd, env }) {
		if (closed) throw new Failure('Stopping.');
		const log = join(logs, `${name}.log`);
		const file = openLog(log);
		const child = spawn(process.execPath, command, {
			cwd,
			env: { ...process.env, ...env, [STARTED_FOR]: resolve(data) },
			detached: true,
			stdio: ['ignore', file, file],
		});
		closeSync(file);
		const pid = child.pid;
		if (!pid) throw new Failure(`${name} could not be started: ${cwd} or ${process.execPath} is missing.`);
		/** @type {Child} */
		const entry = {
			name,
			log,
			pid,
			has_ended: false,
			ended: new Promise((end) => child.once('exit', (code, signal) => end({ code, signal }))),
			failure: (what) => new Failure(`${what}: see above, or all of it in ${log}.`, { details: tailOf(log) }),
			stop: () => stopGroup(pid),
		};
		running.set(pid, entry);
		writeDown();
		entry.ended.then(() => {
			entry.has_ended = true;
			running.delete(pid);
			if (!closed) writeDown();
		});
		return entry;
	}

	return {
		start,

		/**
		 * Starts a command and waits until it has done its work.
		 * @param {Command & {what: string}} command `what` begins the sentence about its failure
		 */
		async run({ what, ...command }) {
			const child = start(command);
			const { code } = await child.ended;
			if (code !== 0) throw child.failure(what);
			return child;
		},

		/** Stops what a killed starter left running. */
		async stopLeftovers() {
			/** @type {{name: string, pid: number, identity?: string}[]} */
			const left = (existsSync(book) && readJson(book)) || [];
			const known = left.filter(({ pid, identity }) => identity && identityOf(pid) === identity).map(({ pid }) => pid);
			await Promise.all([...new Set([...known, ...pidsWith(STARTED_FOR, resolve(data))])].map(stopGroup));
			writeAtomically(book, []);
		},

		/**
		 * Starts nothing any more, stops what is only at work (builds, migrations), then the servers one after the other.
		 * @param {string[]} servers their names, in order
		 */
		async close(servers) {
			closed = true;
			const all = [...running.values()];
			await Promise.all(all.filter(({ name }) => !servers.includes(name)).map((child) => child.stop()));
			for (const name of servers) await all.find((child) => child.name === name)?.stop();
			writeAtomically(book, []);
		},

		/** Ends everything at once. */
		kill() {
			closed = true;
			for (const pid of running.keys()) signal(-pid, 'SIGKILL');
		},
	};
}

/** @typedef {ReturnType<typeof createChildren>} Children */

/** @param {number} pid the leader of the group */
async function stopGroup(pid) {
	signal(-pid, 'SIGTERM');
	if (!(await waitUntilGone(pid, STOP_TIMEOUT_MS))) signal(-pid, 'SIGKILL');
	await waitUntilGone(pid, STOP_TIMEOUT_MS);
}
