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

/** What a piece of a variant costs in a cart, with tax and without promotions. */
export interface CartPrice {
	price: number;
	currency_code: string;
}

/**
 * The terms on which these variants sell credits now.
 * @param priceOf what a plan costs; without it, no terms of plans, which nothing but a customer's own checkout can begin.
 */
export async function currentTerms(
	container: MedusaContainer,
	variantIds: string[],
	priceOf: (variantId: string) => CartPrice | undefined = () => undefined,
): Promise<PurchaseTerms[]> {
	const offers = await variantOffers(container, [...new Set(variantIds)]);
	return [...offers].flatMap(([variant_id, offer]): PurchaseTerms[] => {
		const { id: offer_id, kind, bot_id, name, amount, valid_days, interval, interval_count, rollover_max } = offer;
		const sold = { variant_id, offer_id, bot_id, name, amount };
		if (kind === 'pack') return [{ ...sold, kind, valid_days }];
		const cost = priceOf(variant_id);
		if (!cost || interval === null || interval_count === null) return [];
		return [{ ...sold, kind, interval, interval_count, rollover_max, ...cost }];
	});
}
