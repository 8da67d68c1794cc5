/** @import Stripe from 'stripe' */
/** @import * as T from '../types.ts' */
/** @import { FieldsOf, Parsed } from '../http/parameters.mjs' */
/** @import { World } from '../world/world.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import { change } from '../billing/change.mjs';
import { subscribe } from '../billing/subscribe.mjs';
import { endSubscription, periodOf } from '../billing/subscription-life.mjs';
import { missing, refused } from '../http/errors.mjs';
import {
	array,
	boolean,
	currency,
	either,
	hash,
	integer,
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
import { emit } from '../world/events.mjs';
import { now } from '../world/time.mjs';
import { recurring } from './prices.mjs';
import { inParam, inPath, mergedMetadata, reading } from './shared.mjs';

const item = {
	metadata,
	price: string,
	price_data: hash({
		currency: required(currency),
		product: required(string),
		recurring: required(recurring),
		unit_amount: required(integer({ min: 0 })),
	}),
	quantity: integer({ min: 0 }),
};
export const itemChange = { ...item, deleted: boolean, id: string };
const feedback = oneOf(
	'customer_service',
	'low_quality',
	'missing_features',
	'other',
	'switched_service',
	'too_complex',
	'too_expensive',
	'unused',
);
const cancellation_details = hash({ comment: unsettable(string), feedback: unsettable(feedback) });
/** @type {import('../http/parameters.mjs').Field<number | 'now'>} */
const trial_end = either(timestamp, oneOf('now'));
const settings = {
	cancel_at_period_end: boolean,
	default_payment_method: string,
	description: unsettable(string),
	metadata,
	off_session: boolean,
	payment_settings: hash({
		payment_method_types: array(oneOf('card')),
		save_default_payment_method: oneOf('off', 'on_subscription'),
	}),
	proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
	trial_end,
	trial_settings: hash({
		end_behavior: required(hash({ missing_payment_method: oneOf('cancel', 'create_invoice', 'pause') })),
	}),
};
const payment_behavior = oneOf('allow_incomplete', 'default_incomplete', 'error_if_incomplete');
/** 2026-09-30 made a hash of it.
 * @type {import('../http/parameters.mjs').Field<'now' | 'unchanged' | undefined>} */
const anchorChange = {
	read(value, param, version) {
		const type = oneOf('now', 'unchanged');
		return version === '2024-04-10'
			? type.read(value, param, version)
			: hash({ type: required(type) }).read(value, param, version).type;
	},
};

export const subscriptions = [
	route(
		'POST /v1/subscriptions',
		/** @satisfies {FieldsOf<Stripe.SubscriptionCreateParams>} */ ({
			...settings,
			billing_cycle_anchor: timestamp,
			cancel_at: timestamp,
			collection_method: oneOf('charge_automatically'),
			currency,
			customer: required(string),
			items: required(array(hash(item))),
			payment_behavior,
			trial_period_days: integer({ min: 1, max: 730 }),
		}),
		(world, { params }) => {
			const customer = inParam(world.customers, params.customer, 'customer');
			const subscription = subscribe(world, customer, {
				billing_cycle_anchor: params.billing_cycle_anchor,
				items: params.items,
				off_session: params.off_session ?? false,
				payment_behavior: params.payment_behavior ?? 'allow_incomplete',
				proration_behavior: params.proration_behavior ?? 'create_prorations',
				settings: {
					...settingsOf(world, customer.id, params),
					...(params.cancel_at && { cancel_at: params.cancel_at, canceled_at: now(world, customer.test_clock) }),
					metadata: mergedMetadata({}, params.metadata),
				},
				trial_end: params.trial_end,
				trial_period_days: params.trial_period_days,
			});
			if (params.cancel_at_period_end) cancelAtPeriodEnd(world, subscription, true);
			return subscription;
		},
	),
	reading('/v1/subscriptions/:id', (world) => world.subscriptions),
	route(
		'POST /v1/subscriptions/:id',
		/** @satisfies {FieldsOf<Stripe.SubscriptionUpdateParams>} */ ({
			...settings,
			billing_cycle_anchor: anchorChange,
			cancel_at: unsettable(timestamp),
			cancellation_details,
			items: array(hash(itemChange)),
			payment_behavior,
			proration_date: timestamp,
		}),
		(world, { path, params }) => {
			const subscription = inPath(world.subscriptions, path.id);
			assertAlive(subscription, Object.keys(params));
			const at = now(world, subscription.test_clock);
			const { items, payment_behavior: behavior, proration_behavior, proration_date, off_session } = params;
			const endsTrial = params.trial_end === 'now' && subscription.status === 'trialing';
			const request = {
				items,
				off_session,
				payment_behavior: behavior,
				proration_behavior,
				proration_date,
				restart: params.billing_cycle_anchor === 'now' || endsTrial,
			};
			const others = settingsOf(world, subscription.customer, params);
			change(world, subscription, request, () => {
				Object.assign(subscription, others, { metadata: mergedMetadata(subscription.metadata, params.metadata) });
				Object.assign(subscription.cancellation_details ?? {}, params.cancellation_details);
				if (endsTrial) subscription.trial_end = at;
				else if (typeof params.trial_end === 'number') extendTrial(subscription, params.trial_end, at);
				if (params.cancel_at_period_end !== undefined)
					cancelAtPeriodEnd(world, subscription, params.cancel_at_period_end);
				if (params.cancel_at !== undefined) {
					Object.assign(subscription, { cancel_at: params.cancel_at, canceled_at: params.cancel_at && at });
				}
			});
			return subscription;
		},
	),
	route(
		'DELETE /v1/subscriptions/:id',
		/** @satisfies {FieldsOf<Stripe.SubscriptionCancelParams>} */ ({ cancellation_details }),
		(world, { path, params }) => {
			const subscription = inPath(world.subscriptions, path.id);
			// To Stripe, what has ended is not there to be canceled.
			if (subscription.ended_at) throw missing('subscription', subscription.id, 'id');
			Object.assign(subscription.cancellation_details ?? {}, params.cancellation_details);
			endSubscription(world, subscription);
			return subscription;
		},
	),
	route(
		'POST /v1/subscriptions/:id/resume',
		/** @satisfies {FieldsOf<Stripe.SubscriptionResumeParams>} */ ({
			proration_behavior: oneOf('always_invoice', 'create_prorations', 'none'),
		}),
		(world, { path }) => {
			const subscription = inPath(world.subscriptions, path.id);
			if (subscription.status !== 'paused') {
				throw refused('This subscription cannot be resumed: only subscriptions with a status of paused can be.');
			}
			const request = { items: undefined, off_session: true, payment_behavior: undefined, proration_date: undefined };
			change(world, subscription, { ...request, proration_behavior: 'none', restart: true }, () => {
				subscription.status = 'active';
			});
			emit(world, 'customer.subscription.resumed', subscription);
			return subscription;
		},
	),
	route(
		'GET /v1/subscriptions',
		/** @satisfies {FieldsOf<Stripe.SubscriptionListParams>} */ ({
			...page,
			created: range,
			customer: string,
			price: string,
			status: oneOf(
				'active',
				'all',
				'canceled',
				'ended',
				'incomplete',
				'incomplete_expired',
				'past_due',
				'paused',
				'trialing',
				'unpaid',
			),
			test_clock: string,
		}),
		(world, { params: { status, ...params } }) => {
			const rows = world.subscriptions
				.all()
				.filter((row) => (status === undefined ? row.status !== 'canceled' : isIn(row, status)))
				.filter(({ customer }) => !params.customer || customer === params.customer)
				.filter(({ test_clock }) => !params.test_clock || test_clock === params.test_clock)
				.filter(({ items }) => !params.price || items.data.some(({ price }) => price.id === params.price))
				.filter(({ created }) => within(created, params.created));
			return pageOf(rows, params, { url: '/v1/subscriptions', noun: 'subscription' });
		},
	),
];

