import { createCreditOffersWorkflow } from '@answerpack/medusa/workflows';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, ProductStatus } from '@medusajs/framework/utils';
import { createProductsWorkflow } from '@medusajs/medusa/core-flows';
import { ARTICLES, type Article, PACK_VALID_DAYS } from './catalogue';
import type { Shop } from './shop';

const MILLICREDITS_PER_CREDIT = 1000;

/** The catalogue, and what its packs grant; products and offers that are there are kept. */
export async function seedProducts(container: MedusaContainer, shop: Shop, botId: string): Promise<void> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const existing = await query.graph({
		entity: 'product',
		fields: ['handle'],
		filters: { handle: ARTICLES.map(({ handle }) => handle) },
	});
	const handles = new Set(existing.data.map(({ handle }) => handle));
	const missing = ARTICLES.filter(({ handle }) => !handles.has(handle));
	if (missing.length > 0) {
		await createProductsWorkflow(container).run({
			input: { products: missing.map((article) => product(article, shop)) },
		});
	}
	await seedPacks(container, botId);
}

function product({ handle, title, subtitle, description, de, price, credits }: Article, shop: Shop) {
	return {
		handle,
		title,
		subtitle,
		description,
		metadata: { de },
		status: ProductStatus.PUBLISHED,
		// A pack is nothing that could be sent: without a profile, a cart of packs needs no shipping method.
		...(!credits && { shipping_profile_id: shop.shipping_profile_id }),
		sales_channels: [{ id: shop.sales_channel_id }],
		options: [{ title: 'Edition', values: ['Standard'] }],
		variants: [
			{
				title: 'Standard',
				sku: handle.toUpperCase(),
				manage_inventory: false,
				options: { Edition: 'Standard' },
				prices: [{ amount: price, currency_code: 'eur' }],
			},
		],
	};
}

async function seedPacks(container: MedusaContainer, botId: string): Promise<void> {
	const packs = ARTICLES.filter(({ credits }) => credits);
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'product',
		fields: ['handle', 'variants.id', 'variants.credit_offer.id'],
		filters: { handle: packs.map(({ handle }) => handle) },
	});
	const offers = (data as { handle: string; variants: { id: string; credit_offer?: object | null }[] }[]).flatMap(
		({ handle, variants }) => {
			const pack = packs.find((article) => article.handle === handle);
			return variants.flatMap(({ id, credit_offer }) =>
				!pack?.credits || credit_offer
					? []
					: [
							{
								variant_id: id,
								bot_id: botId,
								name: pack.title,
								amount: pack.credits * MILLICREDITS_PER_CREDIT,
								valid_days: PACK_VALID_DAYS,
							},
						],
			);
		},
	);
	if (offers.length > 0) await createCreditOffersWorkflow(container).run({ input: { offers } });
}
