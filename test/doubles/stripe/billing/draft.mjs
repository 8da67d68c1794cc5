// An invoice is drafted: what it is for, and what it comes to.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { HOUR_SECONDS } from '../world/calendar.mjs';
import { emit } from '../world/events.mjs';
import { newId } from '../world/ids.mjs';
import { nowOf } from '../world/time.mjs';

/** @typedef {NonNullable<T.Invoice['billing_reason']>} BillingReason */

/**
 * A draft. Renewals stay one for an hour, so that their lines can still be looked at; all others are finalized at once.
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {{reason: BillingReason, lines: T.InvoiceLine[], period: {start: number, end: number}}} about
 * @returns {T.Invoice}
 */
export function draftInvoice(world, subscription, { reason, lines, period }) {
	const customer = world.customers.get(subscription.customer);
	const id = newId('in');
	const at = nowOf(world, customer);
	const waits = reason === 'subscription_cycle' && subscription.status !== 'unpaid';
	const total = lines.reduce((sum, line) => sum + line.amount, 0);
	const invoice = world.invoices.add({
		id,
		object: 'invoice',
		account_country: 'DE',
		account_name: 'Stand-in for Stripe (no money moves)',
		account_tax_ids: null,
		amount_due: Math.max(0, total),
		amount_overpaid: 0,
		amount_paid: 0,
		amount_remaining: Math.max(0, total),
		amount_shipping: 0,
		application: null,
		attempt_count: 0,
		attempted: false,
		auto_advance: subscription.status !== 'unpaid',
		automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
		automatically_finalizes_at: waits ? at + HOUR_SECONDS : null,
		billing_reason: reason,
		collection_method: 'charge_automatically',
		created: at,
		currency: subscription.currency,
		custom_fields: null,
		customer: customer.id,
		customer_account: null,
		customer_address: customer.address ?? null,
		customer_email: customer.email,
		customer_name: customer.name ?? null,
		customer_phone: customer.phone ?? null,
		customer_shipping: null,
		customer_tax_exempt: customer.tax_exempt ?? 'none',
		customer_tax_ids: [],
		default_payment_method: null,
		default_source: null,
		default_tax_rates: [],
		description: null,
		discounts: [],
		due_date: null,
		effective_at: null,
		ending_balance: null,
		footer: null,
		from_invoice: null,
		hosted_invoice_url: null,
		invoice_pdf: null,
		issuer: { type: 'self' },
		last_finalization_error: null,
		latest_revision: null,
		lines: {
			object: 'list',
			data: lines.map((line) => ({ ...line, invoice: id })),
			has_more: false,
			url: `/v1/invoices/${id}/lines`,
		},
		livemode: false,
		metadata: {},
		next_payment_attempt: waits ? at + HOUR_SECONDS : null,
		number: null,
		on_behalf_of: null,
		parent: {
			quote_details: null,
			subscription_details: { metadata: { ...subscription.metadata }, subscription: subscription.id },
			type: 'subscription_details',
		},
		payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
		period_end: period.end,
		period_start: period.start,
		post_payment_credit_notes_amount: 0,
		pre_payment_credit_notes_amount: 0,
		receipt_number: null,
		rendering: null,
		shipping_cost: null,
		shipping_details: null,
		starting_balance: 0,
		statement_descriptor: null,
		status: 'draft',
		status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
		subtotal: total,
		subtotal_excluding_tax: total,
		test_clock: customer.test_clock ?? null,
		total,
		total_discount_amounts: [],
		total_excluding_tax: total,
		total_pretax_credit_amounts: [],
		total_taxes: [],
		webhooks_delivered_at: at,
	});
	emit(world, 'invoice.created', invoice);
	return invoice;
}
