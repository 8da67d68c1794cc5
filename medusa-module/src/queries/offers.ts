import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, ProductStatus } from '@medusajs/framework/utils';
import type { CreditOfferDTO } from '../modules/offers';
import type { OfferKind } from '../modules/offers/terms';
import { OF_AN_OFFER } from './offer-product';

/** An offer with the variants that sell it. */
export interface OfferWithVariants extends CreditOfferDTO {
	variants: {
		id: string;
		title: string;
		product_id: string;
		product_title: string;
		/** Whether its product is published. */
		sold: boolean;
		/** Whether the product was made for this offer and has no other variant: then it can be deleted with the offer. */
		made_for_it: boolean;
	}[];
	/** What the first of them costs where no region and no price list says otherwise. */
	prices: { amount: number; currency_code: string }[];
}

/** Which offers; `q` looks for a part of the name. */
export interface OfferFilters {
	id?: string;
	bot_id?: string;
	kind?: OfferKind;
	q?: string;
}

interface SoldVariant {
	id: string;
	title: string;
	product?: SoldProduct;
	prices?: { amount: number; currency_code: string; rules_count: number; price_list_id: string | null }[];
}

interface SoldProduct {
	id: string;
	title: string;
	status: string;
	metadata: Record<string, unknown> | null;
}

/** A page of offers, by bot and then by size. */
export async function findOffers(
	container: MedusaContainer,
	filters: OfferFilters,
	{ limit, offset }: { limit: number; offset: number },
): Promise<{ offers: OfferWithVariants[]; count: number }> {
	const { data, metadata } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'credit_offer',
		fields: [
			'*',
			'product_variants.id',
			'product_variants.title',
			'product_variants.product.id',
			'product_variants.product.title',
			'product_variants.product.status',
			'product_variants.product.metadata',
			'product_variants.prices.amount',
			'product_variants.prices.currency_code',
			'product_variants.prices.rules_count',
			'product_variants.prices.price_list_id',
		],
		filters,
		pagination: { take: limit, skip: offset, order: { bot_id: 'ASC', amount: 'ASC' } },
	});
	type Row = CreditOfferDTO & { product_variants?: SoldVariant[] };
	const rows = data as Row[];
	const alone = await productsOfOneVariant(
		container,
		rows.flatMap(({ product_variants = [] }) => product_variants.flatMap(({ product }) => product?.id ?? [])),
	);
	return {
		offers: rows.map(({ product_variants = [], ...offer }) => ({
			...offer,
			prices: basePrices(product_variants[0]),
			variants: product_variants.flatMap(({ id, title, product }) =>
				product
					? [
							{
								id,
								title,
								product_id: product.id,
								product_title: product.title,
								sold: product.status === ProductStatus.PUBLISHED,
								made_for_it: Boolean(product.metadata?.[OF_AN_OFFER]) && alone.has(product.id),
							},
						]
					: [],
			),
		})),
		count: metadata?.count ?? 0,
	};
}

/** A query of its own: a graph does not come back to variants from the product of a variant. */
async function productsOfOneVariant(container: MedusaContainer, ids: string[]): Promise<Set<string>> {
	const { data } = await container
		.resolve(ContainerRegistrationKeys.QUERY)
		.graph({ entity: 'product', fields: ['id', 'variants.id'], filters: { id: ids } });
	return new Set(data.filter(({ variants }) => variants.length === 1).map(({ id }) => id));
}

function basePrices(variant: SoldVariant | undefined): OfferWithVariants['prices'] {
	return (variant?.prices ?? [])
		.filter(({ rules_count, price_list_id }) => !rules_count && !price_list_id)
		.map(({ amount, currency_code }) => ({ amount, currency_code }));
}
