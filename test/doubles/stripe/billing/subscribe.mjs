// A subscription begins: what it costs now, whether it is paid, and how the rest of its life is anchored.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
/** @import { ItemRequest } from './items.mjs' */
import { badParameter, refused } from '../http/errors.mjs';
import { wantsOwner } from '../payments/attempt.mjs';
import { cardOf } from '../payments/methods.mjs';
import { cardError } from '../payments/refusals.mjs';
import { newSetupIntent } from '../payments/setup.mjs';
import { DAY_SECONDS, nthPeriod } from '../world/calendar.mjs';
import { AUTHENTICATION_REQUIRED } from '../world/cards.mjs';
import { changing, emit, whenever } from '../world/events.mjs';
import { newId } from '../world/ids.mjs';
import { now } from '../world/time.mjs';
import { collect } from './collecting.mjs';
import { draftInvoice } from './draft.mjs';
import { finalize, methodFor } from './invoices.mjs';
import { changedItems } from './items.mjs';
import { periodLine, remainingLine, trialLine } from './lines.mjs';
import { intervalOf, periodOf, setPeriod } from './subscription-life.mjs';

/**
 * @typedef {object} SubscriptionRequest
 * @property {ItemRequest[]} items
 * @property {number | undefined} billing_cycle_anchor
 * @property {number | 'now' | undefined} trial_end
 * @property {number | undefined} trial_period_days
 * @property {'create_prorations' | 'always_invoice' | 'none'} proration_behavior
 * @property {'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete'} payment_behavior
 * @property {boolean} off_session
 * @property {Partial<Omit<T.Subscription, 'items'>>} settings
 */

/**
 * @param {World} world
 * @param {T.Customer} customer
 * @param {SubscriptionRequest} request
 * @returns {T.Subscription}
 */
export function subscribe(world, customer, request) {
	const at = now(world, customer.test_clock);
	const id = newId('sub');
	const items = changedItems(world, { id, items: [], at }, request.items);
	const [first] = items;
	if (!first) throw new Error('A subscription without items');
	const trialEnd = trialEndOf(request, at);
	const trialing = trialEnd !== null;
	const anchor = trialEnd ?? anchorOf(request, first, at);
	const subscription = newSubscription(customer, { id, items, anchor, at, trialEnd, ...request.settings });
	setPeriod(subscription, { start: at, end: anchor > at ? anchor : nthPeriod(anchor, intervalOf(first), 1) });
	assertCurrency(world, customer, subscription);

	const free = !trialing && anchor > at && request.proration_behavior === 'none';
	subscription.status = trialing ? 'trialing' : free ? 'active' : 'incomplete';
	const lines = free ? [] : firstLines(world, subscription, { at, trialing, anchor });
	const due = Math.max(0, lines.reduce((sum, line) => sum + line.amount, 0) + customer.balance);
	assertPayable(world, subscription, request, due);

	world.subscriptions.add(subscription);
	const invoice = free
		? undefined
		: draftInvoice(world, subscription, { reason: 'subscription_create', lines, period: { start: at, end: at } });
	subscription.latest_invoice = invoice?.id ?? null;
	const method = methodFor(world, subscription);
	if (due === 0 && !method) {
		const setup = newSetupIntent(world, { customer: customer.id, usage: 'off_session' });
		subscription.pending_setup_intent = setup.id;
	}
	emit(world, 'customer.subscription.created', subscription);
	if (invoice) finalize(world, invoice);
	if (invoice?.status === 'open' && method && request.payment_behavior !== 'default_incomplete') {
		// A refusal leaves the subscription incomplete: the answer is the subscription, not the refusal.
		collect(world, invoice, { method, offSession: request.off_session });
	}
	return subscription;
}

/** @param {SubscriptionRequest} request @param {number} at */
function trialEndOf({ trial_end, trial_period_days }, at) {
	if (trial_end !== undefined && trial_period_days !== undefined) {
		throw refused('You may only specify one of these parameters: trial_end, trial_period_days.', {
			code: 'parameters_exclusive',
		});
	}
	if (trial_end === 'now') return null;
	if (trial_end !== undefined && trial_end <= at) {
		throw badParameter('Invalid timestamp: must be an integer Unix timestamp in the future.', 'trial_end');
	}
	return trial_end ?? (trial_period_days ? at + trial_period_days * DAY_SECONDS : null);
}

/** @param {SubscriptionRequest} request @param {T.SubscriptionItem} item @param {number} at */
function anchorOf({ billing_cycle_anchor }, item, at) {
	if (billing_cycle_anchor === undefined) return at;
	if (billing_cycle_anchor <= at) {
		throw badParameter('`billing_cycle_anchor` must be a timestamp in the future.', 'billing_cycle_anchor');
	}
	const natural = nthPeriod(at, intervalOf(item), 1);
	if (billing_cycle_anchor > natural) {
		throw badParameter(
			`billing_cycle_anchor cannot be later than next natural billing date (${natural}) for plan`,
			'billing_cycle_anchor',
		);
	}
	return billing_cycle_anchor;
}

