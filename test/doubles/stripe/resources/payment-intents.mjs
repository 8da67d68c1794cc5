/** @import Stripe from 'stripe' */
/** @import * as T from '../types.ts' */
/** @import { FieldsOf, Parsed } from '../http/parameters.mjs' */
/** @import { World } from '../world/world.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import { invoiceOf } from '../answers/older.mjs';
import { badParameter, refused } from '../http/errors.mjs';
import {
	address,
	array,
	boolean,
	currency,
	hash,
	integer,
	metadata,
	oneOf,
	only,
	page,
	range,
	required,
	string,
	unsettable,
	url,
} from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { assertConfirmable, CARD_OPTIONS, cancel, capture, confirm, newPaymentIntent } from '../payments/intents.mjs';
import { assertUsableBy } from '../payments/methods.mjs';
import { unexpectedState } from '../payments/refusals.mjs';
import { assertChargeable } from '../world/currencies.mjs';
import { assertCardsAmong, methodIn, payment_method_data } from './payment-methods.mjs';
import { assertOwnSecret, clientSecret, inParam, inPath, mergedMetadata } from './shared.mjs';

const text = unsettable(string);
const amount = integer({ min: 1 });
const types = array(string);
/** The name that lists of payment methods had until 2026-09-30, and the one that they have since. */
const allowed = {
	payment_method_types: only('2024-04-10', types),
	allowed_payment_method_types: only('2026-10-28.endive', types),
};
const usage = oneOf('off_session', 'on_session');
const payment_method_options = hash({
	card: hash({ request_three_d_secure: required(oneOf('any', 'automatic', 'challenge')) }),
});

const settings = {
	description: text,
	metadata,
	payment_method: text,
	payment_method_data,
	payment_method_options,
	receipt_email: text,
	setup_future_usage: unsettable(usage),
	shipping: unsettable(hash({ address, name: string, phone: text })),
	statement_descriptor: string,
	statement_descriptor_suffix: string,
};
const create = /** @satisfies {FieldsOf<Stripe.PaymentIntentCreateParams & {payment_method_types: unknown}>} */ ({
	...settings,
	...allowed,
	amount: required(amount),
	automatic_payment_methods: hash({ enabled: required(boolean), allow_redirects: oneOf('always', 'never') }),
	capture_method: oneOf('automatic', 'automatic_async', 'manual'),
	confirm: boolean,
	confirmation_method: oneOf('automatic'),
	currency: required(currency),
	customer: string,
	off_session: boolean,
	return_url: url,
});
const confirmation = /** @satisfies {FieldsOf<Stripe.PaymentIntentConfirmParams & {client_secret: unknown}>} */ ({
	...settings,
	capture_method: oneOf('automatic', 'automatic_async', 'manual'),
	client_secret: clientSecret,
	off_session: boolean,
	return_url: url,
	use_stripe_sdk: boolean,
});

const UPDATABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export const paymentIntents = [
	route('POST /v1/payment_intents', create, (world, { params, version }) => {
		assertChargeable(params.amount, params.currency);
		if (params.customer) inParam(world.customers, params.customer, 'customer');
		for (const name of /** @type {const} */ (['off_session', 'return_url'])) {
			if (params[name] === undefined || params.confirm) continue;
			throw badParameter(
				`The parameter \`${name}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`,
				name,
			);
		}
		const listed = version === '2024-04-10' ? params.payment_method_types : params.allowed_payment_method_types;
		if (listed && params.automatic_payment_methods?.enabled) {
			throw refused('You may only specify one of these parameters: automatic_payment_methods, payment_method_types.', {
				code: 'parameters_exclusive',
			});
		}
		assertCardsAmong(listed);
		const method = methodIn(world, params);
		if (method) assertUsableBy(world, method, params.customer ?? null, 'PaymentIntent');
		const { enabled = !listed, allow_redirects = 'always' } = params.automatic_payment_methods ?? {};
		const intent = newPaymentIntent(world, {
			...settingsOf(params),
			amount: params.amount,
			automatic_payment_methods: enabled ? { allow_redirects, enabled } : null,
			allowed_payment_method_types: listed ? ['card'] : null,
			capture_method: params.capture_method ?? 'automatic_async',
			currency: params.currency,
			customer: params.customer ?? null,
			metadata: mergedMetadata({}, params.metadata),
			payment_method: method?.id ?? null,
		});
		if (params.confirm) {
			confirm(world, intent, { offSession: params.off_session ?? false, return_url: params.return_url });
		}
		return intent;
	}),
	route(
		'GET /v1/payment_intents/:intent',
		/** @satisfies {FieldsOf<Stripe.PaymentIntentRetrieveParams>} */ ({ client_secret: clientSecret }),
		(world, { path, params }) => {
			const intent = inPath(world.paymentIntents, path.intent, 'intent');
			assertOwnSecret(world.paymentIntents, intent, params.client_secret);
			return intent;
		},
		{ publishable: true },
	),
	route(
		'POST /v1/payment_intents/:intent',
		/** @satisfies {FieldsOf<Stripe.PaymentIntentUpdateParams & {payment_method_types: unknown}>} */ ({
			...settings,
			...allowed,
			amount,
			currency,
			customer: string,
		}),
		(world, { path, params }) => {
			const intent = inPath(world.paymentIntents, path.intent, 'intent');
			const changed = /** @type {const} */ ([
				'amount',
				'currency',
				'customer',
				'payment_method',
				'setup_future_usage',
			]).find((name) => params[name] !== undefined);
			if (changed && !UPDATABLE.includes(intent.status)) {
				throw unexpectedState(
					intent,
					`This PaymentIntent's ${changed} could not be updated because it has a status of ${intent.status}. You may only update the ${changed} of a PaymentIntent with one of the following statuses: ${UPDATABLE.join(', ')}.`,
				);
			}
			if (params.amount !== undefined || params.currency !== undefined) assertFree(world, intent);
			assertChargeable(params.amount ?? intent.amount, params.currency ?? intent.currency);
			if (params.customer) inParam(world.customers, params.customer, 'customer');
			assertCardsAmong(params.payment_method_types ?? params.allowed_payment_method_types);
			const method = methodIn(world, params);
			const customer = params.customer ?? intent.customer;
			if (method) assertUsableBy(world, method, customer, 'PaymentIntent');
			Object.assign(intent, settingsOf(params), {
				metadata: mergedMetadata(intent.metadata, params.metadata),
				customer,
			});
			if (params.amount !== undefined) intent.amount = params.amount;
			if (params.currency !== undefined) intent.currency = params.currency;
			if (method) intent.payment_method = method.id;
			// What was asked of a card's owner was asked about another card, or another amount.
			if (changed && UPDATABLE.includes(intent.status)) {
				intent.status = intent.payment_method ? 'requires_confirmation' : 'requires_payment_method';
				intent.next_action = null;
			}
			return intent;
		},
	),
	route(
		'POST /v1/payment_intents/:intent/confirm',
		confirmation,
		(world, { path, params }) => {
			const intent = inPath(world.paymentIntents, path.intent, 'intent');
			assertOwnSecret(world.paymentIntents, intent, params.client_secret);
			assertConfirmable(intent);
			Object.assign(intent, settingsOf(params), { metadata: mergedMetadata(intent.metadata, params.metadata) });
			if (params.capture_method) intent.capture_method = params.capture_method;
			confirm(world, intent, {
				method: methodIn(world, params),
				offSession: params.off_session ?? false,
				return_url: params.return_url,
				inBrowser: params.client_secret !== undefined,
			});
			return intent;
		},
		{ publishable: true },
	),
	route(
		'POST /v1/payment_intents/:intent/capture',
		/** @satisfies {FieldsOf<Stripe.PaymentIntentCaptureParams>} */ ({ amount_to_capture: amount, metadata }),
		(world, { path, params }) => {
			const intent = inPath(world.paymentIntents, path.intent, 'intent');
			capture(world, intent, params.amount_to_capture);
			intent.metadata = mergedMetadata(intent.metadata, params.metadata);
			return intent;
		},
	),
	route(
		'POST /v1/payment_intents/:intent/cancel',
		/** @satisfies {FieldsOf<Stripe.PaymentIntentCancelParams>} */ ({
			cancellation_reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'),
		}),
		(world, { path, params }) => {
			const intent = inPath(world.paymentIntents, path.intent, 'intent');
			assertFree(world, intent);
			cancel(world, intent, params.cancellation_reason ?? null);
			return intent;
		},
	),
	route(
		'GET /v1/payment_intents',
		/** @satisfies {FieldsOf<Stripe.PaymentIntentListParams>} */ ({ ...page, created: range, customer: string }),
		(world, { params }) => {
			const rows = world.paymentIntents
				.all()
				.filter(({ customer }) => !params.customer || customer === params.customer)
				.filter(({ created }) => within(created, params.created));
			return pageOf(rows, params, { url: '/v1/payment_intents', noun: 'payment_intent' });
		},
	),
];

/**
 * What an invoice asks for is the invoice's to change.
 * @param {World} world
 * @param {T.PaymentIntent} intent
 */
function assertFree(world, intent) {
	const invoice = invoiceOf(world, intent.id);
	if (!invoice) return;
	throw refused(`This PaymentIntent belongs to the invoice ${invoice}: void the invoice instead.`, {
		payment_intent: intent,
	});
}

/** What an intent keeps as it was given.
 * @param {Parsed<typeof settings>} params */
function settingsOf(params) {
	const { description, payment_method_options, receipt_email, setup_future_usage, shipping } = params;
	const { statement_descriptor, statement_descriptor_suffix } = params;
	const card = payment_method_options?.card;
	return {
		...(description !== undefined && { description }),
		...(receipt_email !== undefined && { receipt_email }),
		...(setup_future_usage !== undefined && { setup_future_usage }),
		...(statement_descriptor !== undefined && { statement_descriptor }),
		...(statement_descriptor_suffix !== undefined && { statement_descriptor_suffix }),
		...(card && { payment_method_options: { card: { ...CARD_OPTIONS, ...card } } }),
		...(shipping !== undefined && { shipping: /** @type {T.PaymentIntent['shipping']} */ (shipping) }),
	};
}
