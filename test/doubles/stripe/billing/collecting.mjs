// Collecting an invoice: what its payment does to it, and to the subscription behind it. Retries, and what comes after.
/** @import * as T from '../types.ts' */
/** @import { StripeRefusal } from '../http/errors.mjs' */
/** @import { World } from '../world/world.mjs' */

import { invoiceOf } from '../answers/older.mjs';
import { attempt } from '../payments/attempt.mjs';
import { DAY_SECONDS } from '../world/calendar.mjs';
import { changing, emit, whenever } from '../world/events.mjs';
import { nowOf } from '../world/time.mjs';
import { intentIdOf, markPaid, methodFor, paymentOf, subscriptionOf } from './invoices.mjs';
import { isAwaited } from './pending-change.mjs';
import { endSubscription } from './subscription-life.mjs';

/**
 * Tries to pay an open invoice. What comes of it is told by the events of its payment intent.
 * @param {World} world
 * @param {T.Invoice} invoice
 * @param {{method: T.PaymentMethod, offSession: boolean}} how
 * @returns {StripeRefusal | undefined}
 */
export function collect(world, invoice, { method, offSession }) {
	const intent = world.paymentIntents.get(intentIdOf(paymentOf(world, invoice)));
	intent.payment_method = method.id;
	return attempt(world, intent, { offSession, mayAskLater: true });
}

/**
 * By the clock: the first try of a renewal, or a retry.
 * @param {World} world
 * @param {T.Invoice} invoice
 */
export function collectAutomatically(world, invoice) {
	const subscription = subscriptionOf(world, invoice);
	const method = subscription && methodFor(world, subscription);
	if (invoice.attempt_count > 0) invoice.attempt_count += 1;
	invoice.next_payment_attempt = null;
	if (method) collect(world, invoice, { method, offSession: true });
	else notPaid(world, invoice);
}

whenever('payment_intent.succeeded', (world, /** @type {T.PaymentIntent} */ intent) => {
	const invoice = world.invoices.find(invoiceOf(world, intent.id));
	if (invoice?.status !== 'open' && invoice?.status !== 'uncollectible') return;
	countAttempt(invoice);
	const subscription = subscriptionOf(world, invoice);
	if (subscription?.payment_settings?.save_default_payment_method === 'on_subscription') {
		subscription.default_payment_method = intent.payment_method;
	}
	markPaid(world, invoice);
});

whenever('payment_intent.payment_failed', (world, /** @type {T.PaymentIntent} */ intent) => {
	const invoice = world.invoices.find(invoiceOf(world, intent.id));
	if (invoice?.status === 'open') notPaid(world, invoice);
});

whenever('payment_intent.requires_action', (world, /** @type {T.PaymentIntent} */ intent) => {
	const invoice = world.invoices.find(invoiceOf(world, intent.id));
	if (invoice?.status !== 'open') return;
	countAttempt(invoice);
	emit(world, 'invoice.payment_action_required', invoice);
	if (subscriptionOf(world, invoice)?.status !== 'incomplete') notPaid(world, invoice);
});

whenever('invoice.paid', (world, /** @type {T.Invoice} */ invoice) => {
	const subscription = subscriptionOf(world, invoice);
	if (!subscription) return;
	const { status } = subscription;
	const first = status === 'incomplete' && invoice.billing_reason === 'subscription_create';
	const caughtUp = (status === 'past_due' || status === 'unpaid') && subscription.latest_invoice === invoice.id;
	if (!first && !caughtUp) return;
	changing(world, 'customer.subscription.updated', subscription, () => {
		subscription.status = 'active';
	});
});

/** @param {T.Invoice} invoice */
function countAttempt(invoice) {
	invoice.attempted = true;
	// Whatever tries first counts; after that only the retries of the schedule do.
	if (invoice.attempt_count === 0) invoice.attempt_count = 1;
}

/**
 * @param {World} world
 * @param {T.Invoice} invoice
 */
function notPaid(world, invoice) {
	countAttempt(invoice);
	const subscription = subscriptionOf(world, invoice);
	const waits =
		!isAwaited(world, invoice) &&
		subscription &&
		(subscription.status === 'active' || subscription.status === 'past_due');
	const scheduled = invoice.next_payment_attempt !== null;
	if (waits && !scheduled) {
		const days = world.settings.retry_after_days[invoice.attempt_count - 1];
		invoice.next_payment_attempt = days === undefined ? null : nowOf(world, invoice) + days * DAY_SECONDS;
	}
	emit(world, 'invoice.payment_failed', invoice);
	if (!waits) return;
	changing(world, 'customer.subscription.updated', subscription, () => {
		subscription.status = 'past_due';
	});
	if (invoice.next_payment_attempt === null) giveUp(world, invoice, subscription);
}

/**
 * The last retry has failed: what the account's settings say.
 * @param {World} world
 * @param {T.Invoice} invoice
 * @param {T.Subscription} subscription
 */
function giveUp(world, invoice, subscription) {
	invoice.auto_advance = false;
	const { dunning_end } = world.settings;
	if (dunning_end === 'cancel') endSubscription(world, subscription, 'payment_failed');
	if (dunning_end === 'mark_unpaid') {
		changing(world, 'customer.subscription.updated', subscription, () => {
			subscription.status = 'unpaid';
		});
	}
}
