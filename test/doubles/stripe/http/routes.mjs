// Routes: a method, a path with names in it, what it takes, and what it does.
/** @import { Call } from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
/** @import { Fields, Parsed } from './parameters.mjs' */

/**
 * @typedef {object} Route
 * @property {'GET' | 'POST' | 'DELETE'} method
 * @property {string} path
 * @property {RegExp} pattern
 * @property {Fields} fields
 * @property {(world: World, call: Call<never>) => object} handle
 * @property {boolean} publishable a browser may call it, with a publishable key and the object's client secret
 */

/**
 * @template {Fields} F
 * @param {`${'GET' | 'POST' | 'DELETE'} /${string}`} name such as `POST /v1/refunds/:refund`
 * @param {F} fields
 * @param {(world: World, call: Call<Parsed<F>>) => object} handle
 * @param {{publishable?: boolean}} [options]
 * @returns {Route}
 */
export function route(name, fields, handle, { publishable = false } = {}) {
	const [method, path] = /** @type {[Route['method'], string]} */ (name.split(' '));
	const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
	return { method, path, pattern, fields, handle, publishable };
}

/**
 * @param {Route[]} routes
 * @param {string} method
 * @param {string} path
 * @returns {{route: Route, path: Record<string, string>} | undefined}
 */
export function match(routes, method, path) {
	for (const candidate of routes) {
		const found = candidate.method === method ? candidate.pattern.exec(path) : null;
		if (!found) continue;
		const names = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
		return { route: candidate, path: Object.fromEntries(names) };
	}
	return undefined;
}
