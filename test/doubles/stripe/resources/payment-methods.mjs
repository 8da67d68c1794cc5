/** @import Stripe from 'stripe' */
/** @import { FieldsOf, Parsed } from '../http/parameters.mjs' */
import { pageOf } from '../answers/list.mjs';
import { beyondTheStandIn, refused } from '../http/errors.mjs';
import { address, hash, integer, metadata, oneOf, page, required, string, unsettable } from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { attach, detach, newPaymentMethod, paymentMethodFor } from '../payments/methods.mjs';
import { cardNamed } from '../world/cards.mjs';
import { changing } from '../world/events.mjs';
import { inParam, inPath, mergedMetadata, reading } from './shared.mjs';

const text = unsettable(string);
const billing_details = hash({ address, email: text, name: text, phone: text, tax_id: string });

/** A card by its token: numbers are refused, as Stripe refuses them to most accounts. */
const cardData = hash({ token: string, number: string, exp_month: integer(), exp_year: integer(), cvc: string });

/** @typedef {NonNullable<Parsed<{data: typeof payment_method_data}>['data']>} MethodData */
/** A card that comes with the intent it pays. */
export const payment_method_data = hash({ type: required(string), billing_details, card: cardData });

/** @param {{token?: string | undefined, number?: string | undefined}} card */
function cardOfData({ token, number }) {
	if (number !== undefined) {
		throw refused(
			'Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that map to the test card you are using, see https://stripe.com/docs/testing.',
		);
	}
	const card = cardNamed(token ?? '');
	if (!card) throw refused(`No such token: '${token ?? ''}'`, { code: 'resource_missing', param: 'card[token]' });
	return card;
}

export const paymentMethods = [
	route(
		'POST /v1/payment_methods',
		/** @satisfies {FieldsOf<Stripe.PaymentMethodCreateParams>} */ ({
			type: required(string),
			billing_details,
			card: cardData,
			metadata,
			allow_redisplay: oneOf('always', 'limited', 'unspecified'),
		}),
		(world, { params }) => {
			const method = newMethod(world, params);
			if (params.allow_redisplay) method.allow_redisplay = params.allow_redisplay;
			method.metadata = mergedMetadata({}, params.metadata);
			return method;
		},
		{ publishable: true },
	),
	reading('/v1/payment_methods/:id', (world) => world.paymentMethods, 'payment_method'),
	route(
		'POST /v1/payment_methods/:id',
		/** @satisfies {FieldsOf<Stripe.PaymentMethodUpdateParams>} */ ({
			billing_details,
			card: hash({ exp_month: integer({ min: 1, max: 12 }), exp_year: integer() }),
			metadata,
			allow_redisplay: oneOf('always', 'limited', 'unspecified'),
		}),
		(world, { path, params }) => {
			const method = inPath(world.paymentMethods, path.id, 'payment_method');
			if (method.customer === null) {
				throw refused('You must save this PaymentMethod to a customer before you can update it.');
			}
			changing(world, 'payment_method.updated', method, () => {
				const { address: given, ...billing } = params.billing_details ?? {};
				Object.assign(
					method.billing_details,
					billing,
					given && { address: { ...method.billing_details.address, ...given } },
				);
				Object.assign(method.card ?? {}, params.card);
				if (params.allow_redisplay) method.allow_redisplay = params.allow_redisplay;
				method.metadata = mergedMetadata(method.metadata, params.metadata);
			});
			return method;
		},
	),
	route(
		'POST /v1/payment_methods/:id/attach',
		/** @satisfies {FieldsOf<Stripe.PaymentMethodAttachParams>} */ ({ customer: required(string) }),
		(world, { path, params }) => {
			const customer = inParam(world.customers, params.customer, 'customer');
			const id = String(path.id);
			const method = id.startsWith('pm_card_')
				? paymentMethodFor(world, id, 'payment_method')
				: inPath(world.paymentMethods, id, 'payment_method');
			attach(world, method, customer);
			return method;
		},
	),
	route('POST /v1/payment_methods/:id/detach', {}, (world, { path }) => {
		const method = inPath(world.paymentMethods, path.id, 'payment_method');
		detach(world, method);
		return method;
	}),
	route(
		'GET /v1/payment_methods',
		/** @satisfies {FieldsOf<Stripe.PaymentMethodListParams>} */ ({ ...page, customer: string, type: string }),
		(world, { params }) => {
			if (params.customer) inParam(world.customers, params.customer, 'customer');
			const rows = world.paymentMethods
				.all()
				.filter(({ customer }) => customer !== null && (!params.customer || customer === params.customer))
				.filter(({ type }) => !params.type || type === params.type);
			return pageOf(rows, params, { url: '/v1/payment_methods', noun: 'PaymentMethod' });
		},
	),
];

/**
 * The card of an intent: by id, or given with it.
 * @param {import('../world/world.mjs').World} world
 * @param {{payment_method?: string | null | undefined, payment_method_data?: MethodData | undefined}} params
 * @returns {import('../types.ts').PaymentMethod | undefined}
 */
export function methodIn(world, { payment_method, payment_method_data }) {
	if (payment_method) return paymentMethodFor(world, payment_method, 'payment_method');
	return payment_method_data && newMethod(world, payment_method_data);
}

/**
 * @param {import('../world/world.mjs').World} world
 * @param {MethodData} data
 */
function newMethod(world, { type, card, billing_details: given }) {
	if (type !== 'card') throw beyondTheStandIn(`payment methods of type ${type}`);
	if (!card) throw refused('Missing required param: card.', { code: 'parameter_missing', param: 'card' });
	const { address, ...billing } = given ?? {};
	const method = newPaymentMethod(world, cardOfData(card), billing);
	if (address) Object.assign(method.billing_details.address ?? {}, address);
	return method;
}

/** @param {string[] | undefined} listed */
export function assertCardsAmong(listed) {
	if (!listed || listed.includes('card')) return;
	throw refused('The stand-in for Stripe pays by card only: payment_method_types must include card.', {
		param: 'payment_method_types',
	});
}
