// The API over HTTP: who asks, which version, has it been asked before; then the route, and the answer in that version.
/** @import { ServerResponse } from 'node:http' */
/** @import { ApiVersion, Json } from '../types.ts' */
/** @import { Fault } from '../world/faults.mjs' */
/** @import { World } from '../world/world.mjs' */
/** @import { Answer } from './idempotency.mjs' */
import { expand } from '../answers/expand.mjs';
import { render, versionNamed } from '../answers/versions.mjs';
import { catchUp } from '../billing/due.mjs';
import { routes } from '../resources/index.mjs';
import { newId } from '../world/ids.mjs';
import { now } from '../world/time.mjs';
import { errorBody, refused, StripeRefusal } from './errors.mjs';
import { decodeForm } from './form.mjs';
import { kindOfKey } from './keys.mjs';
import { array, readFields, string } from './parameters.mjs';
import { match } from './routes.mjs';

/** @typedef {import('../account.mjs').Account} Account */
/** @typedef {{method: string, url: URL, body: string, header(name: string): string | undefined}} Request */

/**
 * Answers one request to `/v1/…`.
 * @param {Account} account
 * @param {Request} request
 * @param {ServerResponse} response
 */
export async function answerApi(account, request, response) {
	const { world, faults } = account;
	const requestId = newId('req');
	const fault = faults.strike(request.method, request.url.pathname);
	if (fault?.effect === 'hold' && !request.header('idempotency-key')) await faults.hold();
	const { answer, headers } = await answerOnce(account, request, requestId, fault);
	if (fault?.effect === 'lost_answer') response.destroy();
	else {
		response.writeHead(answer.status, {
			'access-control-allow-origin': '*',
			'access-control-expose-headers': 'Request-Id',
			'cache-control': 'no-cache, no-store',
			'content-type': 'application/json',
			'request-id': requestId,
			'stripe-version': request.header('stripe-version') ?? world.apiVersion,
			...headers,
		});
		response.end(answer.body);
	}
	for (const later of world.later.splice(0)) setImmediate(later);
}

/**
 * @param {Account} account
 * @param {Request} request
 * @param {string} requestId
 * @param {Fault | undefined} fault
 * @returns {Promise<{answer: Answer, headers: Record<string, string>}>}
 */
async function answerOnce(account, request, requestId, fault) {
	const { world, idempotency, faults } = account;
	const key = request.method === 'POST' ? request.header('idempotency-key') : undefined;
	/** @type {Record<string, string>} */
	const headers = key ? { 'idempotency-key': key, 'original-request': requestId } : {};
	let begun = false;
	/** @type {Answer} */
	let answer;
	try {
		const kind = kindOfKey(request.header('authorization'), world.keys);
		const version = versionOf(world, request);
		if (key) {
			const earlier = idempotency.begin(key, { path: request.url.pathname, body: request.body }, now(world));
			if (earlier) {
				const replayed = { 'idempotent-replayed': 'true', 'original-request': earlier.requestId };
				return { answer: earlier, headers: { ...headers, ...replayed } };
			}
			begun = true;
			if (fault?.effect === 'hold') await faults.hold();
		}
		if (fault?.effect === 'error') throw faultOf(fault);
		world.request = { id: requestId, idempotency_key: key ?? null };
		const result = perform(world, request, version, kind);
		answer = { status: 200, body: JSON.stringify(result, null, 2), requestId };
	} catch (error) {
		const refusal = error instanceof StripeRefusal ? error : broken(error, request);
		const version = versionNamed(request.header('stripe-version') ?? '') ?? world.apiVersion;
		const body = render(world, errorBody(refusal, requestId), version);
		answer = { status: refusal.status, body: JSON.stringify(body, null, 2), requestId };
		if (refusal.before && key && begun) {
			idempotency.forget(key);
			begun = false;
		}
	} finally {
		world.request = { id: null, idempotency_key: null };
	}
	if (key && begun) idempotency.keep(key, answer);
	return { answer, headers };
}

/**
 * @param {World} world
 * @param {Request} request
 * @param {ApiVersion} version
 * @param {'secret' | 'publishable'} kind
 * @returns {object}
 */
function perform(world, { method, url, body }, version, kind) {
	const found = match(routes, method, url.pathname);
	if (!found) {
		throw new StripeRefusal(
			404,
			`Unrecognized request URL (${method}: ${url.pathname}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
			{ before: true },
		);
	}
	const form = decodeForm(method === 'GET' ? url.search.slice(1) : body || url.search.slice(1));
	const expansions = readFields({ expand: array(string) }, 'expand' in form ? { expand: form.expand } : {}, version);
	delete form.expand;
	const params = readFields(found.route.fields, form, version);
	if (kind === 'publishable') assertPublic(found.route, params);

	catchUp(world);
	const result = /** @type {Json} */ (
		render(
			world,
			found.route.handle(world, { params: /** @type {never} */ (params), path: found.path, version, now: now(world) }),
			version,
		)
	);
	expand(world, result, expansions.expand ?? [], version);
	return result;
}

/**
 * A browser proves that it may see an object with that object's client secret; the route compares it.
 * @param {import('./routes.mjs').Route} route
 * @param {Record<string, unknown>} params
 */
function assertPublic({ publishable, fields }, params) {
	if (!publishable) {
		throw new StripeRefusal(
			403,
			'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
			{ code: 'secret_key_required', before: true },
		);
	}
	if ('client_secret' in fields && params.client_secret === undefined) {
		throw refused('Missing required param: client_secret.', {
			code: 'parameter_missing',
			param: 'client_secret',
			before: true,
		});
	}
}

/** @param {World} world @param {Request} request */
function versionOf(world, request) {
	const name = request.header('stripe-version');
	if (!name) return world.apiVersion;
	const version = versionNamed(name);
	if (version) return version;
	throw refused(`Invalid Stripe API version: ${name}. The stand-in speaks 2024-04-10 and 2026-10-28.endive.`, {
		before: true,
	});
}

/** @param {Fault} fault */
function faultOf({ status }) {
	if (status === 429) {
		return new StripeRefusal(
			429,
			'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
			{
				code: 'rate_limit',
				before: true,
			},
		);
	}
	return new StripeRefusal(
		status,
		'An error occurred with our connection to Stripe. (The stand-in was told to fail.)',
		{
			type: 'api_error',
		},
	);
}

/** A fault of the stand-in's own: loud on its console, a 500 to the client.
 * @param {unknown} error @param {Request} request */
function broken(error, { method, url }) {
	console.error(`The stand-in for Stripe failed at ${method} ${url.pathname}:`, error);
	return new StripeRefusal(500, error instanceof Error ? error.message : String(error), { type: 'api_error' });
}
