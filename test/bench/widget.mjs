// `npm run bench:widget`: what the widget costs the page that it stands on, beside others of its kind. See README.md.
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { startBot } from '../doubles/bot/server.mjs';
import { launchBrowser } from '../e2e/browser.mjs';
import { inRoot } from '../stack/root.mjs';
import { measureLoad, OURS, seenBy, visit } from './widget/load.mjs';
import { filesOf, PEERS } from './widget/peers.mjs';
import { furnish, openShop, strictPolicy } from './widget/shop.mjs';
import { axeFindings, lookAtStates } from './widget/states.mjs';

/** @typedef {Awaited<ReturnType<typeof measureLoad>>} Load */
/** @typedef {{ name: string, furnishing: Parameters<typeof furnish>[1], widget?: import('./widget/load.mjs').Widget, loads: Load[] }} Candidate */

const ROUNDS = process.argv.includes('--quick') ? 3 : 9;
/** Long enough for whatever a peer fades in: half faded in, no text has its contrast yet. */
const FADE_MS = 1000;
const WIDGET = inRoot('widget/dist/answerpack.js');

for (const file of [WIDGET, inRoot('test/apps/storefront/dist/index.html')]) {
	if (existsSync(file)) continue;
	console.error(`${file} is not built: run "npm run build", and then this again.`);
	process.exit(1);
}

const browser = await launchBrowser();
const bot = await shop();
try {
	/** @type {Candidate[]} */
	const candidates = [
		{ name: 'no widget', furnishing: {}, loads: [] },
		{ name: 'ours', furnishing: { ours: true, policy: strictPolicy(bot) }, widget: OURS, loads: [] },
	];
	/** @type {Record<string, object>} */
	const peers = {};
	for (const peer of PEERS) {
		try {
			candidates.push({ name: peer.name, furnishing: { peer, files: filesOf(peer) }, widget: peer, loads: [] });
		} catch (error) {
			say(`${peer.name} is not measured: ${error}`);
			peers[peer.name] = { error: `not measured: ${error}` };
		}
	}

	for (let round = 1; round <= ROUNDS; round++) {
		// In turns, so that what else goes on here hits all alike.
		for (const { furnishing, widget, loads } of candidates) {
			furnish(bot, furnishing);
			loads.push(await measureLoad(browser, `${bot.page}/`, widget));
		}
		say(
			`round ${round} of ${ROUNDS}: ${candidates.map(({ name, loads }) => `${name} ${loads.at(-1)?.open_ms.toFixed(0)} ms`).join(', ')}`,
		);
	}

	const [nothing, ours, ...others] = candidates;
	if (!nothing || !ours) throw new Error('unreachable: both stand above');
	for (const { name, furnishing, widget, loads } of others) {
		peers[name] = {
			...sizeOf(loads, furnishing.files),
			...costOf(loads, nothing.loads),
			...(await lookAtPeer(furnishing, widget)),
		};
	}
	const states = await lookAtStates(browser, furnishedShop, say);
	const code = readFileSync(WIDGET);
	const cost = costOf(ours.loads, nothing.loads);
	console.log(
		JSON.stringify({
			gzip_bytes: gzip(code),
			brotli_bytes: brotliCompressSync(code).length,
			...cost,
			axe_violations: states.axe_violations,
			csp_violations: states.csp_violations,
			cls: Math.max(cost.cls, round4(states.cls)),
			peers,
		}),
	);
} finally {
	await browser.close();
	await bot.stop();
}

async function shop() {
	const started = await startBot();
	openShop(started);
	return started;
}

async function furnishedShop() {
	const started = await shop();
	furnish(started, { ours: true, policy: strictPolicy(started) });
	return started;
}

/**
 * What a visit with the widget takes more than one without it. Its own files are counted as bytes, not as requests.
 * @param {Load[]} loads
 * @param {Load[]} without
 */
function costOf(loads, without) {
	const own = (/** @type {string} */ url) => /\/(answerpack|peer)\.js$|\/peers\//.test(url);
	const requests = (/** @type {Load} */ { before_open }) => before_open.filter((url) => !own(url)).length;
	return {
		requests_before_open: median(loads.map(requests)) - median(without.map(requests)),
		script_ms_throttled: round1(
			median(loads.map(({ open_ms }) => open_ms)) - median(without.map(({ open_ms }) => open_ms)),
		),
		script_ms_throttled_closed: round1(
			median(loads.map(({ closed_ms }) => closed_ms)) - median(without.map(({ closed_ms }) => closed_ms)),
		),
		cls: round4(Math.max(...loads.map(({ cls }) => cls))),
	};
}

/** What of a peer's files a browser has really loaded. @param {Load[]} loads @param {Map<string, Buffer>} [files] */
function sizeOf(loads, files = new Map()) {
	const loaded = [...files].filter(([path]) => loads[0]?.requests.some((url) => url.endsWith(`/${path}`)));
	const sum = (/** @type {(content: Buffer) => number} */ size) =>
		loaded.reduce((bytes, [, content]) => bytes + size(content), 0);
	return { gzip_bytes: sum(gzip), brotli_bytes: sum((content) => brotliCompressSync(content).length) };
}

/**
 * What axe finds in a peer, closed and open; and what it does that our policy refuses.
 * @param {Candidate['furnishing']} furnishing
 * @param {Candidate['widget']} widget
 */
async function lookAtPeer(furnishing, widget) {
	furnish(bot, furnishing);
	const free = await visit(browser, `${bot.page}/`);
	await free.go();
	let axe_violations = 0;
	if (widget?.launcher) {
		axe_violations += (await axeFindings(free.page)).length;
		await free.page.locator(widget.launcher).first().click();
	}
	await free.page
		.locator(widget?.input ?? '')
		.first()
		.waitFor();
	await free.page.waitForTimeout(FADE_MS);
	axe_violations += (await axeFindings(free.page)).length;
	await free.close();

	furnish(bot, { ...furnishing, policy: strictPolicy(bot) });
	const strict = await visit(browser, `${bot.page}/`);
	await strict.go();
	const { refused } = await seenBy(strict.page);
	await strict.close();
	return { axe_violations, csp_violations: refused.length };
}

/** @param {Buffer} content */
function gzip(content) {
	return gzipSync(content, { level: 9 }).length;
}

/** @param {number[]} values */
function median(values) {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @param {number} value */
function round1(value) {
	return Math.round(value * 10) / 10;
}

/** @param {number} value */
function round4(value) {
	return Math.round(value * 10_000) / 10_000;
}

/** @param {string} line */
function say(line) {
	console.log(line);
}
