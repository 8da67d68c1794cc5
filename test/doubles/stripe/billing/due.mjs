// What time brings: everything that is due up to a moment, in the order in which it is due, each at its own time.
/** @import { World } from '../world/world.mjs' */
import { HOUR_SECONDS } from '../world/calendar.mjs';
import { clockOf, now } from '../world/time.mjs';
import { collectAutomatically } from './collecting.mjs';
import { finalize } from './invoices.mjs';
import { forget } from './pending-change.mjs';
import { endSubscription, expireIncomplete, periodOf, renew } from './subscription-life.mjs';

const INCOMPLETE_SECONDS = 23 * HOUR_SECONDS;
const STEPS_MAX = 100_000;
const RUNNING = new Set(['active', 'trialing', 'past_due', 'unpaid']);

/** @typedef {{at: number, act: () => void}} Due */

/**
 * Brings all that has no test clock up to date.
 * @param {World} world
 */
export function catchUp(world) {
	passTime(world, null, now(world), (at) => {
		world.time.at = at;
	});
}

/**
 * @param {World} world
 * @param {string | null} clock a test clock's id
 * @param {number} until
 * @param {(at: number | null) => void} setTime
 */
export function passTime(world, clock, until, setTime) {
	try {
		for (let step = 0; step < STEPS_MAX; step += 1) {
			const next = nextDue(world, clock);
			if (!next || next.at > until) return;
			setTime(next.at);
			next.act();
		}
		throw new Error(`More than ${STEPS_MAX} things were due at once: the stand-in stopped counting.`);
	} finally {
		setTime(null);
	}
}

/**
 * @param {World} world
 * @param {string | null} clock
 * @returns {Due | undefined} the earliest
 */
function nextDue(world, clock) {
	/** @type {Due | undefined} */
	let first;
	const offer = (/** @type {number | null} */ at, /** @type {() => void} */ act) => {
		if (at !== null && (!first || at < first.at)) first = { at, act };
	};
	for (const invoice of world.invoices.all()) {
		if (clockOf(world, invoice) !== clock || !invoice.auto_advance) continue;
		if (invoice.status === 'draft') {
			offer(invoice.automatically_finalizes_at, () => {
				finalize(world, invoice);
				if (invoice.status === 'open') collectAutomatically(world, invoice);
			});
		}
		if (invoice.status === 'open') offer(invoice.next_payment_attempt, () => collectAutomatically(world, invoice));
	}
	for (const subscription of world.subscriptions.all()) {
		if (clockOf(world, subscription) !== clock) continue;
		const { cancel_at, cancel_at_period_end, created, status } = subscription;
		if (status === 'incomplete') offer(created + INCOMPLETE_SECONDS, () => expireIncomplete(world, subscription));
		if (!RUNNING.has(status)) continue;
		offer(subscription.pending_update?.expires_at ?? null, () => forget(world, subscription));
		if (!cancel_at_period_end) offer(cancel_at, () => endSubscription(world, subscription));
		offer(periodOf(subscription).end, () => renew(world, subscription));
	}
	return first;
}
