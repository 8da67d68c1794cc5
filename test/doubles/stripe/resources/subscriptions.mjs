/** @import Stripe from 'stripe' */
/** @import * as T from '../types.ts' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
/** @import { World } from '../world/world.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import { change } from '../billing/change.mjs';
import { subscribe } from '../billing/subscribe.mjs';
import { endSubscription, periodOf } from '../billing/subscription-life.mjs';
import { missing, refused } from '../http/errors.mjs';
import {
	array,
	hash,
	integer,
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
import { inParam, inPath, mergedMetadata, reading } from './shared.mjs';
import {
	anchorChange,
	behaviorOfChange,
	cancellation_details,
	item,
	itemChange,
	payment_behavior,
	settings,
	settingsOf,
} from './subscription-settings.mjs';

export const subscriptions = [
	route(
		'POST /v1/subscriptions',
		/** @satisfies {FieldsOf<Stripe.SubscriptionCreateParams>} */ ({
			...settings,
			billing_cycle_anchor: timestamp,
			cancel_at: timestamp,
			collection_method: oneOf('charge_automatically'),
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
			payment_behavior: behaviorOfChange,
			proration_date: timestamp,
		}),
		(world, { path, params }) => {
			const subscription = inPath(world.subscriptions, path.id);
			assertAlive(subscription, Object.keys(params));
			assertPendable(params);
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
				// Those of a test clock show up for whoever asks for that clock, or for their customer.
				.filter(({ test_clock }) =>
					params.test_clock ? test_clock === params.test_clock : params.customer || test_clock === null,
				)
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

/** What can wait for its money.
 * @param {Record<string, unknown>} params */
function assertPendable(params) {
	if (params.payment_behavior !== 'pending_if_incomplete') return;
	const can = [
		'billing_cycle_anchor',
		'items',
		'off_session',
		'payment_behavior',
		'proration_behavior',
		'proration_date',
	];
	const others = Object.keys(params).filter((name) => !can.includes(name));
	if (others.length === 0) return;
	throw refused(
		`When payment_behavior is pending_if_incomplete, these parameters cannot be passed: ${others.join(', ')}.`,
		{
			param: String(others[0]),
		},
	);
}

/** @param {T.Subscription} subscription @param {string[]} params */
function assertAlive(subscription, params) {
	if (!subscription.ended_at) return;
	if (params.every((name) => name === 'metadata' || name === 'cancellation_details')) return;
	throw refused('A canceled subscription can only update its cancellation_details and metadata.', {
		code: 'invalid_canceled_subscription_fields',
	});
}
