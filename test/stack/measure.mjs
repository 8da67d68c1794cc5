// `npm run measure`: what the stack takes on this machine, as the README's table has it. Throws away what was built
// (never data), so that the first start builds everything as it does after `npm ci`.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { freePorts } from './ports.mjs';
import { inRoot, ROOT } from './root.mjs';

const BUILT = [
	'.turbo',
	'node_modules/.cache/answerpack/stamps.json',
	...['shared/dist', 'widget/dist', 'medusa-module/.medusa', 'strapi-plugin/dist', 'test/apps/storefront/dist'],
	...[
		'test/apps/medusa/.medusa',
		'test/apps/strapi/build',
		'test/apps/strapi/.strapi',
		'test/apps/strapi/node_modules/.strapi',
	],
];
const SAMPLE_MS = 500;
const GIGABYTE = 1e9;

const folder = mkdtempSync(join(tmpdir(), 'answerpack-measure-'));
chmodSync(folder, 0o755); // root's Postgres runs as another user, who must be able to enter
/** @type {NodeJS.ProcessEnv} */
const env = { ...process.env, ANSWERPACK_DATA: join(folder, 'data'), ...(await freePorts()) };

for (const path of BUILT) rmSync(inRoot(path), { recursive: true, force: true });
const first = await measureStart();
const second = await measureStart();
rmSync(folder, { recursive: true, force: true });

const widget = readFileSync(inRoot('widget/dist/answerpack.js'));
console.log(`
${availableParallelism()} cores, ${(totalmem() / GIGABYTE).toFixed(0)} GB, Node ${process.versions.node}, ${process.platform}-${process.arch}

first start, until a visitor can ask   ${first.visitor_s.toFixed(1)} s
first start, until the admins are there ${first.ready_s.toFixed(1)} s
first start, memory at most            ${gigabytes(first.memory_max)}
second start                           ${second.ready_s.toFixed(1)} s
memory of all processes, idle          ${gigabytes(second.memory_end)}
the widget                             ${gzipSync(widget, { level: 9 }).length} bytes (gzip)`);

/** Starts as `npm start` does, and stops with Ctrl-C. */
async function measureStart() {
	const began = performance.now();
	const seconds = () => (performance.now() - began) / 1000;
	const child = spawn(process.execPath, [inRoot('test/stack/start.mjs')], {
		cwd: ROOT,
		env,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = new Promise((resolve) => child.once('exit', resolve));
	const pid = /** @type {number} */ (child.pid);
	let memory_max = 0;
	const sampling = setInterval(() => {
		memory_max = Math.max(memory_max, memoryOfTree(pid));
	}, SAMPLE_MS);
	let visitor_s = 0;
	let ready_s = 0;
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text) => {
		process.stdout.write(text);
		output += text;
		if (!visitor_s && output.includes('a visitor can ask now')) visitor_s = seconds();
		if (!ready_s && output.includes('\nREADY {')) ready_s = seconds();
	});
	while (!ready_s && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
	if (!ready_s) process.exit(1);
	clearInterval(sampling);
	const memory_end = memoryOfTree(pid);
	child.kill('SIGINT');
	await ended;
	return { visitor_s, ready_s, memory_max, memory_end };
}

/**
 * Memory of a process and all below it, in bytes; what they share counts once. 0 where there is no /proc.
 * @param {number} root
 */
function memoryOfTree(root) {
	if (process.platform !== 'linux') return 0;
	/** @type {Map<number, number[]>} */
	const childrenOf = new Map();
	for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
		const parent = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`))?.[1]);
		childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(name)]);
	}
	const pids = [root];
	for (const pid of pids) pids.push(...(childrenOf.get(pid) ?? []));
	return pids.reduce(
		(sum, pid) => sum + 1024 * Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
		0,
	);
}

/** @param {string} file */
function read(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return ''; // it has ended meanwhile
	}
}

/** @param {number} bytes */
function gigabytes(bytes) {
	return bytes ? `${(bytes / GIGABYTE).toFixed(1)} GB` : 'unknown (needs Linux)';
}
