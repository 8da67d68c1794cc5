// Two processes drain one pool; run with arguments, this file is one of them.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openLedger } from './ours.mjs';

const FILE = fileURLToPath(import.meta.url);
const CALLERS = 64;

/**
 * @param {string} url
 * @param {number} budget in credits
 */
export async function drainWithTwoProcesses(url, budget) {
	const ledger = await openLedger(url);
	await ledger.publishAs('two-processes', budget);
	await ledger.close();
	const taken = await Promise.all([drainInChild(url), drainInChild(url)]);
	const handed_out = taken.reduce((sum, count) => sum + count, 0);
	return { budget, handed_out, by_each: taken, exact: handed_out === budget };
}

/** @param {string} url @returns {Promise<number>} */
function drainInChild(url) {
	return new Promise((resolve, reject) => {
		const child = fork(FILE, [url]);
		child.once('message', (count) => resolve(Number(count)));
		child.once('error', reject);
		child.once('exit', (code) => code && reject(new Error(`a process ended with ${code}`)));
	});
}

async function drain(/** @type {string} */ url) {
	const ledger = await openLedger(url);
	let taken = 0;
	const callers = Array.from({ length: CALLERS }, async () => {
		while (await ledger.takes('two-processes')) taken += 1;
	});
	await Promise.all(callers);
	await ledger.close();
	process.send?.(taken);
}

if (process.argv[1] === FILE && process.argv[2]) await drain(process.argv[2]);
