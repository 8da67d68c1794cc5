// The life of a payment intent between the tries: confirmed, captured, canceled.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { badParameter, refused } from '../http/errors.mjs';
import { assertRounded } from '../world/currencies.mjs';
import { changing, emit } from '../world/events.mjs';
import { newId, randomText } from '../world/ids.mjs';
import { now } from '../world/time.mjs';
import { attempt, disputeSoon } from './attempt.mjs';
import { release } from './charges.mjs';
import { assertUsableBy, cardOf } from './methods.mjs';
import { unexpectedState } from './refusals.mjs';

/** @type {T.PaymentIntentCardOptions} */
export const CARD_OPTIONS = {
	installments: null,
	mandate_options: null,
	network: null,
	request_three_d_secure: 'automatic',
};

/**
 * @param {World} world
 * @param {Pick<T.PaymentIntent, 'amount' | 'currency'> & Partial<T.PaymentIntent>} given
 * @returns {T.PaymentIntent}
 */
export function newPaymentIntent(world, given) {
	const id = newId('pi');
	const intent = world.paymentIntents.add({
		id,
		object: 'payment_intent',
		allowed_payment_method_types: null,
		amount_capturable: 0,
		amount_details: { tip: {} },
		amount_received: 0,
		application: null,
		application_fee_amount: null,
		automatic_payment_methods: null,
		canceled_at: null,
		cancellation_reason: null,
		capture_method: 'automatic_async',
		client_secret: `${id}_secret_${randomText(25)}`,
		confirmation_method: 'automatic',
		created: now(world, world.customers.find(given.customer)?.test_clock),
		customer: null,
		customer_account: null,
		description: null,
		excluded_payment_method_types: null,
		last_payment_error: null,
		latest_charge: null,
		livemode: false,
		managed_payments: null,
		metadata: {},
		next_action: null,
		on_behalf_of: null,
		payment_method: null,
		payment_method_configuration_details: null,
		payment_method_options: { card: { ...CARD_OPTIONS } },
		payment_method_types: ['card'],
		payment_record: null,
		processing: null,
		receipt_email: null,
		review: null,
		setup_future_usage: null,
		shipping: null,
		source: null,
		statement_descriptor: null,
		statement_descriptor_suffix: null,
		status: given.payment_method ? 'requires_confirmation' : 'requires_payment_method',
		transfer_group: null,
		...given,
	});
	emit(world, 'payment_intent.created', intent);
	return intent;
}

const CONFIRMABLE = new Set(['requires_payment_method', 'requires_confirmation', 'requires_action']);

/** @param {T.PaymentIntent} intent */
export function assertConfirmable(intent) {
	if (CONFIRMABLE.has(intent.status)) return;
	const why =
		intent.status === 'succeeded'
			? 'it has already succeeded after being previously confirmed'
			: `it has a status of ${intent.status}`;
	throw unexpectedState(intent, `You cannot confirm this PaymentIntent because ${why}.`);
}

/**
 * @param {World} world
 * @param {T.PaymentIntent} intent
 * @param {{method?: T.PaymentMethod | undefined, offSession?: boolean, return_url?: string | undefined, inBrowser?: boolean}} how
 * @throws StripeRefusal 402 with the intent when the card refuses
 */
export function confirm(world, intent, { method, offSession = false, return_url, inBrowser = false }) {
	assertConfirmable(intent);
	const redirects =
		intent.automatic_payment_methods?.enabled && intent.automatic_payment_methods.allow_redirects !== 'never';
	if (redirects && !return_url && !inBrowser) {
		throw refused(
			"This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
		);
	}
	if (method) intent.payment_method = method.id;
	if (!intent.payment_method) {
		throw unexpectedState(
			intent,
			"You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
		);
	}
	assertUsableBy(world, world.paymentMethods.get(intent.payment_method), intent.customer, 'PaymentIntent');
	const refusal = attempt(world, intent, { offSession, return_url: return_url ?? null });
	if (refusal) throw refusal;
}

/**
 * @param {World} world
 * @param {T.PaymentIntent} intent
 * @param {number} [amount] the rest is released
 */
export function capture(world, intent, amount = intent.amount_capturable) {
	if (intent.status !== 'requires_capture') {
		const why =
			intent.status === 'succeeded'
				? 'it has already been captured'
				: `it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture`;
		throw unexpectedState(intent, `This PaymentIntent could not be captured because ${why}.`);
	}
	assertRounded(amount, intent.currency, 'amount_to_capture');
	if (amount > intent.amount_capturable) {
		throw badParameter(
			'The requested capture amount is greater than the amount you can capture for this charge.',
			'amount_to_capture',
			'amount_too_large',
		);
	}
	const charge = world.charges.get(intent.latest_charge);
	changing(world, 'charge.captured', charge, () => {
		charge.captured = true;
		charge.amount_captured = amount;
	});
	if (amount < charge.amount) release(world, charge);
	intent.status = 'succeeded';
	intent.amount_capturable = 0;
	intent.amount_received = amount;
	emit(world, 'payment_intent.succeeded', intent);
	disputeSoon(world, charge, cardOf(world, String(charge.payment_method)));
}

const CANCELABLE = [
	'requires_payment_method',
	'requires_capture',
	'requires_confirmation',
	'requires_action',
	'processing',
];

/**
 * @param {World} world
 * @param {T.PaymentIntent} intent
 * @param {T.PaymentIntent['cancellation_reason']} reason
 */
export function cancel(world, intent, reason) {
	if (!CANCELABLE.includes(intent.status)) {
		throw unexpectedState(
			intent,
			`You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${CANCELABLE.join(', ')}.`,
		);
	}
	const authorized = intent.status === 'requires_capture';
	intent.status = 'canceled';
	intent.canceled_at = now(world, world.customers.find(intent.customer)?.test_clock);
	intent.cancellation_reason = reason;
	intent.amount_capturable = 0;
	intent.next_action = null;
	if (authorized) release(world, world.charges.get(intent.latest_charge));
	emit(world, 'payment_intent.canceled', intent);
}
