// Events: what happened, with the object as it was then, in both shapes; and who is to hear of it.
/** @import { Json, StoredEvent } from '../types.ts' */
/** @import { World } from './world.mjs' */
import { render, VERSIONS } from '../answers/versions.mjs';
import { deliver } from '../webhooks/deliveries.mjs';
import { newId } from './ids.mjs';
import { now, nowOf } from './time.mjs';

/** @typedef {StoredEvent['type']} EventType */

/** What other rooms do when something happens: an invoice follows its payment. They run after the event is written.
 * @type {Map<EventType, ((world: World, object: never) => void)[]>} */
const reactions = new Map();

/**
 * @template {object} T
 * @param {EventType} type
 * @param {(world: World, object: T) => void} reaction
 */
export function whenever(type, reaction) {
	reactions.set(type, [
		...(reactions.get(type) ?? []),
		/** @type {(world: World, object: never) => void} */ (reaction),
	]);
}

/**
 * @template {object} T
 * @param {World} world
 * @param {EventType} type
 * @param {T} object
 * @param {Record<string, Json>} [before] the object as it was, in each shape: makes `previous_attributes`
 */
export function emit(world, type, object, before) {
	const snapshots = /** @type {StoredEvent['snapshots']} */ ({});
	for (const version of VERSIONS) {
		const after = snapshot(world, object, version);
		const was = before?.[version];
		snapshots[version] = { object: after, ...(was && { previous_attributes: changesFrom(was, after) }) };
	}
	const event = world.events.add({
		id: newId('evt'),
		object: 'event',
		type,
		created: nowOf(world, object),
		written: now(world),
		request: { ...world.request },
		pending_webhooks: 0,
		snapshots,
	});
	deliver(world, event);
	for (const reaction of reactions.get(type) ?? []) reaction(world, /** @type {never} */ (object));
}

/**
 * Changes an object and says so, unless nothing changed.
 * @template {object} T
 * @param {World} world
 * @param {EventType} type
 * @param {T} object
 * @param {() => void} change
 */
export function changing(world, type, object, change) {
	const was = Object.fromEntries(VERSIONS.map((version) => [version, snapshot(world, object, version)]));
	const text = JSON.stringify(object);
	change();
	if (JSON.stringify(object) !== text) emit(world, type, object, was);
}

/**
 * @param {World} world
 * @param {object} object
 * @param {import('../types.ts').ApiVersion} version
 */
const snapshot = (world, object, version) => /** @type {Json} */ (render(world, object, version));

/**
 * The old values of what differs: of hashes the keys that differ, of lists the whole.
 * @param {Json} was
 * @param {Json} is
 * @returns {Json}
 */
function changesFrom(was, is) {
	/** @type {Json} */
	const changes = {};
	for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
		const [old, current] = [was[key], is[key]];
		if (JSON.stringify(old) === JSON.stringify(current)) continue;
		changes[key] = isHash(old) && isHash(current) && !('object' in old) ? changesFrom(old, current) : (old ?? null);
	}
	return changes;
}

/**
 * @param {unknown} value
 * @returns {value is Json}
 */
const isHash = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Stripe forgets events after this. */
export const EVENT_DAYS = 30;

/**
 * @param {StoredEvent} event
 * @param {import('../types.ts').ApiVersion} version
 */
export function eventBody({ snapshots, written: _, ...event }, version) {
	return { ...event, api_version: version, data: snapshots[version], livemode: false };
}
