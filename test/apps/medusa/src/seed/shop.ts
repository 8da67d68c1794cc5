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

/** Store, sales channel, publishable key, region, taxes and shipping of the demo shop; what is there is kept. */
export async function seedShop(container: MedusaContainer): Promise<Shop> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const first = async (entity: string, filters: object = {}) =>
		(await query.graph({ entity, fields: ['id'], filters })).data[0] as { id: string } | undefined;

	await createDefaultsWorkflow(container).run();
	const { data: stores } = await query.graph({ entity: 'store', fields: ['id', 'default_sales_channel_id'] });
	const store = stores[0];
	if (!store?.default_sales_channel_id) throw new Error('Medusa made no store with a sales channel');
	const sales_channel_id = store.default_sales_channel_id;
	const region_id = (await first('region'))?.id ?? (await createRegion(container));
	await updateStoresWorkflow(container).run({
		input: {
			selector: { id: store.id },
			update: {
				name: 'Kupferkanne',
				supported_currencies: [{ currency_code: 'eur', is_default: true, is_tax_inclusive: true }],
				default_region_id: region_id,
			},
		},
	});
	await updateSalesChannelsWorkflow(container).run({
		input: { selector: { id: sales_channel_id }, update: { name: 'Kupferkanne storefront' } },
	});
	await updateApiKeysWorkflow(container).run({
		input: { selector: { type: 'publishable' }, update: { title: 'Answerpack demo storefront' } },
	});
	const shipping_profile_id = (await first('shipping_profile'))?.id ?? (await createProfile(container));
	if (!(await first('shipping_option'))) await createShipping(container, { sales_channel_id, shipping_profile_id });
	return { sales_channel_id, shipping_profile_id };
}

async function createRegion(container: MedusaContainer): Promise<string> {
	const { result } = await createRegionsWorkflow(container).run({
		input: {
			regions: [
				{
					name: 'Europe',
					currency_code: 'eur',
					countries: Object.keys(COUNTRIES),
					payment_providers: ['pp_system_default'],
					automatic_taxes: true,
					is_tax_inclusive: true,
				},
			],
		},
	});
	await createTaxRegionsWorkflow(container).run({
		input: Object.entries(COUNTRIES).map(([country_code, rate]) => ({
			country_code,
			provider_id: 'tp_system',
			default_tax_rate: { name: 'VAT', code: `vat-${country_code}`, rate },
		})),
	});
	return (result[0] as { id: string }).id;
}

async function createProfile(container: MedusaContainer): Promise<string> {
	const { result } = await createShippingProfilesWorkflow(container).run({
		input: { data: [{ name: 'Parcels', type: 'default' }] },
	});
	return (result[0] as { id: string }).id;
}

async function createShipping(container: MedusaContainer, shop: Shop): Promise<void> {
	const link = container.resolve(ContainerRegistrationKeys.LINK);
	const { result: locations } = await createStockLocationsWorkflow(container).run({
		input: { locations: [{ name: 'Workshop', address: { city: 'Berlin', country_code: 'DE', address_1: '' } }] },
	});
	const stock_location_id = (locations[0] as { id: string }).id;
	await link.create({
		[Modules.STOCK_LOCATION]: { stock_location_id },
		[Modules.FULFILLMENT]: { fulfillment_provider_id: 'manual_manual' },
	});
	const set = await container.resolve(Modules.FULFILLMENT).createFulfillmentSets({
		name: 'Parcels from the workshop',
		type: 'shipping',
		service_zones: [
			{
				name: 'Europe',
				geo_zones: Object.keys(COUNTRIES).map((country_code) => ({ type: 'country' as const, country_code })),
			},
		],
	});
	await link.create({
		[Modules.STOCK_LOCATION]: { stock_location_id },
		[Modules.FULFILLMENT]: { fulfillment_set_id: set.id },
	});
	await createShippingOptionsWorkflow(container).run({
		input: [
			{
				name: 'Standard shipping',
				price_type: 'flat',
				provider_id: 'manual_manual',
				service_zone_id: (set.service_zones[0] as { id: string }).id,
				shipping_profile_id: shop.shipping_profile_id,
				type: { label: 'Standard', description: 'In two to three days', code: 'standard' },
				prices: [{ currency_code: 'eur', amount: SHIPPING_PRICE }],
				rules: [
					{ attribute: 'enabled_in_store', value: 'true', operator: 'eq' },
					{ attribute: 'is_return', value: 'false', operator: 'eq' },
				],
			},
		],
	});
	await linkSalesChannelsToStockLocationWorkflow(container).run({
		input: { id: stock_location_id, add: [shop.sales_channel_id] },
	});
}
