import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, ProductStatus } from '@medusajs/framework/utils';
import type { CreditOfferDTO } from '../modules/offers';

/** An offer with the variants that sell it. */
export interface OfferWithVariants extends CreditOfferDTO {
	variants: {
		id: string;
		title: string;
		product_id: string;
		product_title: string;
		/** Whether its product is published. */
		sold: boolean;
	}[];
}

/** A page of offers, by bot and then by size. */
export async function findOffers(
	container: MedusaContainer,
	{ bot_id }: { bot_id?: string },
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
		],
		filters: bot_id ? { bot_id } : {},
		pagination: { take: limit, skip: offset, order: { bot_id: 'ASC', amount: 'ASC' } },
	});
	type Row = CreditOfferDTO & {
		product_variants?: { id: string; title: string; product?: { id: string; title: string; status: string } }[];
	};
	return {
		offers: (data as Row[]).map(({ product_variants = [], ...offer }) => ({
			...offer,
			variants: product_variants.flatMap(({ id, title, product }) =>
				product
					? [
							{
								id,
								title,
								product_id: product.id,
								product_title: product.title,
								sold: product.status === ProductStatus.PUBLISHED,
							},
						]
					: [],
			),
		})),
		count: metadata?.count ?? 0,
	};
}
