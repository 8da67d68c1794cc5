import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';

/** Takes offers off sale. They are kept: purchases still name them. */
export const removeCreditOffersStep = createStep(
	'answerpack-remove-credit-offers-step',
	async (ids: string[], { container }) => {
		await container.resolve<OffersModuleService>(OFFERS_MODULE).softDeleteCreditOffers(ids);
		return new StepResponse(ids, ids);
	},
	async (ids, { container }) => {
		if (ids?.length) await container.resolve<OffersModuleService>(OFFERS_MODULE).restoreCreditOffers(ids);
	},
);
