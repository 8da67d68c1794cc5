// A switch that waits for its money (`pending_if_incomplete`): nothing changes until its invoice is paid, and after 23 hours
// it is forgotten.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { HOUR_SECONDS } from '../world/calendar.mjs';
import { changing, emit, whenever } from '../world/events.mjs';
import { now } from '../world/time.mjs';
import { voidInvoice } from './invoices.mjs';
import { setPeriod } from './subscription-life.mjs';

const WAIT_SECONDS = 23 * HOUR_SECONDS;

/**
 * Keeps a change until its invoice is paid.
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {T.Invoice} invoice
 * @param {Pick<T.PendingChange, 'items' | 'period' | 'anchor'>} change
 */
export function wait(world, subscription, invoice, { items, period, anchor }) {
	world.pendingChanges.set(subscription.id, { anchor, invoice: invoice.id, items, period });
	changing(world, 'customer.subscription.updated', subscription, () => {
		subscription.latest_invoice = invoice.id;
		subscription.pending_update = {
			billing_cycle_anchor: anchor === subscription.billing_cycle_anchor ? null : anchor,
			cancel_at_period_end: null,
			discount: null,
			discounts: null,
			expires_at: now(world, subscription.test_clock) + WAIT_SECONDS,
			metadata: null,
			subscription_items: items,
			trial_end: null,
			trial_from_plan: null,
		};
	});
}

/**
 * Whether it is a change that waits for this invoice, and not the subscription itself.
 * @param {World} world
 * @param {T.Invoice} invoice
 */
export const isAwaited = (world, invoice) =>
	[...world.pendingChanges.values()].some((row) => row.invoice === invoice.id);

whenever('invoice.paid', (world, /** @type {T.Invoice} */ invoice) => {
	for (const [id, change] of world.pendingChanges) {
		if (change.invoice !== invoice.id) continue;
		world.pendingChanges.delete(id);
		const subscription = world.subscriptions.get(id);
		changing(world, 'customer.subscription.updated', subscription, () => {
			subscription.items.data = change.items;
			subscription.billing_cycle_anchor = change.anchor;
			setPeriod(subscription, change.period);
			subscription.pending_update = null;
		});
		emit(world, 'customer.subscription.pending_update_applied', subscription);
	}
});

/**
 * It was not paid in time, or something else came in its place.
 * @param {World} world
 * @param {T.Subscription} subscription
 */
export function forget(world, subscription) {
	const invoice = world.invoices.find(world.pendingChanges.get(subscription.id)?.invoice);
	world.pendingChanges.delete(subscription.id);
	if (invoice?.status === 'open') voidInvoice(world, invoice);
	changing(world, 'customer.subscription.updated', subscription, () => {
		subscription.pending_update = null;
	});
	emit(world, 'customer.subscription.pending_update_expired', subscription);
}
