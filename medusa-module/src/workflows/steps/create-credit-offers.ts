import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';
import { requireSellable } from '../../queries/sellable-variants';
import type { CreateCreditOfferInput } from '../create-credit-offers';

/** Stores offers, in the order given. Fails when there is no such variant, or it sells credits already. */
export const createCreditOffersStep = createStep(
	'answerpack-create-credit-offers-step',
	async (input: CreateCreditOfferInput[], { container }) => {
		await requireSellable(
			container,
			input.map(({ variant_id }) => variant_id),
		);
		const offers = await container
			.resolve<OffersModuleService>(OFFERS_MODULE)
			.createCreditOffers(input.map(({ variant_id: _, ...offer }) => offer));
		return new StepResponse(
			offers,
			offers.map(({ id }) => id),
		);
	},
	async (ids, { container }) => {
		if (ids?.length) await container.resolve<OffersModuleService>(OFFERS_MODULE).deleteCreditOffers(ids);
	},
);
