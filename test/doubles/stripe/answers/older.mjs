// How 2024-04-10 wrote what is kept in today's shape, object by object. Most of the difference came in 2025-03-31.basil. That
// the result is what stripe-node 15 says it is, is checked by the compiler in __tests__/versions.test.mts.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { render } from './versions.mjs';

/** Changes a rendered copy; the original is there to look things up.
 * @typedef {(copy: T.Json, world: World, original: never) => void} Downgrade */

/** @type {Record<string, Downgrade | undefined>} */
export const OLDER = {
	balance_transaction(copy) {
		drop(copy, 'balance_type');
	},
	charge(copy, world, /** @type {T.Charge} */ charge) {
		copy.invoice = invoiceOf(world, charge.payment_intent);
		drop(copy, 'billing_details.tax_id');
		drop(copy, 'outcome.advice_code', 'outcome.network_advice_code', 'outcome.network_decline_code');
		const card = 'payment_method_details.card';
		drop(copy, `${card}.authorization_code`, `${card}.electronic_commerce_indicator`, `${card}.network_transaction_id`);
		drop(copy, `${card}.regulated_status`, `${card}.transaction_link_id`);
	},
	dispute(copy) {
		drop(copy, 'enhanced_eligibility_types', 'intended_submission_method', 'evidence.enhanced_evidence');
		drop(copy, 'evidence_details.enhanced_eligibility', 'evidence_details.submission_method');
		drop(copy, 'payment_method_details.card.case_type', 'payment_method_details.card.network');
	},
	invoice(copy, world, /** @type {T.Invoice} */ invoice) {
		const details = invoice.parent?.subscription_details;
		const payment = world.invoicePayments.all().findLast((row) => row.invoice === invoice.id);
		const intentId = typeof payment?.payment.payment_intent === 'string' ? payment.payment.payment_intent : null;
		drop(copy, 'amount_overpaid', 'amount_paid_off_stripe', 'automatically_finalizes_at', 'customer_account', 'parent');
		drop(copy, 'automatic_tax.disabled_reason', 'automatic_tax.provider');
		drop(copy, 'total_pretax_credit_amounts', 'total_taxes');
		Object.assign(copy, {
			application_fee_amount: null,
			charge: world.paymentIntents.find(intentId)?.latest_charge ?? null,
			discount: null,
			paid: invoice.status === 'paid',
			paid_out_of_band: (invoice.amount_paid_off_stripe ?? 0) > 0,
			payment_intent: intentId,
			quote: null,
			subscription: details?.subscription ?? null,
			subscription_details: { metadata: details?.metadata ?? null },
			tax: null,
			total_tax_amounts: [],
			transfer_data: null,
		});
	},
	line_item(copy, world, /** @type {T.InvoiceLine} */ line) {
		const details = line.parent?.subscription_item_details;
		const price = world.prices.get(line.pricing.price_details.price);
		drop(copy, 'parent', 'pretax_credit_amounts', 'pricing', 'quantity_decimal', 'subtotal', 'taxes');
		Object.assign(copy, {
			amount_excluding_tax: line.amount,
			...(details?.invoice_item && { invoice_item: details.invoice_item }),
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
	},
	payment_intent(copy, world, /** @type {T.PaymentIntent} */ intent) {
		drop(copy, 'allowed_payment_method_types', 'customer_account', 'excluded_payment_method_types');
		drop(copy, 'managed_payments', 'payment_record');
		copy.invoice = invoiceOf(world, intent.id);
		copy.transfer_data = null;
	},
	payment_method(copy) {
		drop(copy, 'billing_details.tax_id', 'card.regulated_status', 'customer_account');
	},
	plan(copy) {
		copy.aggregate_usage = null;
	},
	price(copy) {
		if (copy.recurring) Object.assign(copy.recurring, { aggregate_usage: null });
	},
	product(copy) {
		drop(copy, 'tax_details');
	},
	refund(copy) {
		drop(copy, 'customer', 'customer_account', 'payment_method', 'pending_reason');
	},
	setup_intent(copy) {
		drop(copy, 'allowed_payment_method_types', 'excluded_payment_method_types');
	},
	subscription(copy, _world, /** @type {T.Subscription} */ subscription) {
		drop(copy, 'automatic_tax.disabled_reason', 'billing_mode', 'billing_schedules', 'customer_account');
		drop(
			copy,
			'cancellation_details.feedback_option',
			'managed_payments',
			'trial_settings.end_behavior.billing_cycle_anchor',
		);
		drop(copy, 'invoice_settings.custom_fields', 'invoice_settings.description', 'invoice_settings.footer');
		const pending = ['cancel_at_period_end', 'discount', 'discounts', 'metadata'];
		drop(copy, ...pending.map((name) => `pending_update.${name}`));
		const [item] = subscription.items.data;
		copy.current_period_start = item?.current_period_start;
		copy.current_period_end = item?.current_period_end;
		copy.discount = null;
	},
	subscription_item(copy) {
		drop(copy, 'current_period_start', 'current_period_end', 'current_trial');
	},
	'test_helpers.test_clock'(copy) {
		drop(copy, 'status_details');
	},
};

/**
 * @param {T.Json} copy
 * @param {...string} paths a dot goes into a hash, where there is one
 */
function drop(copy, ...paths) {
	for (const path of paths) {
		const names = path.split('.');
		const last = names.pop() ?? '';
		const holder = names.reduce(
			(/** @type {T.Json | undefined} */ at, name) => /** @type {T.Json} */ (at?.[name]),
			copy,
		);
		if (holder) delete holder[last];
	}
}

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