/**
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {{at: number, trialing: boolean, anchor: number}} start
 */
function firstLines(world, subscription, { at, trialing, anchor }) {
	const period = periodOf(subscription);
	return subscription.items.data.map((item) => {
		if (trialing) return trialLine(world, subscription, item, period);
		if (anchor === at) return periodLine(world, subscription, item, period);
		// Until the anchor: as much of a whole period as there is left of the one that ends there.
		const whole = { start: nthPeriod(anchor, intervalOf(item), -1), end: anchor };
		return remainingLine(world, subscription, item, whole, at);
	});
}

/**
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {SubscriptionRequest} request
 * @param {number} due
 */
function assertPayable(world, subscription, { payment_behavior, off_session }, due) {
	const method = methodFor(world, subscription);
	if (due === 0 || payment_behavior === 'default_incomplete') return;
	if (!method) {
		throw refused(
			'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
			{ code: 'resource_missing' },
		);
	}
	if (payment_behavior !== 'error_if_incomplete') return;
	assertWouldPay(world, method, off_session);
}

/**
 * For `error_if_incomplete`: what cannot be paid at once is not begun.
 * @param {World} world
 * @param {T.PaymentMethod} method
 * @param {boolean} offSession
 */
export function assertWouldPay(world, method, offSession) {
	const card = cardOf(world, method.id);
	if (wantsOwner(world, card, method.id, offSession))
		throw cardError(AUTHENTICATION_REQUIRED, { payment_method: method });
	if (card.declines) throw cardError(card.declines, { payment_method: method });
}

/**
 * @param {World} world
 * @param {T.Customer} customer
 * @param {T.Subscription} subscription
 */
function assertCurrency(world, customer, { currency }) {
	const other = world.subscriptions
		.all()
		.find((one) => one.customer === customer.id && !one.ended_at && one.currency !== currency);
	if (!other) return;
	throw refused(
		`You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, or invoice item with currency ${other.currency}.`,
	);
}

/**
 * @param {T.Customer} customer
 * @param {{id: string, items: T.SubscriptionItem[], anchor: number, at: number, trialEnd: number | null} & Partial<Omit<T.Subscription, 'items'>>} given
 * @returns {T.Subscription}
 */
function newSubscription(customer, { id, items, anchor, at, trialEnd, ...settings }) {
	return {
		id,
		object: 'subscription',
		application: null,
		application_fee_percent: null,
		automatic_tax: { disabled_reason: null, enabled: false, liability: null },
		billing_cycle_anchor: anchor,
		billing_cycle_anchor_config: null,
		billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
		billing_schedules: [],
		billing_thresholds: null,
		cancel_at: null,
		cancel_at_period_end: false,
		canceled_at: null,
		cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
		collection_method: 'charge_automatically',
		created: at,
		currency: items[0]?.price.currency ?? '',
		customer: customer.id,
		customer_account: null,
		days_until_due: null,
		default_payment_method: null,
		default_source: null,
		default_tax_rates: [],
		description: null,
		discounts: [],
		ended_at: null,
		invoice_settings: {
			account_tax_ids: null,
			custom_fields: null,
			description: null,
			footer: null,
			issuer: { type: 'self' },
		},
		items: { object: 'list', data: items, has_more: false, url: `/v1/subscription_items?subscription=${id}` },
		latest_invoice: null,
		livemode: false,
		managed_payments: null,
		metadata: {},
		next_pending_invoice_item_invoice: null,
		on_behalf_of: null,
		pause_collection: null,
		payment_settings: {
			payment_method_options: null,
			payment_method_types: null,
			save_default_payment_method: 'off',
		},
		pending_invoice_item_interval: null,
		pending_setup_intent: null,
		pending_update: null,
		schedule: null,
		start_date: at,
		status: 'incomplete',
		test_clock: customer.test_clock ?? null,
		transfer_data: null,
		trial_end: trialEnd,
		trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' } },
		trial_start: trialEnd === null ? null : at,
		...settings,
	};
}

whenever('setup_intent.succeeded', (world, /** @type {T.SetupIntent} */ setup) => {
	const subscription = world.subscriptions.all().find((one) => one.pending_setup_intent === setup.id);
	if (!subscription) return;
	changing(world, 'customer.subscription.updated', subscription, () => {
		subscription.default_payment_method = setup.payment_method;
		subscription.pending_setup_intent = null;
	});
});
