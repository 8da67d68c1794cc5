/** @import Stripe from 'stripe' */
/** @import * as T from '../types.ts' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
/** @import { World } from '../world/world.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import { planned } from '../billing/change.mjs';
import { collect } from '../billing/collecting.mjs';
import {
	finalize,
	giveUpPayment,
	intentIdOf,
	markPaid,
	methodFor,
	paymentOf,
	subscriptionOf,
	voidInvoice,
} from '../billing/invoices.mjs';
import { periodLine } from '../billing/lines.mjs';
import { periodEndAfter, periodOf } from '../billing/subscription-life.mjs';
import { missing, refused, StripeRefusal } from '../http/errors.mjs';
import {
	array,
	boolean,
	hash,
	metadata,
	oneOf,
	page,
	range,
	required,
	string,
	timestamp,
	unsettable,
} from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { paymentMethodFor } from '../payments/methods.mjs';
import { changing, emit } from '../world/events.mjs';
import { now, nowOf } from '../world/time.mjs';
import { inParam, inPath, mergedMetadata, reading } from './shared.mjs';
import { itemChange } from './subscription-settings.mjs';

const noun = 'invoice';

export const invoices = [
	reading('/v1/invoices/:id', (world) => world.invoices, 'invoice'),
	route(
		'POST /v1/invoices/create_preview',
		/** @satisfies {FieldsOf<Stripe.InvoiceCreatePreviewParams>} */ ({
			subscription: required(string),
			subscription_details: hash({
				items: array(hash(itemChange)),
				proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
				proration_date: timestamp,
			}),
		}),
		(world, { params }) =>
			preview(
				world,
				inParam(world.subscriptions, params.subscription, 'subscription'),
				params.subscription_details ?? {},
			),
	),
	route(
		'POST /v1/invoices/:id',
		/** @satisfies {FieldsOf<Stripe.InvoiceUpdateParams>} */ ({
			auto_advance: boolean,
			description: unsettable(string),
			metadata,
		}),
		(world, { path, params }) => {
			const invoice = inPath(world.invoices, path.id, 'invoice');
			changing(world, 'invoice.updated', invoice, () => {
				if (params.auto_advance !== undefined) invoice.auto_advance = params.auto_advance;
				if (params.description !== undefined) invoice.description = params.description;
				invoice.metadata = mergedMetadata(invoice.metadata ?? {}, params.metadata);
			});
			return invoice;
		},
	),
	route(
		'POST /v1/invoices/:id/pay',
		/** @satisfies {FieldsOf<Stripe.InvoicePayParams>} */ ({
			off_session: boolean,
			paid_out_of_band: boolean,
			payment_method: string,
		}),
		(world, { path, params }) => {
			const invoice = inPath(world.invoices, path.id, 'invoice');
			payInvoice(world, invoice, params);
			return invoice;
		},
	),
	route('POST /v1/invoices/:id/finalize', { auto_advance: boolean }, (world, { path, params }) => {
		const invoice = inPath(world.invoices, path.id, 'invoice');
		if (params.auto_advance !== undefined) invoice.auto_advance = params.auto_advance;
		finalize(world, invoice);
		return invoice;
	}),
	route('POST /v1/invoices/:id/void', {}, (world, { path }) => {
		const invoice = inPath(world.invoices, path.id, 'invoice');
		voidInvoice(world, invoice);
		return invoice;
	}),
	route('POST /v1/invoices/:id/mark_uncollectible', {}, (world, { path }) => {
		const invoice = inPath(world.invoices, path.id, 'invoice');
		if (invoice.status !== 'open') {
			throw refused(`You can only pass in open invoices. This invoice has status ${invoice.status}.`, {
				code: 'status_transition_invalid',
			});
		}
		invoice.status = 'uncollectible';
		invoice.auto_advance = false;
		invoice.next_payment_attempt = null;
		invoice.status_transitions.marked_uncollectible_at = nowOf(world, invoice);
		emit(world, 'invoice.marked_uncollectible', invoice);
		return invoice;
	}),
	route('GET /v1/invoices/:id/lines', page, (world, { path, params }) => {
		const invoice = inPath(world.invoices, path.id, 'invoice');
		// Lines come in the order of the invoice, unlike every other list.
		return pageOf(invoice.lines.data.toReversed(), params, { url: invoice.lines.url, noun: 'line_item' });
	}),
	route(
		'GET /v1/invoices',
		/** @satisfies {FieldsOf<Stripe.InvoiceListParams>} */ ({
			...page,
			created: range,
			customer: string,
			status: oneOf('draft', 'open', 'paid', 'uncollectible', 'void'),
			subscription: string,
		}),
		(world, { params }) => {
			const rows = world.invoices
				.all()
				.filter(({ customer }) => !params.customer || customer === params.customer)
				.filter(({ status }) => !params.status || status === params.status)
				.filter((invoice) => !params.subscription || subscriptionOf(world, invoice)?.id === params.subscription)
				.filter(({ created }) => within(created, params.created));
			return pageOf(rows, params, { url: '/v1/invoices', noun });
		},
	),
	route(
		'GET /v1/invoice_payments',
		/** @satisfies {FieldsOf<Stripe.InvoicePaymentListParams>} */ ({
			...page,
			invoice: string,
			payment: hash({ payment_intent: string, type: required(oneOf('payment_intent')) }),
			status: oneOf('canceled', 'open', 'paid'),
		}),
		(world, { params }) => {
			const rows = world.invoicePayments
				.all()
				.filter(({ invoice }) => !params.invoice || invoice === params.invoice)
				.filter((row) => !params.payment?.payment_intent || intentIdOf(row) === params.payment.payment_intent)
				.filter(({ status }) => !params.status || status === params.status);
			return pageOf(rows, params, { url: '/v1/invoice_payments', noun: 'invoice_payment' });
		},
	),
	reading('/v1/invoice_payments/:id', (world) => world.invoicePayments, 'invoice_payment'),
];

