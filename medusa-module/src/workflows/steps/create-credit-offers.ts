import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';
import { variantOffers } from '../../queries/variant-offers';
import type { CreateCreditOfferInput } from '../create-credit-offers';

/**
 * Stores offers, in the order given.
 * @throws AnswerpackError `invalid_request` when there is no such variant, or it sells credits already.
 */
export const createCreditOffersStep = createStep(
	'answerpack-create-credit-offers-step',
	async (input: CreateCreditOfferInput[], { container }) => {
		const variantIds = input.map(({ variant_id }) => variant_id);
		const [known, taken] = await Promise.all([
			existingVariants(container, variantIds),
			variantOffers(container, variantIds),
		]);
		for (const id of variantIds) {
			if (!known.has(id)) throw refusal(`there is no variant ${id}`);
			if (taken.has(id)) throw refusal(`variant ${id} sells credits already`);
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

async function existingVariants(container: MedusaContainer, ids: string[]): Promise<Set<string>> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const { data } = await query.graph({ entity: 'product_variant', fields: ['id'], filters: { id: ids } });
	return new Set(data.map(({ id }) => id));
}

function refusal(reason: string): AnswerpackError {
	return new AnswerpackError('invalid_request', { field: 'variant_id', reason }, { message: reason });
}
