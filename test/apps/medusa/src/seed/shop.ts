import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import {
	createDefaultsWorkflow,
	createRegionsWorkflow,
	createShippingOptionsWorkflow,
	createShippingProfilesWorkflow,
	createStockLocationsWorkflow,
	createTaxRegionsWorkflow,
	linkSalesChannelsToStockLocationWorkflow,
	updateApiKeysWorkflow,
	updateSalesChannelsWorkflow,
	updateStoresWorkflow,
} from '@medusajs/medusa/core-flows';

const SHIPPING_PRICE = 4.9;

/** Where the shop delivers to, and the tax that its prices include, in percent. */
const COUNTRIES: Record<string, number> = { de: 19, at: 20, fr: 20, it: 22, nl: 21, be: 21, es: 21, lu: 17 };

/** What products of the shop need. */
export interface Shop {
	sales_channel_id: string;
	shipping_profile_id: string;
}

/**
 * Store, sales channel, publishable key, region, taxes and shipping of the demo shop. Every piece is looked for first, so
 * that a run that was interrupted can be repeated.
 */
export async function seedShop(container: MedusaContainer): Promise<Shop> {
	await createDefaultsWorkflow(container).run();
	const { data: stores } = await container
		.resolve(ContainerRegistrationKeys.QUERY)
		.graph({ entity: 'store', fields: ['id', 'default_sales_channel_id'] });
	const store = stores[0];
	if (!store?.default_sales_channel_id) throw new Error('Medusa made no store with a sales channel');
	const sales_channel_id = store.default_sales_channel_id;
	await updateStoresWorkflow(container).run({
		input: {
			selector: { id: store.id },
			update: {
				name: 'Kupferkanne',
				supported_currencies: [{ currency_code: 'eur', is_default: true, is_tax_inclusive: true }],
				default_region_id: await seedRegion(container),
			},
		},
	});
	await updateSalesChannelsWorkflow(container).run({
		input: { selector: { id: sales_channel_id }, update: { name: 'Kupferkanne storefront' } },
	});
	await updateApiKeysWorkflow(container).run({
		input: { selector: { type: 'publishable' }, update: { title: 'Answerpack demo storefront' } },
	});
	const shipping_profile_id = await findOr(container, 'shipping_profile', async () => {
		const { result } = await createShippingProfilesWorkflow(container).run({
			input: { data: [{ name: 'Parcels', type: 'default' }] },
		});
		return result;
	});
	await seedShipping(container, { sales_channel_id, shipping_profile_id });
	return { sales_channel_id, shipping_profile_id };
}

/** The first of its kind, made if there is none. @returns its id. */
async function findOr(
	container: MedusaContainer,
	entity: string,
	make: () => Promise<{ id: string }[]>,
): Promise<string> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const { data } = await query.graph({ entity, fields: ['id'] });
	const row = (data[0] as { id: string } | undefined) ?? (await make())[0];
	if (!row) throw new Error(`Medusa made no ${entity}`);
	return row.id;
}

async function seedRegion(container: MedusaContainer): Promise<string> {
	const regionId = await findOr(container, 'region', async () => {
		const { result } = await createRegionsWorkflow(container).run({
			input: {
				regions: [
					{
						name: 'Europe',
						currency_code: 'eur',
						countries: Object.keys(COUNTRIES),
						payment_providers: paymentProviders(),
						automatic_taxes: true,
						is_tax_inclusive: true,
					},
				],
			},
		});
		return result;
	});
	await findOr(container, 'tax_region', async () => {
		const { result } = await createTaxRegionsWorkflow(container).run({
			input: Object.entries(COUNTRIES).map(([country_code, rate]) => ({
				country_code,
				provider_id: 'tp_system',
				default_tax_rate: { name: 'VAT', code: `vat-${country_code}`, rate },
			})),
		});
		return result;
	});
	return regionId;
}

/** The test payment, and Stripe where the shop has it. */
function paymentProviders(): string[] {
	return process.env.STRIPE_API_KEY ? ['pp_system_default', 'pp_stripe_stripe'] : ['pp_system_default'];
}

async function seedShipping(container: MedusaContainer, shop: Shop): Promise<void> {
	const link = container.resolve(ContainerRegistrationKeys.LINK);
	const stock_location_id = await findOr(container, 'stock_location', async () => {
		const address = { address_1: 'Kupfergasse 7', city: 'Leipzig', country_code: 'DE' };
		const { result } = await createStockLocationsWorkflow(container).run({
			input: { locations: [{ name: 'Workshop', address }] },
		});
		return result;
	});
	await link.create({
		[Modules.STOCK_LOCATION]: { stock_location_id },
		[Modules.FULFILLMENT]: { fulfillment_provider_id: 'manual_manual' },
	});
	const fulfillment_set_id = await findOr(container, 'fulfillment_set', async () => {
		const geo_zones = Object.keys(COUNTRIES).map((country_code) => ({ type: 'country' as const, country_code }));
		const set = await container.resolve(Modules.FULFILLMENT).createFulfillmentSets({
			name: 'Parcels from the workshop',
			type: 'shipping',
			service_zones: [{ name: 'Europe', geo_zones }],
		});
		return [set];
	});
	await link.create({
		[Modules.STOCK_LOCATION]: { stock_location_id },
		[Modules.FULFILLMENT]: { fulfillment_set_id },
	});
	await linkSalesChannelsToStockLocationWorkflow(container).run({
		input: { id: stock_location_id, add: [shop.sales_channel_id] },
	});
	const service_zone_id = await findOr(container, 'service_zone', async () => []);
	await findOr(container, 'shipping_option', async () => {
		const { result } = await createShippingOptionsWorkflow(container).run({
			input: [
				{
					name: 'Standard shipping',
					price_type: 'flat',
					provider_id: 'manual_manual',
					service_zone_id,
					shipping_profile_id: shop.shipping_profile_id,
					type: { label: 'Standard', description: 'By parcel', code: 'standard' },
					prices: [{ currency_code: 'eur', amount: SHIPPING_PRICE }],
					rules: [
						{ attribute: 'enabled_in_store', value: 'true', operator: 'eq' },
						{ attribute: 'is_return', value: 'false', operator: 'eq' },
					],
				},
			],
		});
		return result;
	});
}
