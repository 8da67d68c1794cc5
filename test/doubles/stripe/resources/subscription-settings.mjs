// What a subscription takes: its items, and the settings that it keeps.
/** @import * as T from '../types.ts' */
/** @import { Parsed } from '../http/parameters.mjs' */
/** @import { World } from '../world/world.mjs' */
import { refused } from '../http/errors.mjs';
import {
	array,
	boolean,
	currency,
	either,
	hash,
	integer,
	metadata,
	oneOf,
	required,
	string,
	timestamp,
	unsettable,
} from '../http/parameters.mjs';
import { recurring } from './prices.mjs';
import { inParam } from './shared.mjs';

export const item = {
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
export const cancellation_details = hash({ comment: unsettable(string), feedback: unsettable(feedback) });
/** @type {import('../http/parameters.mjs').Field<number | 'now'>} */
const trial_end = either(timestamp, oneOf('now'));
export const settings = {
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
/** Of an update: it may wait as well. */
export const behaviorOfChange = oneOf(
	'allow_incomplete',
	'default_incomplete',
	'error_if_incomplete',
	'pending_if_incomplete',
);
export const payment_behavior = oneOf('allow_incomplete', 'default_incomplete', 'error_if_incomplete');
/** 2026-09-30 made a hash of it.
 * @type {import('../http/parameters.mjs').Field<'now' | 'unchanged' | undefined>} */
export const anchorChange = {
	read(value, param, version) {
		const type = oneOf('now', 'unchanged');
		return version === '2024-04-10'
			? type.read(value, param, version)
			: hash({ type: required(type) }).read(value, param, version).type;
	},
};

/**
 * @param {World} world
 * @param {string} customer
 * @param {Parsed<typeof settings>} params
 * @returns {Partial<Omit<T.Subscription, 'items'>>}
 */
export function settingsOf(world, customer, { default_payment_method, description, payment_settings, trial_settings }) {
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
