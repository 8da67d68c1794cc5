import { createCreditOffersWorkflow } from '@answerpack/medusa/workflows';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, ProductStatus } from '@medusajs/framework/utils';
import { createProductsWorkflow } from '@medusajs/medusa/core-flows';
import { ARTICLES, type Article, PACK_VALID_DAYS } from './catalogue';
import type { Shop } from './shop';

const MILLICREDITS_PER_CREDIT = 1000;

/** What this shop can sell: plans need Stripe. */
const CATALOGUE = ARTICLES.filter(({ offer }) => offer?.kind !== 'plan' || process.env.STRIPE_API_KEY);

/** The catalogue, and what its packs and plans grant; products and offers that are there are kept. */
export async function seedProducts(container: MedusaContainer, shop: Shop, botId: string): Promise<void> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const existing = await query.graph({
		entity: 'product',
		fields: ['handle'],
		filters: { handle: CATALOGUE.map(({ handle }) => handle) },
	});
	const handles = new Set(existing.data.map(({ handle }) => handle));
	const missing = CATALOGUE.filter(({ handle }) => !handles.has(handle));
	if (missing.length > 0) {
		await createProductsWorkflow(container).run({
			input: { products: missing.map((article) => product(article, shop)) },
		});
	}
	await seedOffers(container, botId);
}

function product({ handle, title, subtitle, description, de, price, offer }: Article, shop: Shop) {
	return {
		handle,
		title,
		subtitle,
		description,
		metadata: { de },
		status: ProductStatus.PUBLISHED,
		// Credits are nothing that could be sent: without a profile, a cart of them needs no shipping method.
		...(!offer && { shipping_profile_id: shop.shipping_profile_id }),
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

async function seedOffers(container: MedusaContainer, botId: string): Promise<void> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'product',
		fields: ['handle', 'variants.id', 'variants.credit_offer.id'],
		filters: { handle: CATALOGUE.map(({ handle }) => handle) },
	});
	const products = data as { handle: string; variants: { id: string; credit_offer?: object | null }[] }[];
	const offers = CATALOGUE.flatMap(({ handle, title, offer }) => {
		const variants = products.find((product) => product.handle === handle)?.variants ?? [];
		return variants.flatMap(({ id, credit_offer }) =>
			offer && !credit_offer ? [{ variant_id: id, bot_id: botId, name: title, ...terms(offer) }] : [],
		);
	});
	if (offers.length > 0) await createCreditOffersWorkflow(container).run({ input: { offers } });
}

function terms(offer: NonNullable<Article['offer']>) {
	const amount = offer.credits * MILLICREDITS_PER_CREDIT;
	if (offer.kind === 'pack') return { kind: 'pack', amount, valid_days: PACK_VALID_DAYS } as const;
	return { kind: 'plan', amount, interval: 'month', rollover_max: offer.rollover * MILLICREDITS_PER_CREDIT } as const;
}
