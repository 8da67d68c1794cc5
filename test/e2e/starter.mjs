// `npm start` as a process of its own, as a person runs it: its output is read, and it is stopped or killed from outside.
import { spawn } from 'node:child_process';
import { inRoot } from '../stack/root.mjs';

const START_TIMEOUT_MS = 300_000;

/**
 * @typedef {object} Starter
 * @property {number} pid
 * @property {import('../stack/stack.mjs').Ready} ready
 * @property {string[]} lines all that it has printed so far
 */

/**
 * Starts everything and waits for its `READY`.
 * @param {Record<string, string>} env the ports and the data folder
 * @returns {Promise<Starter>}
 */
export function startAsPerson(env) {
	const child = spawnStarter(env);
	/** @type {string[]} */
	const lines = [];
	return new Promise((resolve, reject) => {
		const fail = (/** @type {string} */ what) => reject(new Error(`npm start ${what}:\n${lines.join('\n')}`));
		const timer = setTimeout(() => {
			child.kill('SIGINT'); // it stops what it has started; nobody else knows of it
			fail(`is not ready after ${START_TIMEOUT_MS / 1000} s`);
		}, START_TIMEOUT_MS);
		let rest = '';
		const read = (/** @type {string} */ text) => {
			const parts = (rest + text).split('\n');
			rest = parts.pop() ?? '';
			for (const line of parts) {
				lines.push(line);
				if (!line.startsWith('READY ')) continue;
				clearTimeout(timer);
				resolve({ pid: /** @type {number} */ (child.pid), ready: JSON.parse(line.slice('READY '.length)), lines });
			}
		};
		child.stdout.setEncoding('utf8').on('data', read);
		child.stderr.setEncoding('utf8').on('data', read);
		child.once('exit', (code) => {
			clearTimeout(timer);
			fail(`ended with ${code}`);
		});
	});
}

/**
 * Starts everything and sends the starter a signal as soon as it has printed a text.
 * @param {Record<string, string>} env
 * @param {string} text
 * @param {'SIGINT' | 'SIGKILL'} signal
 * @returns {Promise<number | null>} its exit code; `null` when the signal ended it
 */
export function endWhen(env, text, signal) {
	const child = spawnStarter(env);
	let output = '';
	return new Promise((resolve, reject) => {
		child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ more) => {
			output += more;
			if (!output.includes(text)) return;
			child.kill(signal);
			output = text; // once is enough: a second Ctrl-C would mean something else
			child.stdout.removeAllListeners('data').resume();
		});
		child.once('exit', (code) => {
			if (output.includes(text)) resolve(code);
			else reject(new Error(`npm start never said "${text}":\n${output}`));
		});
	});
}

/** @param {Record<string, string>} env */
function spawnStarter(env) {
	return spawn(process.execPath, [inRoot('test/stack/start.mjs')], {
		// jest's own options are for jest: NODE_ENV and the module flags would reach the servers.
		// And an account at Stripe is nothing for tests.
		env: {
			...process.env,
			NODE_ENV: undefined,
			NODE_OPTIONS: '',
			STRIPE_API_KEY: undefined,
			STRIPE_PUBLISHABLE_KEY: undefined,
			STRIPE_WEBHOOK_SECRET: undefined,
			...env,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}
