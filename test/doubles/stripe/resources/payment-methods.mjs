/** @import Stripe from 'stripe' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
import { pageOf } from '../answers/list.mjs';
import { beyondTheStandIn, refused } from '../http/errors.mjs';
import { address, hash, integer, metadata, oneOf, page, required, string, unsettable } from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { attach, detach, newPaymentMethod, paymentMethodFor } from '../payments/methods.mjs';
import { cardNamed } from '../world/cards.mjs';
import { changing } from '../world/events.mjs';
import { inParam, inPath, mergedMetadata, reading } from './shared.mjs';

const text = unsettable(string);
export const billing_details = hash({ address, email: text, name: text, phone: text, tax_id: string });

/** A card by its token: numbers are refused, as Stripe refuses them to most accounts. */
export const cardData = hash({ token: string, number: string, exp_month: integer(), exp_year: integer(), cvc: string });

/** @param {{token?: string | undefined, number?: string | undefined}} card */
export function cardOfData({ token, number }) {
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
			if (params.type !== 'card') throw beyondTheStandIn(`payment methods of type ${params.type}`);
			if (!params.card) throw refused('Missing required param: card.', { code: 'parameter_missing', param: 'card' });
			const { address: given, ...billing } = params.billing_details ?? {};
			const method = newPaymentMethod(world, cardOfData(params.card), billing);
			if (given) Object.assign(method.billing_details.address ?? {}, given);
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
