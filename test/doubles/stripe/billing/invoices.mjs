// The life of an invoice after its draft: finalized (its number, its payment), paid or void.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { refused } from '../http/errors.mjs';
import { cancel, newPaymentIntent } from '../payments/intents.mjs';
import { minimumCharge } from '../world/currencies.mjs';
import { changing, emit } from '../world/events.mjs';
import { newId, randomText } from '../world/ids.mjs';
import { nowOf } from '../world/time.mjs';

const DESCRIPTIONS = /** @type {Record<string, string>} */ ({
	subscription_create: 'Subscription creation',
	subscription_cycle: 'Subscription update',
	subscription_update: 'Subscription update',
});

/**
 * From now on it does not change: number, what is due after the customer's balance, and the payment that is asked for.
 * @param {World} world
 * @param {T.Invoice} invoice
 */
export function finalize(world, invoice) {
	if (invoice.status !== 'draft') {
		throw refused("This invoice is already finalized, you can't re-finalize a non-draft invoice.", {
			code: 'invoice_not_editable',
		});
	}
	const customer = world.customers.get(invoice.customer);
	const at = nowOf(world, customer);
	const owed = invoice.total + customer.balance;
	// Less than a card can pay is carried over to the next invoice, and so is what is owed to the customer.
	const due = owed >= minimumCharge(invoice.currency) ? owed : 0;
	Object.assign(invoice, {
		amount_due: due,
		amount_remaining: due,
		automatically_finalizes_at: null,
		effective_at: at,
		ending_balance: owed - due,
		hosted_invoice_url: `${world.origin}/_double/invoices/${invoice.id}?secret=${randomText(24)}`,
		next_payment_attempt: null,
		number: `${customer.invoice_prefix}-${String(customer.next_invoice_sequence).padStart(4, '0')}`,
		starting_balance: customer.balance,
		status: 'open',
	});
	invoice.status_transitions.finalized_at = at;
	customer.next_invoice_sequence = (customer.next_invoice_sequence ?? 1) + 1;
	customer.currency ??= invoice.currency;
	changing(world, 'customer.updated', customer, () => {
		customer.balance = owed - due;
	});
	const subscription = subscriptionOf(world, invoice);
	if (due > 0) {
		const intent = newPaymentIntent(world, {
			amount: due,
			capture_method: 'automatic',
			currency: invoice.currency,
			customer: invoice.customer,
			description: DESCRIPTIONS[String(invoice.billing_reason)] ?? null,
			payment_method: (subscription && methodFor(world, subscription)?.id) ?? null,
			setup_future_usage: 'off_session',
		});
		askFor(world, invoice, intent, due, at);
	}
	emit(world, 'invoice.finalized', invoice);
	if (due === 0) markPaid(world, invoice);
}

/**
 * @param {World} world
 * @param {T.Invoice} invoice
 * @param {T.PaymentIntent} intent
 * @param {number} amount
 * @param {number} at
 */
function askFor(world, invoice, intent, amount, at) {
	world.invoicePayments.add({
		id: newId('inpay'),
		object: 'invoice_payment',
		amount_paid: null,
		amount_requested: amount,
		created: at,
		currency: invoice.currency,
		invoice: invoice.id,
		is_default: true,
		livemode: false,
		payment: { payment_intent: intent.id, type: 'payment_intent' },
		status: 'open',
		status_transitions: { canceled_at: null, paid_at: null },
	});
}

/**
 * @param {World} world
 * @param {T.Invoice} invoice
 * @param {{outOfBand?: boolean}} [how]
 */
export function markPaid(world, invoice, { outOfBand = false } = {}) {
	const at = nowOf(world, invoice);
	const payment = paymentOf(world, invoice);
	Object.assign(invoice, {
		amount_paid: outOfBand ? 0 : invoice.amount_due,
		amount_remaining: 0,
		attempted: true,
		auto_advance: false,
		next_payment_attempt: null,
		status: 'paid',
	});
	if (outOfBand) invoice.amount_paid_off_stripe = invoice.amount_due;
	invoice.status_transitions.paid_at = at;
	if (payment && !outOfBand) {
		Object.assign(payment, { amount_paid: invoice.amount_due, status: 'paid' });
		payment.status_transitions.paid_at = at;
		emit(world, 'invoice_payment.paid', payment);
	}
	emit(world, 'invoice.paid', invoice);
	if (!outOfBand) emit(world, 'invoice.payment_succeeded', invoice);
}

/**
 * @param {World} world
 * @param {T.Invoice} invoice
 */
export function voidInvoice(world, invoice) {
	if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
		throw refused(`You can only pass in open or uncollectible invoices. This invoice has status ${invoice.status}.`, {
			code: 'status_transition_invalid',
		});
	}
	giveUpPayment(world, invoice);
	invoice.status = 'void';
	invoice.status_transitions.voided_at = nowOf(world, invoice);
	emit(world, 'invoice.voided', invoice);
}

/**
 * @param {World} world
 * @param {T.Invoice} invoice
 */
export function giveUpPayment(world, invoice) {
	invoice.auto_advance = false;
	invoice.next_payment_attempt = null;
	const payment = paymentOf(world, invoice);
	const intent = world.paymentIntents.find(intentIdOf(payment));
	if (!payment || !intent || intent.status === 'succeeded' || intent.status === 'canceled') return;
	payment.status = 'canceled';
	payment.status_transitions.canceled_at = nowOf(world, invoice);
	cancel(world, intent, 'void_invoice');
}

/** @param {World} world @param {T.Invoice} invoice @returns {T.InvoicePayment | undefined} */
export const paymentOf = (world, invoice) => world.invoicePayments.all().findLast((row) => row.invoice === invoice.id);

/** @param {T.InvoicePayment | undefined} payment @returns {string | undefined} */
export const intentIdOf = (payment) =>
	typeof payment?.payment.payment_intent === 'string' ? payment.payment.payment_intent : undefined;

/** @param {World} world @param {T.Invoice} invoice @returns {T.Subscription | undefined} */
export function subscriptionOf(world, invoice) {
	const id = invoice.parent?.subscription_details?.subscription;
	return world.subscriptions.find(typeof id === 'string' ? id : undefined);
}

/**
 * The card that pays for a subscription: its own, else its customer's.
 * @param {World} world
 * @param {T.Subscription} subscription
 * @returns {T.PaymentMethod | undefined}
 */
export function methodFor(world, subscription) {
	const { default_payment_method } = world.customers.get(subscription.customer).invoice_settings;
	const ofCustomer = typeof default_payment_method === 'string' ? default_payment_method : undefined;
	return world.paymentMethods.find(subscription.default_payment_method ?? ofCustomer);
}
