// The control API and the pages over HTTP. Bodies are JSON, so that no page of another site can post to it.
/** @import { ServerResponse } from 'node:http' */
/** @import { Account } from '../account.mjs' */
/** @import { FormTree, FormValue } from '../http/form.mjs' */
/** @import { Request } from '../http/server.mjs' */
import { render } from '../answers/versions.mjs';
import { catchUp } from '../billing/due.mjs';
import { errorBody, refused, StripeRefusal } from '../http/errors.mjs';
import { readFields } from '../http/parameters.mjs';
import { match } from '../http/routes.mjs';
import { now } from '../world/time.mjs';
import { pageFor } from './pages.mjs';
import { controlRoutes } from './routes.mjs';

/**
 * @param {Account} account
 * @param {Request} request
 * @param {ServerResponse} response
 * @param {() => void} reset
 */
export async function answerControl(account, request, response, reset) {
	const { world } = account;
	const page = request.method === 'GET' ? pageFor(account, request.url) : undefined;
	if (page !== undefined) {
		catchUp(world);
		response.writeHead(200, {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy':
				"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'",
		});
		response.end(page);
		return;
	}
	try {
		const found = match(controlRoutes(account, reset), request.method, request.url.pathname);
		if (!found) throw new StripeRefusal(404, `There is no ${request.method} ${request.url.pathname}.`);
		const params = readFields(found.route.fields, formOf(request), world.apiVersion);
		catchUp(world);
		const call = {
			params: /** @type {never} */ (params),
			path: found.path,
			version: world.apiVersion,
			now: now(world),
		};
		const result = await found.route.handle(world, call);
		json(response, 200, render(world, result, world.apiVersion));
	} catch (error) {
		if (!(error instanceof StripeRefusal)) throw error;
		json(response, error.status, render(world, errorBody(error, 'req_double'), world.apiVersion));
	}
	for (const later of world.later.splice(0)) setImmediate(later);
}

/** @param {ServerResponse} response @param {number} status @param {unknown} body */
function json(response, status, body) {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body, null, 2));
}

/** @param {Request} request @returns {FormTree} */
function formOf({ method, body, header }) {
	if (method === 'GET' || body === '') return {};
	if (!header('content-type')?.startsWith('application/json')) throw refused('The control API reads application/json.');
	let value;
	try {
		value = JSON.parse(body);
	} catch {
		throw refused('The body is no JSON.');
	}
	const tree = texts(value);
	if (typeof tree !== 'object' || Array.isArray(tree)) throw refused('The body must be an object.');
	return tree;
}

/** Numbers and truth values as a form would send them: one reader for both.
 * @param {unknown} value
 * @returns {FormValue} */
function texts(value) {
	if (Array.isArray(value)) return /** @type {string[]} */ (value.map(texts));
	if (typeof value !== 'object' || value === null) return String(value ?? '');
	return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, texts(member)]));
}
