// Two API versions out of one world. Objects are kept in the newer shape; this room knows how the older one differs.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { OLDER } from './older.mjs';

/** @type {readonly T.ApiVersion[]} */
export const VERSIONS = ['2024-04-10', '2026-10-28.endive'];

/**
 * @param {string} name as in the header `Stripe-Version`
 * @returns {T.ApiVersion | undefined}
 */
export const versionNamed = (name) => VERSIONS.find((version) => version === name);

/**
 * A copy of an object as a version writes it.
 * @param {World} world
 * @param {unknown} value
 * @param {T.ApiVersion} version
 * @returns {unknown}
 */
export function render(world, value, version) {
	if (Array.isArray(value)) return value.map((member) => render(world, member, version));
	if (typeof value !== 'object' || value === null) return value;
	// An event was written in its version when it happened.
	if ('object' in value && value.object === 'event') return value;
	/** @type {T.Json} */
	const copy = {};
	for (const [key, member] of Object.entries(value)) {
		// Metadata is the caller's: a key `object` in it is no type of Stripe's.
		copy[key] = key === 'metadata' && member ? { ...member } : render(world, member, version);
	}
	if (version === '2024-04-10' && typeof copy.object === 'string')
		OLDER[copy.object]?.(copy, world, /** @type {never} */ (value));
	return copy;
}
