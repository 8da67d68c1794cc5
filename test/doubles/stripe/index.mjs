// The stand-in for Stripe as one function: it listens on this machine only, and moves no money.
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */
/** @import { ApiVersion } from './types.ts' */
import { createServer } from 'node:http';
import { createAccount } from './account.mjs';
import { answerControl } from './control/answer.mjs';
import { answerApi } from './http/server.mjs';
import { createKeeper, restore } from './keeping.mjs';
import { keepEndpoint } from './resources/webhook-endpoints.mjs';
import { flush, officeOf } from './webhooks/deliveries.mjs';

const HOST = '127.0.0.1';
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const BODY_BYTES_MAX = 1_000_000;

/**
 * @typedef {object} StripeDouble
 * @property {string} url such as `http://127.0.0.1:4242`
 * @property {string} host
 * @property {number} port
 * @property {() => Promise<{delivered: number, failed: number}>} flush sends the webhooks that wait or have failed
 * @property {() => Promise<void>} stop
 */

/**
 * @param {object} [options]
 * @param {number} [options.port] 0 takes a free one
 * @param {ApiVersion} [options.apiVersion] of the account: of its events, and of requests without `Stripe-Version`
 * @param {string[]} [options.keys] the secret test keys that are good; every one without it
 * @param {string} [options.file] where the account is kept over a restart; only in memory without it
 * @param {import('./resources/webhook-endpoints.mjs').StandingEndpoint[]} [options.endpoints] are there from the start, and after a reset
 * @returns {Promise<StripeDouble>}
 */
export async function startStripe({
	port = 0,
	apiVersion = '2026-10-28.endive',
	keys = [],
	file,
	endpoints = [],
} = {}) {
	const server = createServer((request, response) => {
		answer(request, response).catch((error) => {
			console.error('The stand-in for Stripe failed:', error);
			response.destroy();
		});
	});
	await new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, HOST, () => resolve(undefined));
	});
	const address = /** @type {AddressInfo} */ (server.address());
	const url = `http://${HOST}:${address.port}`;
	const open = () => createAccount({ origin: url, apiVersion, keys });
	let account = open();
	function keepEndpoints() {
		for (const endpoint of endpoints) keepEndpoint(account.world, endpoint);
	}
	try {
		if (file) restore(file, account);
		keepEndpoints();
	} catch (error) {
		server.close();
		throw error;
	}
	const keeper = file ? createKeeper(file, () => account) : undefined;

	function reset() {
		close();
		account = open();
		keepEndpoints();
	}
	function close() {
		account.faults.clear();
		officeOf(account.world).closing.abort();
	}

	/** @param {IncomingMessage} incoming @param {ServerResponse} response */
	async function answer(incoming, response) {
		// A name that merely resolves to this machine is somebody else's page talking to us.
		if (!LOOPBACK.test(incoming.headers.host ?? '')) {
			response.writeHead(403).end('The stand-in for Stripe answers on this machine only.');
			return;
		}
		const method = incoming.method ?? 'GET';
		const target = new URL(incoming.url ?? '/', url);
		if (method === 'OPTIONS' && target.pathname.startsWith('/v1/')) {
			response.writeHead(204, {
				'access-control-allow-headers': 'authorization, content-type, idempotency-key, stripe-version',
				'access-control-allow-methods': 'GET, POST, DELETE',
				'access-control-allow-origin': '*',
			});
			response.end();
			return;
		}
		const request = { method, url: target, body: await bodyOf(incoming), header: headerOf(incoming) };
		if (target.pathname.startsWith('/v1/')) await answerApi(account, request, response);
		else await answerControl(account, request, response, reset);
		keeper?.changed();
	}

	return {
		url,
		host: HOST,
		port: address.port,
		flush: () => flush(account.world),
		async stop() {
			close();
			keeper?.close();
			server.closeAllConnections();
			await new Promise((resolve) => {
				server.close(resolve);
			});
		},
	};
}

/** @param {IncomingMessage} incoming */
const headerOf =
	({ headers }) =>
	(/** @type {string} */ name) => {
		const value = headers[name];
		return Array.isArray(value) ? value[0] : value;
	};

/** @param {IncomingMessage} incoming @returns {Promise<string>} */
async function bodyOf(incoming) {
	const chunks = [];
	let bytes = 0;
	for await (const chunk of incoming) {
		bytes += chunk.length;
		if (bytes > BODY_BYTES_MAX) throw new Error(`A body of more than ${BODY_BYTES_MAX} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}
