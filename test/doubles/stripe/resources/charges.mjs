/** @import Stripe from 'stripe' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import { metadata, page, range, string } from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { changing } from '../world/events.mjs';
import { inPath, mergedMetadata, reading } from './shared.mjs';

export const charges = [
	reading('/v1/charges/:id', (world) => world.charges),
	route(
		'POST /v1/charges/:id',
		/** @satisfies {FieldsOf<Stripe.ChargeUpdateParams>} */ ({ description: string, metadata }),
		(world, { path, params }) => {
			const charge = inPath(world.charges, path.id);
			changing(world, 'charge.updated', charge, () => {
				if (params.description !== undefined) charge.description = params.description;
				charge.metadata = mergedMetadata(charge.metadata, params.metadata);
			});
			return charge;
		},
	),
	route(
		'GET /v1/charges',
		/** @satisfies {FieldsOf<Stripe.ChargeListParams>} */ ({
			...page,
			created: range,
			customer: string,
			payment_intent: string,
		}),
		(world, { params }) => {
			const rows = world.charges
				.all()
				.filter(({ customer }) => !params.customer || customer === params.customer)
				.filter(({ payment_intent }) => !params.payment_intent || payment_intent === params.payment_intent)
				.filter(({ created }) => within(created, params.created));
			return pageOf(rows, params, { url: '/v1/charges', noun: 'charge' });
		},
	),
];