/**
 * @param {World} world
 * @param {T.Invoice} invoice
 * @param {{off_session?: boolean | undefined, paid_out_of_band?: boolean | undefined, payment_method?: string | undefined}} how
 * @throws StripeRefusal 402 when the card refuses, or wants to see its owner
 */
export function payInvoice(world, invoice, { off_session = true, paid_out_of_band = false, payment_method }) {
	if (invoice.status === 'draft') finalize(world, invoice);
	else if (invoice.status === 'paid') throw refused('Invoice is already paid');
	if (invoice.status === 'paid') return;
	if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
		throw refused(`Invoices with a status of ${invoice.status} cannot be paid.`);
	}
	if (paid_out_of_band) {
		giveUpPayment(world, invoice);
		markPaid(world, invoice, { outOfBand: true });
		return;
	}
	const subscription = subscriptionOf(world, invoice);
	const method = payment_method
		? ownMethod(world, invoice, payment_method)
		: subscription && methodFor(world, subscription);
	if (!method) {
		throw refused(
			'There is no `default_payment_method` set on this Customer or Invoice. Please add a payment method to the Customer, or pass one in the request.',
			{ code: 'invoice_no_payment_method_types' },
		);
	}
	const refusal = collect(world, invoice, { method, offSession: off_session });
	if (refusal) throw refusal;
	const intent = world.paymentIntents.find(intentIdOf(paymentOf(world, invoice)));
	if (intent?.status !== 'requires_action') return;
	throw new StripeRefusal(
		402,
		'This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice. For more details see: https://stripe.com/docs/billing/subscriptions/overview#requires-action',
		{ code: 'invoice_payment_intent_requires_action', type: 'card_error', payment_intent: intent },
	);
}

/** @param {World} world @param {T.Invoice} invoice @param {string} id */
function ownMethod(world, invoice, id) {
	const method = paymentMethodFor(world, id, 'payment_method');
	if (method.customer === null || method.customer === invoice.customer) return method;
	throw missing('PaymentMethod', id, 'payment_method', 400);
}

/**
 * What the next invoice would be, with a change or without; nothing is kept of it.
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {{items?: import('../billing/items.mjs').ItemRequest[] | undefined, proration_date?: number | undefined,
 * proration_behavior?: 'always_invoice' | 'create_prorations' | 'none' | undefined}} change
 */
function preview(world, subscription, { items, proration_behavior, proration_date }) {
	const request = {
		items,
		proration_behavior,
		proration_date,
		restart: false,
		payment_behavior: undefined,
		off_session: undefined,
	};
	const plan = planned(world, subscription, request);
	const at = now(world, subscription.test_clock);
	const pending = world.pendingLines.filter((row) => row.subscription === subscription.id).map(({ line }) => line);
	const { end } = periodOf(subscription);
	const next = { start: end, end: periodEndAfter(subscription, end) };
	const renewal = plan.invoiceNow ? [] : plan.items.map((item) => periodLine(world, subscription, item, next));
	const lines = [...pending, ...plan.lines, ...renewal];
	const customer = world.customers.get(subscription.customer);
	const total = lines.reduce((sum, line) => sum + line.amount, 0);
	const due = Math.max(0, total + customer.balance);
	const template = inPath(world.invoices, subscription.latest_invoice ?? '', 'invoice');
	return {
		...template,
		id: `upcoming_in_${subscription.id.slice(4)}`,
		amount_due: due,
		amount_paid: 0,
		amount_remaining: due,
		billing_reason: plan.invoiceNow ? 'subscription_update' : 'upcoming',
		created: plan.invoiceNow ? at : end,
		ending_balance: null,
		hosted_invoice_url: null,
		lines: { ...template.lines, data: lines },
		number: null,
		starting_balance: customer.balance,
		status: 'draft',
		status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
		subtotal: total,
		subtotal_excluding_tax: total,
		total,
		total_excluding_tax: total,
	};
}
