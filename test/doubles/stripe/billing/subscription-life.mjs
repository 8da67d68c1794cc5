// The life of a subscription by the clock: renewed, ended, expired before it began.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
/** @import { Period } from './lines.mjs' */
import { nextPeriodEnd } from '../world/calendar.mjs';
import { changing, emit, whenever } from '../world/events.mjs';
import { nowOf } from '../world/time.mjs';
import { draftInvoice } from './draft.mjs';
import { methodFor, subscriptionOf, voidInvoice } from './invoices.mjs';
import { periodLine } from './lines.mjs';

/** @param {T.Subscription} subscription @returns {Period} */
export function periodOf({ items: { data } }) {
	const [item] = data;
	if (!item) throw new Error('A subscription without items');
	return { start: item.current_period_start, end: item.current_period_end };
}

/** @param {T.Subscription} subscription @param {Period} period */
export function setPeriod({ items: { data } }, { start, end }) {
	for (const item of data) Object.assign(item, { current_period_start: start, current_period_end: end });
}

/** @param {T.SubscriptionItem} item */
export function intervalOf({ price: { recurring } }) {
	if (!recurring) throw new Error('A subscription to what does not recur');
	return recurring;
}

/**
 * @param {T.Subscription} subscription
 * @param {number} after
 */
export function periodEndAfter({ billing_cycle_anchor, items: { data } }, after) {
	const [item] = data;
	if (!item) throw new Error('A subscription without items');
	return nextPeriodEnd(billing_cycle_anchor, intervalOf(item), after);
}

/**
 * A period is over: the next one begins, and its invoice is drafted. Its lines are of the new period, its own period is the
 * one that has ended.
 * @param {World} world
 * @param {T.Subscription} subscription
 */
export function renew(world, subscription) {
	const ended = periodOf(subscription);
	if (subscription.cancel_at_period_end) return endSubscription(world, subscription);
	if (subscription.status === 'trialing' && !methodFor(world, subscription)) {
		const behavior = subscription.trial_settings?.end_behavior.missing_payment_method;
		if (behavior === 'cancel') return endSubscription(world, subscription);
		if (behavior === 'pause') return pause(world, subscription);
	}
	changing(world, 'customer.subscription.updated', subscription, () => {
		setPeriod(subscription, { start: ended.end, end: periodEndAfter(subscription, ended.end) });
		if (subscription.status === 'trialing') subscription.status = 'active';
		const lines = subscription.items.data.map((item) => periodLine(world, subscription, item, periodOf(subscription)));
		const invoice = draftInvoice(world, subscription, {
			reason: 'subscription_cycle',
			lines: [...takePending(world, subscription), ...lines],
			period: ended,
		});
		subscription.latest_invoice = invoice.id;
	});
}

/**
 * Lines that wait for the next invoice; they are on it now.
 * @param {World} world
 * @param {T.Subscription} subscription
 */
export function takePending(world, { id }) {
	const lines = world.pendingLines.filter(({ subscription }) => subscription === id).map(({ line }) => line);
	world.pendingLines = world.pendingLines.filter(({ subscription }) => subscription !== id);
	return lines;
}

/**
 * It is over, now and for ever. What is still open is not collected any more.
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {'cancellation_requested' | 'payment_failed'} [reason]
 */
export function endSubscription(world, subscription, reason = 'cancellation_requested') {
	const at = nowOf(world, subscription);
	const incomplete = subscription.status === 'incomplete';
	takePending(world, subscription);
	world.pendingChanges.delete(subscription.id);
	subscription.pending_update = null;
	for (const invoice of world.invoices.all()) {
		if (subscriptionOf(world, invoice) !== subscription) continue;
		if (invoice.status === 'open' && incomplete) voidInvoice(world, invoice);
		if (invoice.status !== 'open' && invoice.status !== 'draft') continue;
		Object.assign(invoice, { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null });
	}
	subscription.status = 'canceled';
	subscription.canceled_at ??= at;
	subscription.ended_at = at;
	if (subscription.cancellation_details) subscription.cancellation_details.reason = reason;
	emit(world, 'customer.subscription.deleted', subscription);
}

/**
 * Nobody has paid the first invoice within 23 hours: it never began, and cannot any more.
 * @param {World} world
 * @param {T.Subscription} subscription
 */
export function expireIncomplete(world, subscription) {
	const invoice = world.invoices.find(subscription.latest_invoice);
	changing(world, 'customer.subscription.updated', subscription, () => {
		subscription.status = 'incomplete_expired';
		subscription.ended_at = nowOf(world, subscription);
	});
	if (invoice?.status === 'open') voidInvoice(world, invoice);
}

whenever('invoice.voided', (world, /** @type {T.Invoice} */ invoice) => {
	const subscription = subscriptionOf(world, invoice);
	if (subscription?.status === 'incomplete' && invoice.billing_reason === 'subscription_create') {
		expireIncomplete(world, subscription);
	}
});

/** @param {World} world @param {T.Subscription} subscription */
function pause(world, subscription) {
	subscription.status = 'paused';
	emit(world, 'customer.subscription.paused', subscription);
}
