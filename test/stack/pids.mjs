// What the operating system knows of a process: enough to tell, after a crash, whether a pid that we wrote down is
// still our process or was given to another one since.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A text that is the same as long as the pid belongs to the same process, and `undefined` when no process has it.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function identityOf(pid) {
	try {
		if (process.platform !== 'linux') {
			return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
		}
		// After the name, which may itself contain spaces and brackets: state is field 3, start time field 22.
		const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
			.replace(/^.*\) /s, '')
			.split(' ');
		if (fields[0] === 'Z') return undefined; // ended; nobody has asked for its exit code yet
		return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`;
	} catch {
		return undefined;
	}
}

/**
 * The folder a process works in; `undefined` when that cannot be known.
 * @param {number} pid
 */
export function workingFolderOf(pid) {
	try {
		if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`);
		const lines = execFileSync('lsof', ['-a', '-d', 'cwd', '-Fn', '-p', String(pid)], { encoding: 'utf8' }).split('\n');
		return lines.find((line) => line.startsWith('n'))?.slice(1);
	} catch {
		return undefined;
	}
}

/**
 * The processes that were started with this in their environment. Only Linux tells; elsewhere none.
 * @param {string} name
 * @param {string} value
 * @returns {number[]}
 */
export function pidsWith(name, value) {
	if (process.platform !== 'linux') return [];
	const entry = `${name}=${value}`;
	const has = (/** @type {string} */ pid) => {
		try {
			return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(entry);
		} catch {
			return false; // gone, or somebody else's
		}
	};
	return readdirSync('/proc')
		.filter((pid) => /^\d+$/.test(pid) && has(pid))
		.map(Number);
}

/**
 * Waits until a process is gone.
 * @param {number} pid
 * @param {number} timeout_ms
 * @returns {Promise<boolean>} false when it is still there after that time
 */
export async function waitUntilGone(pid, timeout_ms) {
	const identity = identityOf(pid);
	if (!identity) return true;
	for (const end = Date.now() + timeout_ms; Date.now() < end; await sleep(25)) {
		if (identityOf(pid) !== identity) return true;
	}
	return false;
}

/**
 * Sends a signal; a process that is gone already is no error.
 * @param {number} pid a negative one means the whole process group
 * @param {NodeJS.Signals} signal
 */
export function signal(pid, signal) {
	try {
		process.kill(pid, signal);
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
	}
}
