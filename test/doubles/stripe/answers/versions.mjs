// Two API versions out of one world. Objects are kept in the newer shape; this room knows how the older one differs.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */

/** @type {readonly T.ApiVersion[]} */
export const VERSIONS = ['2024-04-10', '2026-10-28.endive'];

/**
 * @param {string} name as in the header `Stripe-Version`
 * @returns {T.ApiVersion | undefined}
 */
export const versionNamed = (name) => VERSIONS.find((version) => version === name);

/**
 * A copy of an object as a version writes it.
 * @param {World} world
 * @param {unknown} value
 * @param {T.ApiVersion} version
 * @returns {unknown}
 */
export function render(world, value, version) {
	if (Array.isArray(value)) return value.map((member) => render(world, member, version));
	if (typeof value !== 'object' || value === null) return value;
	// An event was written in its version when it happened.
	if ('object' in value && value.object === 'event') return value;
	/** @type {T.Json} */
	const copy = {};
	for (const [key, member] of Object.entries(value)) {
		// Metadata is the caller's: a key `object` in it is no type of Stripe's.
		copy[key] = key === 'metadata' && member ? { ...member } : render(world, member, version);
	}
	if (version === '2024-04-10' && typeof copy.object === 'string')
		OLDER[copy.object]?.(copy, world, /** @type {never} */ (value));
	return copy;
}

/** @typedef {(copy: T.Json, world: World, original: never) => void} Downgrade */

/** @param {T.Json} copy @param {string[]} names */
function drop(copy, ...names) {
	for (const name of names) delete copy[name];
}

/** What changed between 2024-04-10 and today, object by object (most of it in 2025-03-31.basil).
 * @type {Record<string, Downgrade | undefined>} */
