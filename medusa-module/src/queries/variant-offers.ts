import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import type { CreditOfferDTO, PurchaseTerms } from '../modules/offers';

/** What each of these variants grants, by variant; one that grants nothing is not in it. */
export async function variantOffers(
	container: MedusaContainer,
	variantIds: string[],
): Promise<Map<string, CreditOfferDTO>> {
	if (variantIds.length === 0) return new Map();
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'product_variant',
		fields: ['id', 'credit_offer.*'],
		filters: { id: variantIds },
	});
	return new Map(
		(data as { id: string; credit_offer?: CreditOfferDTO | null }[]).flatMap(({ id, credit_offer }) =>
			credit_offer ? [[id, credit_offer]] : [],
		),
	);
}

/** The terms on which these variants sell credits now. */
export async function currentTerms(container: MedusaContainer, variantIds: string[]): Promise<PurchaseTerms[]> {
	const offers = await variantOffers(container, [...new Set(variantIds)]);
	return [...offers].map(([variant_id, { id, kind, bot_id, name, amount, valid_days }]) => {
		if (kind !== 'pack') throw new AnswerpackError('plans_unavailable');
		return { variant_id, offer_id: id, kind, bot_id, name, amount, valid_days };
	});
}
