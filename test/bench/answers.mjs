// `npm run bench:answers`: the whole way of an answer, beside asking the model directly. See README.md.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createLedgerClient } from '@answerpack/shared/server';
import { freePorts, readPorts } from '../stack/ports.mjs';
import { letProbesIn } from '../stack/probes.mjs';
import { startStack } from '../stack/stack.mjs';
import { prepare } from './answers/editor.mjs';
import { startModel } from './answers/model.mjs';
import { ask, send } from './answers/visitor.mjs';

const PASSAGES = 5000;
const QUESTION = 'How long does delivery to Austria take?';
/** Until what the last answers left behind (timers, kept connections) is over. */
const QUIET_MS = 20_000;
const QUICK = process.argv.includes('--quick');
const [SINGLE, VISITORS, WARM_SECONDS, SECONDS] = QUICK ? [100, 50, 5, 10] : [500, 50, 20, 60];

const model = await startModel();
const data = mkdtempSync(join(tmpdir(), 'answerpack-bench-'));
chmodSync(data, 0o711); // Postgres of root's runs as somebody else
Object.assign(process.env, {
	OPENAI_API_KEY: 'bench',
	OPENAI_BASE_URL: model.url,
	OPENAI_MODEL: 'bench',
	// All visitors come from one address here.
	DEMO_LIMITS: 'off',
});
const probes = letProbesIn();
const stack = await startStack({ data, ports: readPorts(await freePorts()) });
try {
	await prepare(stack, PASSAGES);
	const tokens = await Promise.all(Array.from({ length: VISITORS }, newVisitor));
	const agent = new Agent({ keepAlive: true, maxSockets: VISITORS });
	const one = { strapi: stack.strapi, slug: stack.bot_slug, question: QUESTION, agent };
	/** @type {import('./answers/visitor.mjs').Asked[]} */
	const asked = [];

	const warm = await untilKnown();
	say(`warm after ${warm} answers`);
	const direct = [];
	const through = [];
	for (let n = 0; n < SINGLE; n++) {
		direct.push((await askModel(agent)).ttft_ms);
		const answer = await ask({ ...one, token: /** @type {string} */ (tokens[0]) });
		asked.push(answer);
		through.push(answer.ttft_ms);
	}
	say(
		`one visitor: ${median(through).toFixed(1)} ms to the first token, the model alone ${median(direct).toFixed(1)} ms`,
	);

	asked.push(...(await askTogether(WARM_SECONDS)));
	const before = await memory();
	const many = await askTogether(SECONDS);
	asked.push(...many);
	const after = await memory();
	agent.destroy();

	const done = asked.filter(({ last }) => last === 'done');
	const ledger = createLedgerClient({ url: stack.medusa, secret: stack.service_secret });
	const { usage } = await ledger.usage(stack.bot_id, {
		from: new Date(Date.now() - 86_400_000).toISOString(),
		to: new Date().toISOString(),
		by: 'day',
	});
	const charged = usage.reduce((sum, { answers }) => sum + answers, 0) - warm;
	console.log(
		JSON.stringify({
			direct_ttft_ms_p50: round(median(direct)),
			ttft_ms_p50: round(median(through)),
			overhead_ms_p50: round(median(through) - median(direct)),
			overhead_ms_p95: round(quantile(through, 0.95) - median(direct)),
			answers_per_second: round(many.length / SECONDS),
			ttft_ms_p50_many: round(median(many.map(({ ttft_ms }) => ttft_ms))),
			rss_mb: after.rss_mb,
			rss_mb_before: before.rss_mb,
			heap_mb: after.heap_mb,
			heap_mb_before: before.heap_mb,
			lost: asked.length - done.length,
			double_charged: Math.max(0, charged - done.length),
			not_charged: Math.max(0, done.length - charged),
		}),
	);

	/** All visitors at once, each with one question after the other. @param {number} seconds */
	async function askTogether(seconds) {
		const end = performance.now() + seconds * 1000;
		const all = tokens.map(async (token) => {
			const own = [];
			while (performance.now() < end) own.push(await ask({ ...one, token }));
			return own;
		});
		return (await Promise.all(all)).flat();
	}

	/** Until the index is there and everything that is called often is compiled. */
	async function untilKnown() {
		for (let n = 1; ; n++) {
			const { last, status } = await ask({ ...one, token: /** @type {string} */ (tokens[0]) });
			if (status !== 200 || last !== 'done') throw new Error(`${status} ${last}`);
			if (n >= 50) return n;
		}
	}
} finally {
	await stack.stop();
	await model.stop();
	probes.end();
	rmSync(data, { recursive: true, force: true });
}

async function newVisitor() {
	const response = await fetch(`${stack.strapi}/api/answerpack/visitors`, { method: 'POST' });
	if (!response.ok) throw new Error(`no visitor token: ${response.status}`);
	return /** @type {{token: string}} */ (await response.json()).token;
}

/** @param {Agent} agent */
function askModel(agent) {
	return send({
		url: `${model.url}/chat/completions`,
		headers: {},
		body: { model: 'bench', stream: true, messages: [{ role: 'user', content: QUESTION }] },
		agent,
		token: /"content"/,
	});
}

/** What Strapi and Medusa take together, in MB: as the system sees it now, and what they hold when all is quiet and the garbage is gone. */
async function memory() {
	const pids = JSON.parse(readFileSync(join(data, 'children.json'), 'utf8'))
		.filter((/** @type {{name: string}} */ { name }) => name === 'strapi' || name === 'medusa')
		.map((/** @type {{pid: number}} */ { pid }) => pid);
	const sum = (/** @type {number[]} */ numbers) => numbers.reduce((total, one) => total + one, 0);
	const rss_kb = sum(
		pids.map((/** @type {number} */ pid) =>
			Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0),
		),
	);
	await setTimeout(QUIET_MS);
	const held = await Promise.all(pids.map(probes.heldBy));
	const heap_bytes = sum(held.map((one) => one.heap_bytes));
	return { rss_mb: Math.round(rss_kb / 1024), heap_mb: Math.round(heap_bytes / 1024 ** 2) };
}

/** @param {string} line */
function say(line) {
	console.log(line);
}
/** @param {number[]} values */
function median(values) {
	return quantile(values, 0.5);
}
/** @param {number[]} values @param {number} q */
function quantile(values, q) {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}
/** @param {number} value */
function round(value) {
	return Math.round(value * 10) / 10;
}
