// Saving a card for later: the card asks for its owner, refuses, or is attached to the customer and set up.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { docUrl, refused } from '../http/errors.mjs';
import { emit } from '../world/events.mjs';
import { newId, randomText } from '../world/ids.mjs';
import { nowOf } from '../world/time.mjs';
import { nextAction } from './attempt.mjs';
import { assertUsableBy, attach, cardOf } from './methods.mjs';
import { cardError } from './refusals.mjs';

/**
 * @param {World} world
 * @param {Partial<T.SetupIntent>} given
 * @returns {T.SetupIntent}
 */
export function newSetupIntent(world, given) {
	const id = newId('seti');
	const intent = world.setupIntents.add({
		id,
		object: 'setup_intent',
		allowed_payment_method_types: null,
		application: null,
		automatic_payment_methods: null,
		cancellation_reason: null,
		client_secret: `${id}_secret_${randomText(25)}`,
		created: nowOf(world, given),
		customer: null,
		description: null,
		excluded_payment_method_types: null,
		flow_directions: null,
		last_setup_error: null,
		latest_attempt: null,
		livemode: false,
		mandate: null,
		metadata: {},
		next_action: null,
		on_behalf_of: null,
		payment_method: null,
		payment_method_configuration_details: null,
		payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
		payment_method_types: ['card'],
		single_use_mandate: null,
		status: given.payment_method ? 'requires_confirmation' : 'requires_payment_method',
		usage: 'off_session',
		...given,
	});
	emit(world, 'setup_intent.created', intent);
	return intent;
}

const CONFIRMABLE = new Set(['requires_payment_method', 'requires_confirmation', 'requires_action']);

/** @param {T.SetupIntent} intent @param {string} message */
const unexpected = (intent, message) =>
	refused(message, { code: 'setup_intent_unexpected_state', setup_intent: intent });

/**
 * @param {World} world
 * @param {T.SetupIntent} intent
 * @param {{method?: T.PaymentMethod | undefined, return_url?: string | undefined, inBrowser?: boolean}} how
 */
export function confirmSetup(world, intent, { method, return_url, inBrowser = false }) {
	if (!CONFIRMABLE.has(intent.status)) {
		throw unexpected(intent, `You cannot confirm this SetupIntent because it has a status of ${intent.status}.`);
	}
	const redirects =
		intent.automatic_payment_methods?.enabled && intent.automatic_payment_methods.allow_redirects !== 'never';
	if (redirects && !return_url && !inBrowser) {
		throw refused(
			"This SetupIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
		);
	}
	if (method) intent.payment_method = method.id;
	if (!intent.payment_method) {
		throw unexpected(
			intent,
			"You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.",
		);
	}
	const chosen = world.paymentMethods.get(intent.payment_method);
	assertUsableBy(world, chosen, intent.customer, 'SetupIntent');
	if (cardOf(world, chosen.id).authenticates) {
		intent.status = 'requires_action';
		intent.next_action = nextAction(world, intent.id, intent.client_secret, return_url ?? null);
		emit(world, 'setup_intent.requires_action', intent);
		return;
	}
	finish(world, intent, chosen);
}

/**
 * @param {World} world
 * @param {T.SetupIntent} intent
 * @param {T.PaymentMethod} method
 */
function finish(world, intent, method) {
	const { declines, declines_attach } = cardOf(world, method.id);
	intent.next_action = null;
	if (declines && declines_attach) {
		failSetup(world, intent, method, { ...declines, type: 'card_error' });
		throw cardError(declines, { setup_intent: intent, payment_method: method });
	}
	intent.status = 'succeeded';
	intent.last_setup_error = null;
	const customer = world.customers.find(intent.customer);
	if (customer) attach(world, method, customer);
	if (intent.usage === 'off_session') world.setUp.add(method.id);
	emit(world, 'setup_intent.succeeded', intent);
}

/**
 * @param {World} world
 * @param {T.SetupIntent} intent
 * @param {T.PaymentMethod} method
 * @param {Pick<NonNullable<T.SetupIntent['last_setup_error']>, 'code' | 'message' | 'decline_code' | 'param' | 'type'>} error
 */
function failSetup(world, intent, method, error) {
	intent.status = 'requires_payment_method';
	intent.payment_method = null;
	intent.next_action = null;
	intent.last_setup_error = { ...error, doc_url: docUrl(String(error.code)), payment_method: { ...method } };
	emit(world, 'setup_intent.setup_failed', intent);
}

/**
 * @param {World} world
 * @param {T.SetupIntent} intent
 * @param {boolean} yes
 */
export function answerSetupAuthentication(world, intent, yes) {
	if (intent.status !== 'requires_action') {
		throw unexpected(intent, `This SetupIntent waits for nobody: its status is ${intent.status}.`);
	}
	const method = world.paymentMethods.get(intent.payment_method);
	if (yes) finish(world, intent, method);
	else {
		failSetup(world, intent, method, {
			code: 'setup_intent_authentication_failure',
			message:
				'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
			type: 'invalid_request_error',
		});
	}
}

/**
 * @param {World} world
 * @param {T.SetupIntent} intent
 * @param {T.SetupIntent['cancellation_reason']} reason
 */
export function cancelSetup(world, intent, reason) {
	if (!CONFIRMABLE.has(intent.status)) {
		throw unexpected(
			intent,
			`You cannot cancel this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be canceled: requires_payment_method, requires_confirmation, requires_action.`,
		);
	}
	intent.status = 'canceled';
	intent.cancellation_reason = reason;
	intent.next_action = null;
	emit(world, 'setup_intent.canceled', intent);
}
