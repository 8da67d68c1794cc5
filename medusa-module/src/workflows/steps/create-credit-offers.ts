import { MedusaError } from '@medusajs/framework/utils';
import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';
import { variantOffers } from '../../queries/variant-offers';
import type { CreateCreditOfferInput } from '../create-credit-offers';

/** Stores offers, in the order given. @throws MedusaError when a variant sells credits already. */
export const createCreditOffersStep = createStep(
	'answerpack-create-credit-offers-step',
	async (input: CreateCreditOfferInput[], { container }) => {
		const taken = await variantOffers(
			container,
			input.map(({ variant_id }) => variant_id),
		);
		if (taken.size > 0) {
			const variants = [...taken.keys()].join(', ');
			throw new MedusaError(MedusaError.Types.NOT_ALLOWED, `These variants sell credits already: ${variants}`);
		}
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
