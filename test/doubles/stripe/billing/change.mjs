// A subscription changes its items or its cycle. `planned` decides what that costs; `change` does it.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
/** @import { ItemRequest } from './items.mjs' */
/** @import { Period } from './lines.mjs' */
import { nthPeriod } from '../world/calendar.mjs';
import { changing } from '../world/events.mjs';
import { now } from '../world/time.mjs';
import { collect } from './collecting.mjs';
import { draftInvoice } from './draft.mjs';
import { finalize, methodFor } from './invoices.mjs';
import { changedItems } from './items.mjs';
import { periodLine, remainingLine, unusedLine } from './lines.mjs';
import { forget, wait } from './pending-change.mjs';
import { assertWouldPay } from './subscribe.mjs';
import { intervalOf, periodOf, setPeriod, takePending } from './subscription-life.mjs';

/**
 * @typedef {object} ChangeRequest
 * @property {ItemRequest[] | undefined} items
 * @property {'create_prorations' | 'always_invoice' | 'none' | undefined} proration_behavior
 * @property {number | undefined} proration_date
 * @property {boolean} restart the cycle begins anew, now
 * @property {'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete' | 'pending_if_incomplete' | undefined} payment_behavior
 * @property {boolean | undefined} off_session
 */

/**
 * @typedef {object} Plan
 * @property {T.SubscriptionItem[]} items as they will be
 * @property {Period} period the current one, as it will be
 * @property {number} anchor
 * @property {T.InvoiceLine[]} lines what the change costs, or gives back
 * @property {boolean} invoiceNow
 */

/**
 * What a change means, without making it.
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {ChangeRequest} request
 * @returns {Plan}
 */
export function planned(
	world,
	subscription,
	{ items: requests = [], proration_behavior = 'create_prorations', proration_date, restart },
) {
	const at = now(world, subscription.test_clock);
	const old = subscription.items.data;
	const items = changedItems(world, { id: subscription.id, items: old, at }, requests);
	const [was, is] = [old[0], items[0]];
	if (!was || !is) throw new Error('A subscription without items');
	const [before, after] = [intervalOf(was), intervalOf(is)];
	const otherInterval = before.interval !== after.interval || before.interval_count !== after.interval_count;
	const trialing = subscription.status === 'trialing';
	const anew = restart || (otherInterval && !trialing);
	const period = anew ? { start: at, end: nthPeriod(at, after, 1) } : periodOf(subscription);

	const paysNow = subscription.status === 'active' || subscription.status === 'past_due';
	const prorates = proration_behavior !== 'none' && paysNow;
	const from = proration_date ?? at;
	const same = (/** @type {T.SubscriptionItem} */ a, /** @type {T.SubscriptionItem | undefined} */ b) =>
		a.price.id === b?.price.id && a.quantity === b.quantity;
	const gone = old.filter(
		(item) =>
			anew ||
			!same(
				item,
				items.find(({ id }) => id === item.id),
			),
	);
	const come = items.filter(
		(item) =>
			!same(
				item,
				old.find(({ id }) => id === item.id),
			),
	);
	const credits = prorates
		? gone.map((item) => unusedLine(world, subscription, item, periodOf(subscription), from))
		: [];
	const debits = prorates && !anew ? come.map((item) => remainingLine(world, subscription, item, period, from)) : [];
	const whole = anew ? items.map((item) => periodLine(world, subscription, item, period)) : [];
	const lines = [...credits, ...debits, ...whole];
	const invoiceNow = anew || (proration_behavior === 'always_invoice' && lines.length > 0);
	return { items, period, anchor: anew ? at : subscription.billing_cycle_anchor, lines, invoiceNow };
}

/**
 * Makes a change, and what it costs is invoiced now or with the next renewal.
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {ChangeRequest} request
 * @param {() => void} settings what else is to be set, in the same event
 */
export function change(world, subscription, request, settings) {
	// What waits for its money makes room for what is asked for now.
	if (subscription.pending_update && (request.items || request.restart)) forget(world, subscription);
	const plan = planned(world, subscription, request);
	const { items, period, anchor, lines, invoiceNow } = plan;
	const method = methodFor(world, subscription);
	const sum = lines.reduce((total, line) => total + line.amount, 0);
	if (request.payment_behavior === 'error_if_incomplete' && invoiceNow && sum > 0 && method) {
		assertWouldPay(world, method, request.off_session ?? false);
	}
	if (request.payment_behavior === 'pending_if_incomplete' && invoiceNow && sum > 0) {
		const invoice = draftNow(world, subscription, lines);
		wait(world, subscription, invoice, plan);
		payNow(world, subscription, invoice, request);
		return;
	}
	/** @type {T.Invoice | undefined} */
	let invoice;
	changing(world, 'customer.subscription.updated', subscription, () => {
		subscription.items.data = items;
		subscription.billing_cycle_anchor = anchor;
		if (subscription.status === 'trialing' && request.restart) subscription.status = 'active';
		setPeriod(subscription, period);
		settings();
		if (invoiceNow) {
			invoice = draftNow(world, subscription, lines);
			subscription.latest_invoice = invoice.id;
		} else {
			world.pendingLines.push(...lines.map((line) => ({ subscription: subscription.id, line })));
		}
	});
	if (invoice) payNow(world, subscription, invoice, request);
}

/** @param {World} world @param {T.Subscription} subscription @param {T.InvoiceLine[]} lines */
function draftNow(world, subscription, lines) {
	const at = now(world, subscription.test_clock);
	const all = [...takePending(world, subscription), ...lines];
	return draftInvoice(world, subscription, {
		reason: 'subscription_update',
		lines: all,
		period: { start: at, end: at },
	});
}

/** @param {World} world @param {T.Subscription} subscription @param {T.Invoice} invoice @param {ChangeRequest} request */
function payNow(world, subscription, invoice, { payment_behavior, off_session = false }) {
	finalize(world, invoice);
	const method = methodFor(world, subscription);
	if (invoice.status !== 'open' || !method || payment_behavior === 'default_incomplete') return;
	collect(world, invoice, { method, offSession: off_session });
}
