// Payment methods: test cards by name, saved for a customer or spent once.
/** @import * as T from '../types.ts' */
/** @import { Card } from '../world/cards.mjs' */
/** @import { World } from '../world/world.mjs' */
import { createHash } from 'node:crypto';
import { missing, refused } from '../http/errors.mjs';
import { cardNamed } from '../world/cards.mjs';
import { changing, emit } from '../world/events.mjs';
import { newId } from '../world/ids.mjs';
import { now } from '../world/time.mjs';
import { cardError } from './refusals.mjs';

/**
 * A payment method by its id; each use of `pm_card_visa` is a new card.
 * @param {World} world
 * @param {string} id
 * @param {string} param
 * @returns {T.PaymentMethod}
 */
export function paymentMethodFor(world, id, param) {
	const card = id.startsWith('pm_card_') ? cardNamed(id) : undefined;
	if (card) return newPaymentMethod(world, card);
	const method = world.paymentMethods.find(id);
	if (!method) throw missing('PaymentMethod', id, param, 400);
	return method;
}

/**
 * @param {World} world
 * @param {Card} card
 * @param {Partial<T.PaymentMethod['billing_details']>} [billing]
 * @returns {T.PaymentMethod}
 */
export function newPaymentMethod(world, card, billing = {}) {
	const at = now(world);
	const method = world.paymentMethods.add({
		id: newId('pm'),
		object: 'payment_method',
		allow_redisplay: 'unspecified',
		billing_details: { address: emptyAddress(), email: null, name: null, phone: null, tax_id: null, ...billing },
		card: {
			brand: card.brand,
			checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
			country: card.country,
			display_brand: card.brand,
			exp_month: 12,
			exp_year: new Date(at * 1000).getUTCFullYear() + 3,
			fingerprint: createHash('sha256').update(`${card.brand}${card.last4}`).digest('hex').slice(0, 16),
			funding: card.funding,
			generated_from: null,
			last4: card.last4,
			networks: { available: [card.brand], preferred: null },
			regulated_status: 'unregulated',
			three_d_secure_usage: { supported: true },
			wallet: null,
		},
		created: at,
		customer: null,
		customer_account: null,
		livemode: false,
		metadata: {},
		type: 'card',
	});
	world.cards.set(method.id, card);
	return method;
}

const emptyAddress = () => ({ city: null, country: null, line1: null, line2: null, postal_code: null, state: null });

/** @param {World} world @param {string} id */
export function cardOf(world, id) {
	const card = world.cards.get(id);
	if (!card) throw new Error(`The stand-in has lost the card of ${id}`);
	return card;
}

/**
 * Saves a card for a customer.
 * @param {World} world
 * @param {T.PaymentMethod} method
 * @param {T.Customer} customer
 * @throws StripeRefusal when the card cannot be saved, or is somebody else's
 */
export function attach(world, method, customer) {
	if (method.customer === customer.id) return;
	if (method.customer !== null) {
		throw refused('The payment method you provided has already been attached to a customer.', {
			code: 'payment_method_unexpected_state',
		});
	}
	assertNotSpent(world, method);
	const card = cardOf(world, method.id);
	if (card.declines && card.declines_attach) throw cardError(card.declines);
	method.customer = customer.id;
	emit(world, 'payment_method.attached', method);
}

/**
 * Lets go of a card: it can never be used again.
 * @param {World} world
 * @param {T.PaymentMethod} method
 */
export function detach(world, method) {
	const customer = world.customers.find(method.customer);
	if (!customer) {
		throw refused('The payment method you provided is not attached to a customer so detachment is impossible.', {
			code: 'payment_method_unexpected_state',
			param: 'payment_method',
		});
	}
	if (customer.invoice_settings.default_payment_method === method.id) {
		changing(world, 'customer.updated', customer, () => {
			customer.invoice_settings.default_payment_method = null;
		});
	}
	for (const subscription of world.subscriptions.all()) {
		if (subscription.default_payment_method === method.id) subscription.default_payment_method = null;
	}
	changing(world, 'payment_method.detached', method, () => {
		method.customer = null;
	});
	world.spent.add(method.id);
}

/** @param {World} world @param {T.PaymentMethod} method */
export function assertNotSpent(world, method) {
	if (!world.spent.has(method.id)) return;
	throw refused(
		'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
	);
}

/**
 * A card that somebody has saved pays for that customer only.
 * @param {World} world
 * @param {T.PaymentMethod} method
 * @param {string | null} customer
 * @param {'PaymentIntent' | 'SetupIntent'} where
 */
export function assertUsableBy(world, method, customer, where) {
	assertNotSpent(world, method);
	if (method.customer === null || method.customer === customer) return;
	const message = customer
		? `The provided PaymentMethod cannot be used: ${method.id} belongs to another Customer than the one of this ${where}.`
		: `The PaymentMethod ${method.id} belongs to the Customer ${method.customer}. Please include the Customer in the \`customer\` parameter on the ${where}.`;
	throw refused(message, { param: 'payment_method' });
}
