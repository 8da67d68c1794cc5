import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { openMedusas } from '../../stack/medusas.mjs';
import { inRoot } from '../../stack/root.mjs';
import { hashOfMedusa } from '../../stack/servers.mjs';
import { BOT } from './database.mjs';
import { measure } from './measure.mjs';

/** A shop that is migrated and seeded, kept for the next run: making one takes longer than all there is to measure. */
const KEPT = inRoot('node_modules/.cache/answerpack/bench');
const USAGE = { model: 'bench', input_tokens: 0, output_tokens: 0 };
/** Different visitors, so that the limit for one visitor is really looked up. */
const VISITORS = 5000;

/**
 * Reserve and settle through one Medusa process, beside a route of the same process that does nothing; see ../README.md.
 * Each with the number of callers that suits it best; by turns, since a machine is not equally fast at all times.
 * @param {{seconds: number, rounds: number, callers: number[], say: (line: string) => void}} options
 */
export async function measureHttp({ seconds, rounds, callers, say }) {
	const medusas = await openMedusas({ folder: keptFolder(), log: say });
	try {
		const { url, start } = await medusas.add('bench');
		await start();
		const http = openHttp(url, medusas.state.secrets.service);
		await http.publish();
		await measure(Math.max(...callers), 1, http.pair); // until Node has compiled what is called most
		const best = { noop: 0, refused: 0, pair: 0 };
		for (let round = 0; round < rounds; round++) {
			for (const count of callers) {
				for (const work of /** @type {const} */ (['noop', 'refused', 'pair'])) {
					const { per_second } = await measure(count, seconds, http[work]);
					best[work] = Math.max(best[work], per_second);
				}
			}
		}
		http.close();
		const requests_per_second = best.pair * 2;
		const ratio = (/** @type {number} */ other) => Math.round((requests_per_second / other) * 100) / 100;
		return {
			requests_per_second,
			noop_per_second: best.noop,
			ratio_noop: ratio(best.noop),
			refused_per_second: best.refused,
			ratio_refused: ratio(best.refused),
		};
	} finally {
		await medusas.stop();
	}
}

/** The folder for what is built now; those of other builds are removed. */
function keptFolder() {
	const name = hashOfMedusa();
	mkdirSync(KEPT, { recursive: true });
	for (const other of readdirSync(KEPT)) {
		if (other !== name) rmSync(join(KEPT, other), { recursive: true, force: true });
	}
	const folder = join(KEPT, name);
	if (!existsSync(folder)) mkdirSync(folder);
	return folder;
}

/**
 * The ledger as Strapi has it: the service routes, with the secret, over connections that are kept.
 * @param {string} url
 * @param {string} secret
 */
export function openHttp(url, secret) {
	const { hostname, port } = new URL(url);
	const agent = new Agent({ keepAlive: true });
	const authorized = { Authorization: `Bearer ${secret}` };
	const bot = `/answerpack/bots/${BOT}`;
	let asked = 0;

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {object} [options]
	 * @param {object} [options.body]
	 * @param {Record<string, string>} [options.headers]
	 * @param {number[]} [options.expected] statuses; any other one ends the benchmark
	 * @returns {Promise<void>}
	 */
	function call(method, path, { body, headers = authorized, expected = [200, 201] } = {}) {
		const text = body ? JSON.stringify(body) : '';
		const length = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
		return new Promise((resolve, reject) => {
			const options = { agent, hostname, port, method, path, headers: { ...headers, ...length } };
			const asking = request(options, (response) => {
				/** @type {Buffer[]} */
				const chunks = [];
				response.on('data', (chunk) => chunks.push(chunk));
				response.on('end', () => {
					if (expected.includes(response.statusCode ?? 0)) resolve();
					else reject(new Error(`${method} ${path}: ${response.statusCode} ${Buffer.concat(chunks)}`));
				});
				response.on('error', reject);
			});
			asking.on('error', reject);
			asking.end(text);
		});
	}

	function newHold() {
		asked += 1;
		const subject = { kind: 'visitor', key: `visitor-${asked % VISITORS}` };
		return { id: randomUUID(), subject, purpose: 'answer', amount: 1000, ttl_seconds: 600 };
	}

	return {
		publish: () =>
			call('PUT', bot, {
				body: {
					name: 'Bench',
					slug: 'bench',
					version: 1,
					pools: {
						owner_cap: { credits_per_month: 0 },
						free_reserve: { credits: 1_000_000_000, per_visitor: 1_000_000_000 },
					},
				},
			}),
		/** Medusa's own route that does nothing. */
		noop: () => call('GET', '/health'),
		/** The same hold without the secret. */
		refused: () => call('POST', `${bot}/holds`, { body: newHold(), headers: {}, expected: [401] }),
		/** A hold out of the free reserve, and its settlement. */
		pair: async () => {
			const body = newHold();
			await call('POST', `${bot}/holds`, { body });
			await call('POST', `${bot}/holds/${body.id}/settle`, { body: { amount: 1000, usage: USAGE } });
		},
		close: () => agent.destroy(),
	};
}
