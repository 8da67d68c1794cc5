import type { Interval } from '@answerpack/shared/contract';
import { Modules } from '@medusajs/framework/utils';
import { createWorkflow, transform, WorkflowResponse } from '@medusajs/framework/workflows-sdk';
import { createRemoteLinkStep } from '@medusajs/medusa/core-flows';
import { OFFERS_MODULE } from '../modules/offers';
import { createCreditOffersStep } from './steps/create-credit-offers';

interface SoldCredits {
	/** The variant that sells it. */
	variant_id: string;
	bot_id: string;
	name: string;
	/** What one piece of a pack grants, or one period of a plan, in millicredits. */
	amount: number;
}

export interface CreatePackInput extends SoldCredits {
	kind?: 'pack';
	/** How many days the credits last; without it, they do not expire. */
	valid_days?: number | null;
}

export interface CreatePlanInput extends SoldCredits {
	kind: 'plan';
	interval: Interval;
	/** 1 without it. */
	interval_count?: number;
	/** How much of what is left of a period moves on into the next one, at most, in millicredits; nothing without it. */
	rollover_max?: number;
	/** How many days a customer may have it for nothing first, once; no longer than a period. */
	trial_days?: number;
}

/** One pack or plan, and the variant that sells it; without a kind, a pack. */
export type CreateCreditOfferInput = CreatePackInput | CreatePlanInput;

/**
 * Makes product variants sell credits. A variant sells one offer: one that has an offer already is refused, and so is a plan
 * where the plugin has no `stripe` option. What a plan costs every period is its variant's price.
 *
 * @example
 * await createCreditOffersWorkflow(container).run({
 * 	input: {
 * 		offers: [
 * 			{ variant_id: 'variant_1', bot_id: 'abc', name: '10 credits', amount: 10_000, valid_days: 365 },
 * 			{ kind: 'plan', variant_id: 'variant_2', bot_id: 'abc', name: '50 a month', amount: 50_000, interval: 'month' },
 * 		],
 * 	},
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
