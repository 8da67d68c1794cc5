import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, ProductStatus } from '@medusajs/framework/utils';
import type { CreditOfferDTO } from '../modules/offers';
import { goneBots } from './gone-bots';

/** A variant that can be bought, and what it grants. */
export interface SoldOffer {
	offer: CreditOfferDTO;
	variant: { id: string; title: string };
	product: { id: string; handle: string; title: string };
}

interface Row extends CreditOfferDTO {
	product_variants?: (SoldOffer['variant'] & {
		product?: SoldOffer['product'] & { status: string; sales_channels?: { id: string }[] };
	})[];
}

/**
 * What is for sale, and nothing of a bot that is gone: offers linked to a variant of a published product, smallest first.
 * @param filters for one bot, or one offer.
 * @param salesChannels only products in one of these; without it, in any.
 */
export async function listSoldOffers(
	container: MedusaContainer,
	filters: { bot_id: string } | { id: string },
	salesChannels?: string[],
): Promise<SoldOffer[]> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'credit_offer',
		fields: [
			'*',
			'product_variants.id',
			'product_variants.title',
			'product_variants.product.id',
			'product_variants.product.handle',
			'product_variants.product.title',
			'product_variants.product.status',
			'product_variants.product.sales_channels.id',
		],
		filters,
	});
	const rows = data as Row[]; // all of one bot
	if (
		(
			await goneBots(
				container,
				rows.map(({ bot_id }) => bot_id),
			)
		).length > 0
	)
		return [];
	const isSold = (channels: { id: string }[] = []) =>
		!salesChannels || channels.some(({ id }) => salesChannels.includes(id));
	return rows
		.flatMap(({ product_variants = [], ...offer }) =>
			product_variants.flatMap(({ product, ...variant }) =>
				product?.status === ProductStatus.PUBLISHED && isSold(product.sales_channels)
					? [{ offer, variant, product: { id: product.id, handle: product.handle, title: product.title } }]
					: [],
			),
		)
		.sort((a, b) => a.offer.amount - b.offer.amount);
}
