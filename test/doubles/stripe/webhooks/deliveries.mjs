// Webhooks on their way: at least once, and as unreliable as the switches say. Each endpoint hears one event at a time.
/** @import { StoredEvent, WebhookEndpoint } from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { setTimeout as sleep } from 'node:timers/promises';
import { versionNamed } from '../answers/versions.mjs';
import { eventBody } from '../world/events.mjs';
import { newId } from '../world/ids.mjs';
import { realNow } from '../world/time.mjs';
import { signatureHeader } from './signature.mjs';

/**
 * @typedef {object} Switches
 * @property {boolean} hold nothing is sent until it is flushed
 * @property {number} duplicate how many more times each event comes
 * @property {boolean} reorder what waits is shuffled before it is sent; held events too
 * @property {number} drop how many of the next events are never sent
 * @property {string[]} drop_types which are never sent
 * @property {number} delay_ms before each is sent
 */
/**
 * @typedef {object} Delivery
 * @property {string} id
 * @property {StoredEvent} event
 * @property {WebhookEndpoint} endpoint
 * @property {'waiting' | 'delivered' | 'failed' | 'dropped'} status
 * @property {number} attempts
 * @property {number | null} response_status
 * @property {string | null} error
 */

const TIMEOUT_MS = 10_000;
const RETRY_MS = [500, 2_000, 8_000, 30_000, 120_000];
const LOG_MAX = 5_000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @returns {Switches} */
const CALM = () => ({ hold: false, duplicate: 0, reorder: false, drop: 0, drop_types: [], delay_ms: 0 });

/** The post office of each world. */
const offices = new WeakMap();

/**
 * @typedef {object} Office
 * @property {Switches} switches
 * @property {Delivery[]} log oldest first
 * @property {Map<string, Promise<void>>} busy by endpoint
 * @property {Map<string, {secret: string, until: number}[]>} secrets by endpoint
 * @property {AbortController} closing
 */

/**
 * @param {World} world
 * @returns {Office}
 */
export function officeOf(world) {
	let office = offices.get(world);
	if (!office) {
		office = { switches: CALM(), log: [], busy: new Map(), secrets: new Map(), closing: new AbortController() };
		offices.set(world, office);
	}
	return office;
}

/**
 * @param {World} world
 * @param {StoredEvent} event
 */
export function deliver(world, event) {
	const { switches } = officeOf(world);
	for (const endpoint of world.webhookEndpoints.all()) {
		const { status, enabled_events } = endpoint;
		if (status !== 'enabled' || !(enabled_events.includes('*') || enabled_events.includes(event.type))) continue;
		const dropped = switches.drop > 0 || switches.drop_types.includes(event.type);
		if (switches.drop > 0) switches.drop -= 1;
		post(world, event, endpoint, dropped);
		for (let copy = 0; copy < switches.duplicate && !dropped; copy += 1) post(world, event, endpoint, false);
	}
}

/**
 * @param {World} world
 * @param {StoredEvent} event
 * @param {WebhookEndpoint} endpoint
 * @param {boolean} dropped
 */
function post(world, event, endpoint, dropped) {
	const office = officeOf(world);
	office.log.push({
		id: newId('whd'),
		event,
		endpoint,
		status: dropped ? 'dropped' : 'waiting',
		attempts: 0,
		response_status: null,
		error: null,
	});
	if (office.log.length > LOG_MAX) office.log.shift();
	if (!dropped) event.pending_webhooks += 1;
	if (!dropped && !office.switches.hold) void sendWaiting(world, endpoint);
}

/**
 * Sends what waits for an endpoint, after whatever is being sent to it.
 * @param {World} world
 * @param {WebhookEndpoint} endpoint
 * @param {(waiting: Delivery[]) => Delivery[]} [order]
 * @returns {Promise<void>}
 */
function sendWaiting(world, endpoint, order = (waiting) => waiting) {
	const office = officeOf(world);
	const turn = (office.busy.get(endpoint.id) ?? Promise.resolve()).then(async () => {
		await new Promise(setImmediate); // the answer to whoever caused it goes first
		const waiting = office.log.filter((row) => row.endpoint === endpoint && row.status === 'waiting');
		for (const delivery of order(office.switches.reorder ? shuffled(waiting) : waiting)) await send(world, delivery);
	});
	office.busy.set(endpoint.id, turn);
	return turn;
}

/**
 * Sends what is held or has failed, now, and comes back when it has been answered.
 * @param {World} world
 * @param {'oldest_first' | 'newest_first' | 'shuffled'} [order]
 * @returns {Promise<{delivered: number, failed: number}>}
 */
