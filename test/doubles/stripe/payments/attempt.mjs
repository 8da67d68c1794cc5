// A payment is tried: the card asks for its owner, refuses, or pays. Intents of one-off payments and of invoices alike.
/** @import * as T from '../types.ts' */
/** @import { StripeRefusal } from '../http/errors.mjs' */
/** @import { Card, Decline } from '../world/cards.mjs' */
/** @import { World } from '../world/world.mjs' */
import { docUrl } from '../http/errors.mjs';
import { AUTHENTICATION_REQUIRED } from '../world/cards.mjs';
import { emit } from '../world/events.mjs';
import { newCharge } from './charges.mjs';
import { openDispute } from './disputes.mjs';
import { attach, cardOf } from './methods.mjs';
import { cardError, unexpectedState } from './refusals.mjs';

/**
 * @typedef {object} Circumstances
 * @property {boolean} offSession nobody is there to authenticate
 * @property {boolean} [mayAskLater] an invoice's payment: whoever is absent is asked by a link
 * @property {string | null} [return_url] where the owner goes after authenticating
 */

/**
 * Tries to pay an intent with its payment method; the intent says what came of it.
 * @param {World} world
 * @param {T.PaymentIntent} intent
 * @param {Circumstances} circumstances
 * @returns {StripeRefusal | undefined} when the card has refused
 */
export function attempt(world, intent, { offSession, mayAskLater = false, return_url = null }) {
	const method = world.paymentMethods.get(intent.payment_method);
	const card = cardOf(world, method.id);
	intent.next_action = null;
	const asked = intent.payment_method_options?.card?.request_three_d_secure;
	const mustAsk =
		wantsOwner(world, card, method.id, offSession) || (!offSession && (asked === 'any' || asked === 'challenge'));
	if (mustAsk && !world.authenticated.has(intent.id)) {
		if (offSession && !mayAskLater) return fail(world, intent, method, AUTHENTICATION_REQUIRED);
		askOwner(world, intent, return_url);
		return undefined;
	}
	world.authenticated.delete(intent.id);
	if (card.declines) return fail(world, intent, method, card.declines);
	pay(world, intent, method, card);
	return undefined;
}

/**
 * @param {World} world
 * @param {Card} card
 * @param {string} method
 * @param {boolean} offSession
 */
export function wantsOwner(world, { authenticates }, method, offSession) {
	if (authenticates === 'unless_set_up') return !world.setUp.has(method);
	return authenticates === 'always' || (authenticates === 'once' && !offSession);
}

/**
 * @param {World} world
 * @param {T.PaymentIntent} intent
 * @param {string | null} return_url
 */
function askOwner(world, intent, return_url) {
	intent.status = 'requires_action';
	intent.next_action = nextAction(world, intent.id, intent.client_secret, return_url);
	emit(world, 'payment_intent.requires_action', intent);
}

/**
 * Where an owner authenticates: a page of the stand-in's.
 * @param {World} world
 * @param {string} id of an intent
 * @param {string | null} secret
 * @param {string | null} return_url
 */
export function nextAction(world, id, secret, return_url) {
	const url = `${world.origin}/_double/authenticate/${id}?client_secret=${secret}`;
	return return_url
		? { type: 'redirect_to_url', redirect_to_url: { return_url, url } }
		: { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } };
}

/**
 * @param {World} world
 * @param {T.PaymentIntent} intent
 * @param {T.PaymentMethod} method
 * @param {Decline} decline
 */
function fail(world, intent, method, decline) {
	const charge = newCharge(world, intent, method, decline);
	intent.latest_charge = charge.id;
	emit(world, 'charge.failed', charge);
	failIntent(world, intent, decline, { charge: charge.id, method });
	return cardError(decline, { charge: charge.id, payment_intent: intent, payment_method: method });
}

/**
 * @param {World} world
 * @param {T.PaymentIntent} intent
 * @param {Decline} decline
 * @param {{charge?: string, method: T.PaymentMethod}} about
 */
function failIntent(world, intent, { code, decline_code, message, param }, { charge, method }) {
	intent.status = 'requires_payment_method';
	intent.payment_method = null;
	intent.next_action = null;
	intent.last_payment_error = {
		...(charge && { charge }),
		code,
		...(decline_code && { decline_code }),
		doc_url: docUrl(code),
		message,
		...(param && { param }),
		payment_method: { ...method },
		type: 'card_error',
	};
	emit(world, 'payment_intent.payment_failed', intent);
}

/**
 * @param {World} world
 * @param {T.PaymentIntent} intent
 * @param {T.PaymentMethod} method
 * @param {Card} card
 */
function pay(world, intent, method, card) {
	const charge = newCharge(world, intent, method);
	intent.latest_charge = charge.id;
	intent.last_payment_error = null;
	const customer = world.customers.find(intent.customer);
	if (intent.setup_future_usage === 'off_session') world.setUp.add(method.id);
	if (customer && intent.setup_future_usage) attach(world, method, customer);
	else if (method.customer === null) world.spent.add(method.id);

	if (intent.capture_method === 'manual') {
		intent.status = 'requires_capture';
		intent.amount_capturable = intent.amount;
		emit(world, 'charge.succeeded', charge);
		emit(world, 'payment_intent.amount_capturable_updated', intent);
		return;
	}
	intent.status = 'succeeded';
	intent.amount_received = intent.amount;
	emit(world, 'charge.succeeded', charge);
	emit(world, 'payment_intent.succeeded', intent);
	disputeSoon(world, charge, card);
}

/**
 * The bank hears from the card's owner after the payment, not during it.
 * @param {World} world
 * @param {T.Charge} charge
 * @param {Card} card
 */
export function disputeSoon(world, charge, { disputes }) {
	if (!disputes) return;
	const inquiry = disputes === 'inquiry';
	world.later.push(() => openDispute(world, charge, { inquiry, reason: inquiry ? 'fraudulent' : disputes }));
}

/**
 * The owner has answered the question whether it is them who pays.
 * @param {World} world
 * @param {T.PaymentIntent} intent
 * @param {boolean} yes
 */
export function answerAuthentication(world, intent, yes) {
	if (intent.status !== 'requires_action') {
		throw unexpectedState(intent, `This PaymentIntent waits for nobody: its status is ${intent.status}.`);
	}
	const method = world.paymentMethods.get(intent.payment_method);
	if (!yes) {
		const message =
			'We are unable to authenticate your payment method. Please choose a different payment method and try again.';
		failIntent(world, intent, { code: 'payment_intent_authentication_failure', message }, { method });
		return;
	}
	world.authenticated.add(intent.id);
	attempt(world, intent, { offSession: false });
}
