/** @import Stripe from 'stripe' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import {
	array,
	boolean,
	hash,
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
import { assertUsableBy } from '../payments/methods.mjs';
import { cancelSetup, confirmSetup, newSetupIntent } from '../payments/setup.mjs';
import { assertCardsAmong, methodIn, payment_method_data } from './payment-methods.mjs';
import { assertOwnSecret, clientSecret, inParam, inPath, mergedMetadata } from './shared.mjs';

const types = array(string);
const settings = {
	customer: string,
	description: unsettable(string),
	metadata,
	payment_method: string,
	payment_method_data,
	payment_method_types: only('2024-04-10', types),
	allowed_payment_method_types: only('2026-10-28.endive', types),
};

export const setupIntents = [
	route(
		'POST /v1/setup_intents',
		/** @satisfies {FieldsOf<Stripe.SetupIntentCreateParams & {payment_method_types: unknown}>} */ ({
			...settings,
			automatic_payment_methods: hash({ enabled: required(boolean), allow_redirects: oneOf('always', 'never') }),
			confirm: boolean,
			return_url: url,
			usage: oneOf('off_session', 'on_session'),
			use_stripe_sdk: boolean,
		}),
		(world, { params }) => {
			if (params.customer) inParam(world.customers, params.customer, 'customer');
			const listed = params.payment_method_types ?? params.allowed_payment_method_types;
			assertCardsAmong(listed);
			const method = methodIn(world, params);
			if (method) assertUsableBy(world, method, params.customer ?? null, 'SetupIntent');
			const { enabled = !listed, allow_redirects = 'always' } = params.automatic_payment_methods ?? {};
			const intent = newSetupIntent(world, {
				allowed_payment_method_types: listed ? ['card'] : null,
				automatic_payment_methods: enabled ? { allow_redirects, enabled } : null,
				customer: params.customer ?? null,
				description: params.description ?? null,
				metadata: mergedMetadata({}, params.metadata),
				payment_method: method?.id ?? null,
				usage: params.usage ?? 'off_session',
			});
			if (params.confirm) confirmSetup(world, intent, { return_url: params.return_url });
			return intent;
		},
	),
	route(
		'GET /v1/setup_intents/:intent',
		/** @satisfies {FieldsOf<Stripe.SetupIntentRetrieveParams>} */ ({ client_secret: clientSecret }),
		(world, { path, params }) => {
			const intent = inPath(world.setupIntents, path.intent, 'intent');
			assertOwnSecret(world.setupIntents, intent, params.client_secret);
			return intent;
		},
		{ publishable: true },
	),
	route(
		'POST /v1/setup_intents/:intent',
		/** @satisfies {FieldsOf<Stripe.SetupIntentUpdateParams & {payment_method_types: unknown}>} */ (settings),
		(world, { path, params }) => {
			const intent = inPath(world.setupIntents, path.intent, 'intent');
			if (params.customer) intent.customer = inParam(world.customers, params.customer, 'customer').id;
			const method = methodIn(world, params);
			if (method) {
				assertUsableBy(world, method, intent.customer, 'SetupIntent');
				intent.payment_method = method.id;
				intent.status = 'requires_confirmation';
			}
			if (params.description !== undefined) intent.description = params.description;
			intent.metadata = mergedMetadata(intent.metadata ?? {}, params.metadata);
			return intent;
		},
	),
	route(
		'POST /v1/setup_intents/:intent/confirm',
		/** @satisfies {FieldsOf<Stripe.SetupIntentConfirmParams & {client_secret: unknown}>} */ ({
			client_secret: clientSecret,
			payment_method: string,
			payment_method_data,
			return_url: url,
			use_stripe_sdk: boolean,
		}),
		(world, { path, params }) => {
			const intent = inPath(world.setupIntents, path.intent, 'intent');
			assertOwnSecret(world.setupIntents, intent, params.client_secret);
			const inBrowser = params.client_secret !== undefined;
			confirmSetup(world, intent, { method: methodIn(world, params), return_url: params.return_url, inBrowser });
			return intent;
		},
		{ publishable: true },
	),
	route(
		'POST /v1/setup_intents/:intent/cancel',
		/** @satisfies {FieldsOf<Stripe.SetupIntentCancelParams>} */ ({
			cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer'),
		}),
		(world, { path, params }) => {
			const intent = inPath(world.setupIntents, path.intent, 'intent');
			cancelSetup(world, intent, params.cancellation_reason ?? null);
			return intent;
		},
	),
	route(
		'GET /v1/setup_intents',
		/** @satisfies {FieldsOf<Stripe.SetupIntentListParams>} */ ({
			...page,
			created: range,
			customer: string,
			payment_method: string,
		}),
		(world, { params }) => {
			const rows = world.setupIntents
				.all()
				.filter(({ customer }) => !params.customer || customer === params.customer)
				.filter(({ payment_method }) => !params.payment_method || payment_method === params.payment_method)
				.filter(({ created }) => within(created, params.created));
			return pageOf(rows, params, { url: '/v1/setup_intents', noun: 'setupintent' });
		},
	),
];
