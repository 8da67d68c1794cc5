// Everything that the stand-in knows. It lives in memory: a new world is a new account of Stripe.
/** @import * as T from '../types.ts' */
/** @import { Card } from './cards.mjs' */
import { Table } from './tables.mjs';

/** @typedef {ReturnType<typeof createWorld>} World */
/** What becomes of a subscription when the last retry has failed; an account's setting at Stripe.
 * @typedef {'cancel' | 'mark_unpaid' | 'leave_past_due'} DunningEnd */

/** Smart Retries choose their days; these are 8 in 2 weeks, as Stripe recommends. Each counts from the one before. */
const RETRY_AFTER_DAYS = [1, 1, 2, 2, 2, 2, 2, 2];

/**
 * @param {object} options
 * @param {string} options.origin of this stand-in, for the pages it links to
 * @param {T.ApiVersion} options.apiVersion of the account: what the list of events speaks
 * @param {string[]} options.keys accepted besides every `sk_test_…`; none means every one
 */
export function createWorld({ origin, apiVersion, keys }) {
	return {
		origin,
		apiVersion,
		keys,
		settings: { retry_after_days: RETRY_AFTER_DAYS, dunning_end: /** @type {DunningEnd} */ ('cancel') },

		customers: /** @type {Table<T.Customer>} */ (new Table('customer')),
		paymentMethods: /** @type {Table<T.PaymentMethod>} */ (new Table('PaymentMethod')),
		paymentIntents: /** @type {Table<T.PaymentIntent>} */ (new Table('payment_intent')),
		setupIntents: /** @type {Table<T.SetupIntent>} */ (new Table('setupintent')),
		charges: /** @type {Table<T.Charge>} */ (new Table('charge')),
		refunds: /** @type {Table<T.Refund>} */ (new Table('refund')),
		disputes: /** @type {Table<T.Dispute>} */ (new Table('dispute')),
		products: /** @type {Table<T.Product>} */ (new Table('product')),
		prices: /** @type {Table<T.Price>} */ (new Table('price')),
		subscriptions: /** @type {Table<T.Subscription>} */ (new Table('subscription')),
		invoices: /** @type {Table<T.Invoice>} */ (new Table('invoice')),
		invoicePayments: /** @type {Table<T.InvoicePayment>} */ (new Table('invoice_payment')),
		testClocks: /** @type {Table<T.TestClock>} */ (new Table('testclock')),
		webhookEndpoints: /** @type {Table<T.WebhookEndpoint>} */ (new Table('webhook endpoint')),
		events: /** @type {Table<T.StoredEvent>} */ (new Table('event')),

		/** What is left of the deleted: `{id, object, deleted}`. */
		graves: /** @type {Map<string, {id: string, object: string, deleted: true}>} */ (new Map()),

		// What Stripe knows and does not show.
		cards: /** @type {Map<string, Card>} */ (new Map()),
		/** Payment methods that were used without a customer, or detached: never to be used again. */
		spent: /** @type {Set<string>} */ (new Set()),
		/** Payment methods whose owner has authenticated them for payments off session. */
		setUp: /** @type {Set<string>} */ (new Set()),
		/** Intents whose owner has authenticated the payment that is being tried. */
		authenticated: /** @type {Set<string>} */ (new Set()),
		pendingChanges: /** @type {Map<string, T.PendingChange>} */ (new Map()),
		pendingLines: /** @type {T.PendingLine[]} */ ([]),

		/** Real time plus this, for whatever has no test clock; `at` while billing catches up. */
		time: { offset_seconds: 0, at: /** @type {number | null} */ (null) },
		/** How far each test clock has come on its way to its `frozen_time`. */
		clockTimes: /** @type {Map<string, number>} */ (new Map()),

		/** The request that is being answered: events name it. */
		request: { id: /** @type {string | null} */ (null), idempotency_key: /** @type {string | null} */ (null) },
		/** What runs after the answer: a dispute after its charge, a clock's advance. */
		later: /** @type {(() => void)[]} */ ([]),
	};
}
