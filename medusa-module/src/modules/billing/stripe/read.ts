import type Stripe from 'stripe';
import type {
	BilledDispute,
	BilledInvoice,
	BilledLine,
	BilledPayment,
	BilledRefund,
	BilledSubscription,
} from '../recurring-billing';

// Stripe's objects as billing reads them. Periods are on items and lines; those of a subscription or an invoice itself mean
// something else, or are gone.

/** The member of a subscription's metadata that names its plan. */
export const PLAN_ID = 'answerpack_plan_id';

/** Medusa's own provider names the payment session that it made an intent for. */
const MEDUSAS_SESSION = 'session_id';

const STATUSES: Partial<Record<Stripe.Subscription.Status, BilledSubscription['status']>> = {
	incomplete: 'starting',
	incomplete_expired: 'ended',
	trialing: 'active',
	active: 'active',
	past_due: 'past_due',
	unpaid: 'past_due',
	paused: 'past_due',
	canceled: 'ended',
};

export function readSubscription(subscription: Stripe.Subscription): BilledSubscription {
	const [item] = subscription.items.data;
	if (!item) throw new Error(`Subscription ${subscription.id} has no items`);
	return {
		id: subscription.id,
		plan_id: subscription.metadata[PLAN_ID] ?? null,
		// A status that is not known yet brings nothing until somebody says what it means.
		status: STATUSES[subscription.status] ?? 'past_due',
		payer_id: idOf(subscription.customer),
		item_id: item.id,
		price_id: item.price.id,
		period_ends_at: at(item.current_period_end),
		cancel_at_period_end: subscription.cancel_at_period_end || subscription.cancel_at !== null,
	};
}

const REASONS: Partial<Record<Stripe.Invoice.BillingReason, BilledInvoice['reason']>> = {
	subscription_create: 'begin',
	subscription_cycle: 'renewal',
	subscription_update: 'change',
};

/** @param invoice with its payments. */
export function readInvoice(invoice: Stripe.Invoice, lines: Stripe.InvoiceLineItem[]): BilledInvoice {
	const details = invoice.parent?.subscription_details;
	return {
		id: invoice.id,
		created_at: at(invoice.created),
		subscription_id: details ? idOf(details.subscription) : null,
		plan_id: details?.metadata?.[PLAN_ID] ?? null,
		paid: invoice.status === 'paid',
		paid_at: invoice.status_transitions?.paid_at ? at(invoice.status_transitions.paid_at) : null,
		reason: REASONS[invoice.billing_reason ?? 'manual'] ?? 'other',
		amount_paid: invoice.amount_paid,
		currency_code: invoice.currency,
		payment_ids: (invoice.payments?.data ?? []).flatMap(({ payment, status }) =>
			status === 'paid' && payment.payment_intent ? [idOf(payment.payment_intent)] : [],
		),
		lines: lines.flatMap(readLine),
	};
}

/** Whatever somebody put on the next invoice by hand, such as a fee, is no part of the plan. */
function readLine({ amount, period, pricing, parent }: Stripe.InvoiceLineItem): BilledLine[] {
	const partial = parent?.subscription_item_details?.proration ?? parent?.invoice_item_details?.proration ?? false;
	if (!partial && !parent?.subscription_item_details) return [];
	return [{ price_id: priceId(pricing), amount, partial, starts_at: at(period.start), ends_at: at(period.end) }];
}

function priceId(pricing: Stripe.InvoiceLineItem['pricing']): string | null {
	const price = pricing?.price_details?.price;
	return price ? idOf(price) : null;
}

export function readRefund({ id, payment_intent, amount, status }: Stripe.Refund): BilledRefund {
	const stands = status !== 'failed' && status !== 'canceled';
	return { id, payment_id: payment_intent && idOf(payment_intent), amount, stands };
}

/** @param charge that the intent was paid by, if it was. */
export function readPayment(
	{ id, currency, metadata, amount_received }: Stripe.PaymentIntent,
	charge: Stripe.Charge | null,
	refunds: Stripe.Refund[],
	disputes: Stripe.Dispute[],
): BilledPayment {
	const failed = sum(refunds.filter((refund) => !readRefund(refund).stands));
	// Stripe counts what was authorized and never captured as refunded.
	const standing = charge?.captured ? charge.amount_refunded - (charge.amount - charge.amount_captured) : 0;
	const known = disputes.map(readDispute);
	return {
		id,
		session_id: metadata[MEDUSAS_SESSION] ?? null,
		currency_code: currency,
		captured: amount_received,
		refunded: standing + failed,
		failed,
		lost: sum(known.filter(({ state }) => state === 'lost')),
		disputes: known.map(({ id, state }) => ({ id, state })),
	};
}

function sum(of: { amount: number }[]): number {
	return of.reduce((sum, { amount }) => sum + amount, 0);
}

export function readDispute({ id, payment_intent, amount, status }: Stripe.Dispute): BilledDispute {
	return { id, payment_id: payment_intent && idOf(payment_intent), amount, state: stateOf(status) };
}

function stateOf(status: Stripe.Dispute.Status): BilledDispute['state'] {
	if (status.startsWith('warning_') || status === 'prevented') return 'asked';
	if (status === 'won' || status === 'lost') return status as 'won' | 'lost'; // the union is open, so it is not narrowed
	return 'open';
}

export function idOf(value: string | { id: string }): string {
	return typeof value === 'string' ? value : value.id;
}

function at(seconds: number): Date {
	return new Date(seconds * 1000);
}