const OLDER = {
	payment_intent(copy, world, /** @type {T.PaymentIntent} */ intent) {
		drop(
			copy,
			'allowed_payment_method_types',
			'customer_account',
			'excluded_payment_method_types',
			'managed_payments',
			'payment_record',
		);
		copy.invoice = invoiceOf(world, intent.id);
		copy.transfer_data = null;
	},
	setup_intent(copy) {
		drop(copy, 'allowed_payment_method_types', 'excluded_payment_method_types');
		copy.flow_directions = null;
	},
	charge(copy, world, /** @type {T.Charge} */ charge) {
		copy.invoice = invoiceOf(world, charge.payment_intent);
		const card = /** @type {T.Json} */ (/** @type {T.Json} */ (copy.payment_method_details)?.card);
		if (card) {
			const newer = [
				'authorization_code',
				'electronic_commerce_indicator',
				'network_transaction_id',
				'regulated_status',
			];
			drop(card, ...newer, 'transaction_link_id');
		}
		const outcome = /** @type {T.Json} */ (copy.outcome);
		if (outcome) drop(outcome, 'advice_code', 'network_advice_code', 'network_decline_code');
		drop(/** @type {T.Json} */ (copy.billing_details), 'tax_id');
	},
	refund(copy) {
		drop(copy, 'customer', 'customer_account', 'payment_method');
	},
	payment_method(copy) {
		drop(copy, 'customer_account');
		drop(/** @type {T.Json} */ (copy.billing_details), 'tax_id');
		drop(/** @type {T.Json} */ (copy.card), 'regulated_status');
	},
	product(copy) {
		drop(copy, 'tax_details');
	},
	price(copy) {
		const recurring = /** @type {T.Json | null} */ (copy.recurring);
		if (recurring) recurring.aggregate_usage = null;
	},
	plan(copy) {
		copy.aggregate_usage = null;
	},
	dispute(copy) {
		drop(copy, 'enhanced_eligibility_types', 'intended_submission_method');
		drop(/** @type {T.Json} */ (copy.evidence), 'enhanced_evidence');
		drop(/** @type {T.Json} */ (copy.evidence_details), 'enhanced_eligibility', 'submission_method');
	},
	balance_transaction(copy) {
		drop(copy, 'balance_type');
	},
	'test_helpers.test_clock'(copy) {
		drop(copy, 'status_details');
	},
	subscription_item(copy) {
		drop(copy, 'current_period_start', 'current_period_end', 'current_trial');
	},
	subscription(copy, _world, /** @type {T.Subscription} */ subscription) {
		drop(copy, 'billing_mode', 'billing_schedules', 'customer_account', 'managed_payments');
		const [item] = subscription.items.data;
		copy.current_period_start = item?.current_period_start;
		copy.current_period_end = item?.current_period_end;
		copy.discount = null;
		drop(/** @type {T.Json} */ (copy.automatic_tax), 'disabled_reason');
		drop(/** @type {T.Json} */ (copy.cancellation_details), 'feedback_option');
		drop(/** @type {T.Json} */ (/** @type {T.Json} */ (copy.trial_settings)?.end_behavior), 'billing_cycle_anchor');
		drop(copy, 'billing_cycle_anchor_config');
		copy.billing_cycle_anchor_config = null;
	},
	line_item(copy, world, /** @type {T.InvoiceLine} */ line) {
		const details = line.parent?.subscription_item_details;
		const price = world.prices.get(line.pricing.price_details.price);
		drop(copy, 'parent', 'pretax_credit_amounts', 'pricing', 'quantity_decimal', 'subtotal', 'taxes');
		Object.assign(copy, {
			amount_excluding_tax: line.amount,
			plan: render(world, planOf(price), '2024-04-10'),
			price: render(world, price, '2024-04-10'),
			proration: details?.proration ?? false,
			proration_details: { credited_items: null },
			...(details && { subscription_item: details.subscription_item }),
			tax_amounts: [],
			tax_rates: [],
			type: details?.proration ? 'invoiceitem' : 'subscription',
			unit_amount_excluding_tax: price.unit_amount_decimal,
		});
		if (details?.invoice_item) copy.invoice_item = details.invoice_item;
	},
	invoice(copy, world, /** @type {T.Invoice} */ invoice) {
		const details = invoice.parent?.subscription_details;
		const payment = world.invoicePayments.all().findLast((row) => row.invoice === invoice.id);
		const intentId = typeof payment?.payment.payment_intent === 'string' ? payment.payment.payment_intent : null;
		const outOfBand = invoice.status === 'paid' && (invoice.amount_paid_off_stripe ?? 0) > 0;
		drop(
			copy,
			'amount_overpaid',
			'amount_paid_off_stripe',
			'automatically_finalizes_at',
			'confirmation_secret',
			'customer_account',
			'parent',
			'payments',
			'total_pretax_credit_amounts',
			'total_taxes',
		);
		drop(/** @type {T.Json} */ (copy.automatic_tax), 'disabled_reason', 'provider');
		Object.assign(copy, {
			application_fee_amount: null,
			charge: world.paymentIntents.find(intentId)?.latest_charge ?? null,
			discount: null,
			paid: invoice.status === 'paid',
			paid_out_of_band: outOfBand,
			payment_intent: intentId,
			quote: null,
			subscription: details?.subscription ?? null,
			subscription_details: { metadata: details?.metadata ?? null },
			tax: null,
			total_tax_amounts: [],
			transfer_data: null,
		});
	},
};

/**
 * @param {World} world
 * @param {string | null} intentId
 * @returns {string | null} an id
 */
export function invoiceOf(world, intentId) {
	const payment = world.invoicePayments.all().find((row) => row.payment.payment_intent === intentId);
	return intentId && payment ? payment.invoice : null;
}

/**
 * A plan is an older name of a recurring price.
 * @param {T.Price} price
 * @returns {T.Plan}
 */
export function planOf(price) {
	if (!price.recurring) throw new Error(`${price.id} is not recurring`);
	return {
		id: price.id,
		object: 'plan',
		active: price.active,
		amount: price.unit_amount,
		amount_decimal: price.unit_amount_decimal,
		billing_scheme: price.billing_scheme,
		created: price.created,
		currency: price.currency,
		interval: price.recurring.interval,
		interval_count: price.recurring.interval_count,
		livemode: false,
		metadata: price.metadata,
		meter: null,
		nickname: price.nickname,
		product: price.product,
		tiers_mode: null,
		transform_usage: null,
		trial_period_days: null,
		usage_type: price.recurring.usage_type,
	};
}
