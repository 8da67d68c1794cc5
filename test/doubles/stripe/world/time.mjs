// What time it is: for an object of a test clock that clock's time, for all others real time plus what a switch added.
/** @import { World } from './world.mjs' */

/**
 * @param {World} world
 * @param {string | null} [clock]
 * @returns {number} whole seconds since 1970
 */
export function now(world, clock = null) {
	const ofClock = clock && world.clockTimes.get(clock);
	return ofClock || (world.time.at ?? realNow() + world.time.offset_seconds);
}

/** Seconds, of this machine. */
export const realNow = () => Math.floor(Date.now() / 1000);

/**
 * The test clock that an object's customer lives by.
 * @param {World} world
 * @param {object} object
 * @returns {string | null}
 */
export function clockOf(world, object) {
	if ('test_clock' in object && typeof object.test_clock === 'string') return object.test_clock;
	if ('object' in object && object.object === 'test_helpers.test_clock' && 'id' in object) return String(object.id);
	if ('customer' in object && typeof object.customer === 'string') {
		return world.customers.find(object.customer)?.test_clock ?? null;
	}
	for (const [key, table] of /** @type {const} */ ([
		['invoice', world.invoices],
		['charge', world.charges],
		['payment_intent', world.paymentIntents],
	])) {
		const id = /** @type {Record<string, unknown>} */ (object)[key];
		const owner = typeof id === 'string' ? table.find(id) : undefined;
		if (owner) return clockOf(world, owner);
	}
	return null;
}

/**
 * @param {World} world
 * @param {object} object
 */
export const nowOf = (world, object) => now(world, clockOf(world, object));
