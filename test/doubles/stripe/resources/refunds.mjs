/** @import Stripe from 'stripe' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import { refused } from '../http/errors.mjs';
import { integer, metadata, oneOf, page, range, string } from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { refundCharge } from '../payments/refunds.mjs';
import { changing } from '../world/events.mjs';
import { inParam, inPath, mergedMetadata, reading } from './shared.mjs';

export const refunds = [
	route(
		'POST /v1/refunds',
		/** @satisfies {FieldsOf<Stripe.RefundCreateParams>} */ ({
			amount: integer({ min: 1 }),
			charge: string,
			metadata,
			payment_intent: string,
			reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
		}),
		(world, { params }) => {
			const charge = chargeOf(world, params);
			return refundCharge(world, charge, {
				amount: params.amount,
				reason: params.reason ?? null,
				metadata: mergedMetadata({}, params.metadata),
			});
		},
	),
	reading('/v1/refunds/:id', (world) => world.refunds),
	route(
		'POST /v1/refunds/:id',
		/** @satisfies {FieldsOf<Stripe.RefundUpdateParams>} */ ({ metadata }),
		(world, { path, params }) => {
			const refund = inPath(world.refunds, path.id);
			changing(world, 'refund.updated', refund, () => {
				refund.metadata = mergedMetadata(refund.metadata ?? {}, params.metadata);
			});
			return refund;
		},
	),
	route(
		'GET /v1/refunds',
		/** @satisfies {FieldsOf<Stripe.RefundListParams>} */ ({
			...page,
			charge: string,
			created: range,
			payment_intent: string,
		}),
		(world, { params }) => {
			const rows = world.refunds
				.all()
				.filter(({ charge }) => !params.charge || charge === params.charge)
				.filter(({ payment_intent }) => !params.payment_intent || payment_intent === params.payment_intent)
				.filter(({ created }) => within(created, params.created));
			return pageOf(rows, params, { url: '/v1/refunds', noun: 'refund' });
		},
	),
];

/**
 * @param {import('../world/world.mjs').World} world
 * @param {{charge?: string | undefined, payment_intent?: string | undefined}} params
 */
function chargeOf(world, { charge, payment_intent }) {
	if (charge && !payment_intent) return inParam(world.charges, charge, 'charge');
	if (!payment_intent) {
		throw refused('One of the following params should be provided for this request: payment_intent or charge.', {
			before: true,
		});
	}
	const intent = inParam(world.paymentIntents, payment_intent, 'payment_intent');
	const paid = world.charges.find(intent.latest_charge);
	if (paid?.paid) return paid;
	throw refused(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
		param: 'payment_intent',
	});
}
