/** @import Stripe from 'stripe' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import { boolean, hash, metadata, page, range, string } from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { closeDispute, giveEvidence, isInquiry } from '../payments/disputes.mjs';
import { inPath, mergedMetadata, reading } from './shared.mjs';

export const disputes = [
	reading('/v1/disputes/:id', (world) => world.disputes, 'dispute'),
	route(
		'POST /v1/disputes/:id',
		/** @satisfies {FieldsOf<Stripe.DisputeUpdateParams>} */ ({
			evidence: hash({ product_description: string, service_date: string, uncategorized_text: string }),
			metadata,
			submit: boolean,
		}),
		(world, { path, params }) => {
			const dispute = inPath(world.disputes, path.id, 'dispute');
			dispute.metadata = mergedMetadata(dispute.metadata, params.metadata);
			if (params.evidence || params.submit) {
				giveEvidence(world, dispute, params.evidence ?? {}, params.submit ?? params.evidence !== undefined);
			}
			return dispute;
		},
	),
	route('POST /v1/disputes/:id/close', {}, (world, { path }) => {
		const dispute = inPath(world.disputes, path.id, 'dispute');
		closeDispute(world, dispute, isInquiry(dispute) ? 'warning_closed' : 'lost');
		return dispute;
	}),
	route(
		'GET /v1/disputes',
		/** @satisfies {FieldsOf<Stripe.DisputeListParams>} */ ({
			...page,
			charge: string,
			created: range,
			payment_intent: string,
		}),
		(world, { params }) => {
			const rows = world.disputes
				.all()
				.filter(({ charge }) => !params.charge || charge === params.charge)
				.filter(({ payment_intent }) => !params.payment_intent || payment_intent === params.payment_intent)
				.filter(({ created }) => within(created, params.created));
			return pageOf(rows, params, { url: '/v1/disputes', noun: 'dispute' });
		},
	),
];
