// What resources have in common: finding what a path or a parameter names, metadata, and the route that reads one.
/** @import { World } from '../world/world.mjs' */
/** @import { Table } from '../world/tables.mjs' */
import { missing } from '../http/errors.mjs';
import { string } from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';

/**
 * What a path names.
 * @template {{id: string}} T
 * @param {Table<T>} table
 * @param {string | undefined} id
 * @param {string} [param] as Stripe calls it in the refusal
 * @returns {T}
 * @throws StripeRefusal 404
 */
export function inPath(table, id, param = 'id') {
	const row = table.find(id);
	if (!row) throw missing(table.noun, String(id), param);
	return row;
}

/**
 * What a parameter names.
 * @template {{id: string}} T
 * @param {Table<T>} table
 * @param {string} id
 * @param {string} param
 * @returns {T}
 * @throws StripeRefusal 400
 */
export function inParam(table, id, param) {
	const row = table.find(id);
	if (!row) throw missing(table.noun, id, param, 400);
	return row;
}

/**
 * Merges metadata as Stripe does: an empty value removes its key, nothing at all removes everything.
 * @template {Record<string, string> | null} M
 * @param {M} old
 * @param {Record<string, string> | null | undefined} change
 * @returns {Record<string, string>}
 */
export function mergedMetadata(old, change) {
	if (change === undefined) return { ...old };
	if (change === null) return {};
	return Object.fromEntries(Object.entries({ ...old, ...change }).filter(([, value]) => value !== ''));
}

/**
 * @template {{id: string}} T
 * @param {`/v1/${string}/:id`} path
 * @param {(world: World) => Table<T>} tableOf
 * @param {string} [param]
 */
export const reading = (path, tableOf, param) =>
	route(`GET ${path}`, {}, (world, call) => inPath(tableOf(world), call.path.id, param));

/** The secret in the hands of a browser must be that object's own.
 * @template {{id: string, client_secret: string | null}} T
 * @param {Table<T>} table
 * @param {T} object
 * @param {string | undefined} secret
 */
export function assertOwnSecret(table, object, secret) {
	if (secret !== undefined && secret !== object.client_secret) throw missing(table.noun, object.id, 'intent');
}

export const clientSecret = string;
