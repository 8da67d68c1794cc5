import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';
import type { UpdateCreditOfferInput } from '../update-credit-offers';

/** Changes offers. When a later step fails, they are again what they were. */
export const updateCreditOffersStep = createStep(
	'answerpack-update-credit-offers-step',
	async (input: UpdateCreditOfferInput[], { container }) => {
		const offers = container.resolve<OffersModuleService>(OFFERS_MODULE);
		const before = await offers.listCreditOffers({ id: input.map(({ id }) => id) }, { take: null });
		const after = await offers.updateCreditOffers(input);
		return new StepResponse(
			after,
			before.map(({ id, name, amount, valid_days, interval, interval_count, rollover_max }) => ({
				id,
				name,
				amount,
				valid_days,
				interval,
				interval_count,
				rollover_max,
			})),
		);
	},
	async (before, { container }) => {
		if (before?.length) await container.resolve<OffersModuleService>(OFFERS_MODULE).updateCreditOffers(before);
	},
);
