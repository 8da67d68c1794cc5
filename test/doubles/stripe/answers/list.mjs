// Lists: newest first, a page at a time, so that clients can walk on from the last (or before the first) they have seen.
/** @import { List } from '../types.ts' */
import { missing } from '../http/errors.mjs';

const LIMIT = 10;

/** @typedef {{limit?: number | undefined, starting_after?: string | undefined, ending_before?: string | undefined}} Page */
/** @typedef {number | {gt?: number | undefined, gte?: number | undefined, lt?: number | undefined, lte?: number | undefined}} Range */

/**
 * @template {{id: string}} T
 * @param {T[]} rows oldest first
 * @param {Page} page
 * @param {{url: string, noun: string}} list
 * @returns {List<T>}
 */
export function pageOf(rows, { limit = LIMIT, starting_after, ending_before }, { url, noun }) {
	const all = rows.toReversed();
	const placeOf = (/** @type {string} */ id, /** @type {string} */ param) => {
		const at = all.findIndex((row) => row.id === id);
		if (at < 0) throw missing(noun, id, param, 400);
		return at;
	};
	if (ending_before !== undefined) {
		const end = placeOf(ending_before, 'ending_before');
		const start = Math.max(0, end - limit);
		return { object: 'list', data: all.slice(start, end), has_more: start > 0, url };
	}
	const start = starting_after === undefined ? 0 : placeOf(starting_after, 'starting_after') + 1;
	return { object: 'list', data: all.slice(start, start + limit), has_more: all.length > start + limit, url };
}

/**
 * @param {number} at
 * @param {Range | undefined} range
 */
export function within(at, range) {
	if (range === undefined) return true;
	if (typeof range === 'number') return at === range;
	const { gt = -1, gte = 0, lt = Number.POSITIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = range;
	return at > gt && at >= gte && at < lt && at <= lte;
}
