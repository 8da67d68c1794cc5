import { Modules } from '@medusajs/framework/utils';
import { createWorkflow, transform, WorkflowResponse } from '@medusajs/framework/workflows-sdk';
import { createRemoteLinkStep } from '@medusajs/medusa/core-flows';
import { OFFERS_MODULE } from '../modules/offers';
import { createCreditOffersStep } from './steps/create-credit-offers';

/** One pack, and the variant that sells it. */
export interface CreateCreditOfferInput {
	variant_id: string;
	bot_id: string;
	name: string;
	/** What one piece grants, in millicredits. */
	amount: number;
	/** How many days the credits last; without it, they do not expire. */
	valid_days?: number | null;
}

/**
 * Makes product variants sell credits. A variant sells one offer: one that has an offer already is refused.
 *
 * @example
 * await createCreditOffersWorkflow(container).run({
 * 	input: { offers: [{ variant_id: 'variant_123', bot_id: 'abc', name: '10 credits', amount: 10_000, valid_days: 365 }] },
 * })
 */
export const createCreditOffersWorkflow = createWorkflow(
	'answerpack-create-credit-offers',
	(input: { offers: CreateCreditOfferInput[] }) => {
		const offers = createCreditOffersStep(input.offers);
		const links = transform({ input, offers }, ({ input, offers }) =>
			input.offers.map(({ variant_id }, index) => ({
				[Modules.PRODUCT]: { product_variant_id: variant_id },
				[OFFERS_MODULE]: { credit_offer_id: offers[index]?.id },
			})),
		);
		createRemoteLinkStep(links);
		return new WorkflowResponse(offers);
	},
);