export async function flush(world, order = 'oldest_first') {
	const { log, busy } = officeOf(world);
	await Promise.all(busy.values());
	const batch = log.filter(({ status }) => status === 'waiting' || status === 'failed');
	for (const delivery of batch) delivery.status = 'waiting';
	const orders = {
		oldest_first: (/** @type {Delivery[]} */ waiting) => waiting,
		newest_first: (/** @type {Delivery[]} */ waiting) => waiting.toReversed(),
		shuffled,
	};
	await Promise.all(world.webhookEndpoints.all().map((endpoint) => sendWaiting(world, endpoint, orders[order])));
	const delivered = batch.filter(({ status }) => status === 'delivered').length;
	return { delivered, failed: batch.length - delivered };
}

/**
 * @param {World} world
 * @param {Delivery} delivery
 */
async function send(world, delivery) {
	const { switches, closing } = officeOf(world);
	if (closing.signal.aborted || delivery.status !== 'waiting') return;
	if (switches.delay_ms > 0) await sleep(switches.delay_ms, undefined, { ref: false });
	const { event, endpoint } = delivery;
	delivery.attempts += 1;
	try {
		const headers = signed(world, endpoint, bodyOf(world, event, endpoint));
		delivery.response_status = await postTo(endpoint.url, headers, closing.signal);
		delivery.error = null;
	} catch (error) {
		delivery.response_status = null;
		delivery.error = error instanceof Error ? error.message : String(error);
	}
	const ok = delivery.response_status !== null && delivery.response_status >= 200 && delivery.response_status < 300;
	delivery.status = ok ? 'delivered' : 'failed';
	if (ok) event.pending_webhooks -= 1;
	else retryLater(world, delivery);
}

/**
 * @param {World} world
 * @param {Delivery} delivery
 */
function retryLater(world, delivery) {
	const { closing, switches } = officeOf(world);
	const wait_ms = RETRY_MS[delivery.attempts - 1];
	if (wait_ms === undefined || closing.signal.aborted) return;
	const timer = setTimeout(() => {
		if (delivery.status !== 'failed' || switches.hold || closing.signal.aborted) return;
		delivery.status = 'waiting';
		void sendWaiting(world, delivery.endpoint);
	}, wait_ms);
	timer.unref();
}

/**
 * An event once more, at once, whatever became of it: as it should be, or as an attacker would send it.
 * @param {World} world
 * @param {StoredEvent} event
 * @param {WebhookEndpoint} endpoint
 * @param {{age_seconds?: number | undefined, secret?: string | undefined}} [forgery]
 * @returns {Promise<number>} the status of the answer
 */
export function resend(world, event, endpoint, { age_seconds = 0, secret } = {}) {
	const message = signed(world, endpoint, bodyOf(world, event, endpoint), realNow() - age_seconds, secret);
	return postTo(endpoint.url, message, officeOf(world).closing.signal);
}

/** @param {World} world @param {StoredEvent} event @param {WebhookEndpoint} endpoint */
function bodyOf(world, event, endpoint) {
	const version = versionNamed(endpoint.api_version ?? '') ?? world.apiVersion;
	return JSON.stringify(eventBody(event, version), null, 2);
}

/**
 * @param {World} world
 * @param {WebhookEndpoint} endpoint
 * @param {string} body
 * @param {number} [at]
 * @param {string} [secret] instead of the endpoint's own
 */
function signed(world, endpoint, body, at = realNow(), secret = undefined) {
	const good = (officeOf(world).secrets.get(endpoint.id) ?? []).filter(({ until }) => until > realNow());
	const secrets = secret === undefined ? good.map((row) => row.secret) : [secret];
	return { body, signature: signatureHeader(body, secrets, at) };
}

/**
 * @param {string} url
 * @param {{body: string, signature: string}} message
 * @param {AbortSignal} closing
 * @returns {Promise<number>}
 */
async function postTo(url, { body, signature }, closing) {
	if (!LOOPBACK.has(new URL(url).hostname)) throw new Error('The stand-in sends to this machine only.');
	const response = await fetch(url, {
		method: 'POST',
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'stripe-signature': signature,
			'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
		},
		body,
		redirect: 'manual',
		signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
	});
	await response.arrayBuffer();
	return response.status;
}

/**
 * @template T
 * @param {T[]} members
 * @returns {T[]} the same in another order, if there is one
 */
function shuffled(members) {
	const copy = [...members];
	for (let at = copy.length - 1; at > 0; at -= 1) {
		// Sattolo's: none stays where it was, so that two are always swapped.
		const other = Math.floor(Math.random() * at);
		[copy[at], copy[other]] = [/** @type {T} */ (copy[other]), /** @type {T} */ (copy[at])];
	}
	return copy;
}