/** @param {T.Subscription} subscription @param {string} status */
function isIn(subscription, status) {
	if (status === 'all') return true;
	if (status === 'ended') return ['canceled', 'incomplete_expired'].includes(subscription.status);
	return subscription.status === status;
}

/**
 * @param {World} world
 * @param {string} customer
 * @param {Parsed<typeof settings>} params
 * @returns {Partial<Omit<T.Subscription, 'items'>>}
 */
function settingsOf(world, customer, { default_payment_method, description, payment_settings, trial_settings }) {
	if (default_payment_method) {
		const method = inParam(world.paymentMethods, default_payment_method, 'default_payment_method');
		if (method.customer !== customer) {
			throw refused(
				`The customer does not have a payment method with the ID ${method.id}. The payment method must be attached to the customer.`,
				{ code: 'resource_missing', param: 'default_payment_method' },
			);
		}
	}
	const missing_payment_method = trial_settings?.end_behavior.missing_payment_method;
	return {
		...(default_payment_method && { default_payment_method }),
		...(description !== undefined && { description }),
		...(payment_settings && {
			payment_settings: {
				payment_method_options: null,
				payment_method_types: payment_settings.payment_method_types ?? null,
				save_default_payment_method: payment_settings.save_default_payment_method ?? 'off',
			},
		}),
		...(missing_payment_method && {
			trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method } },
		}),
	};
}

/** @param {World} world @param {T.Subscription} subscription @param {boolean} yes */
function cancelAtPeriodEnd(world, subscription, yes) {
	Object.assign(subscription, {
		cancel_at: yes ? periodOf(subscription).end : null,
		cancel_at_period_end: yes,
		canceled_at: yes ? now(world, subscription.test_clock) : null,
	});
	if (subscription.cancellation_details) {
		subscription.cancellation_details.reason = yes ? 'cancellation_requested' : null;
	}
}

/** @param {T.Subscription} subscription @param {number} trialEnd @param {number} at */
function extendTrial(subscription, trialEnd, at) {
	if (trialEnd <= at) {
		throw refused('Invalid timestamp: must be an integer Unix timestamp in the future.', { param: 'trial_end' });
	}
	Object.assign(subscription, {
		billing_cycle_anchor: trialEnd,
		status: 'trialing',
		trial_end: trialEnd,
		trial_start: subscription.trial_start ?? at,
	});
	for (const row of subscription.items.data) row.current_period_end = trialEnd;
}

/** @param {T.Subscription} subscription @param {string[]} params */
function assertAlive(subscription, params) {
	if (!subscription.ended_at) return;
	if (params.every((name) => name === 'metadata' || name === 'cancellation_details')) return;
	throw refused('A canceled subscription can only update its cancellation_details and metadata.', {
		code: 'invalid_canceled_subscription_fields',
	});
}
