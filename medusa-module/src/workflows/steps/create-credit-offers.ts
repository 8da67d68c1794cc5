import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';
import { requireSellable } from '../../queries/sellable-variants';
import type { CreateCreditOfferInput } from '../create-credit-offers';

/**
 * Stores offers, in the order given. Fails when there is no such variant, it sells credits already, or the shop cannot sell
 * plans.
 */
export const createCreditOffersStep = createStep(
	'answerpack-create-credit-offers-step',
	async (input: CreateCreditOfferInput[], { container }) => {
		await requireSellable(container, input);
		const offers = await container
			.resolve<OffersModuleService>(OFFERS_MODULE)
			.createCreditOffers(
				input.map(({ variant_id: _, ...offer }) => (offer.kind === 'plan' ? { interval_count: 1, ...offer } : offer)),
			);
		return new StepResponse(
			offers,
			offers.map(({ id }) => id),
		);
	},
	async (ids, { container }) => {
		if (ids?.length) await container.resolve<OffersModuleService>(OFFERS_MODULE).deleteCreditOffers(ids);
	},
);
