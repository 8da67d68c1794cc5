import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';

/** In a product's metadata: that it was made to sell one offer, and goes with it. */
export const OF_AN_OFFER = 'answerpack_offer';

/**
 * Medusa would take prices and sales channels that are not there, and nobody could buy.
 * @throws AnswerpackError `invalid_request` naming the first one.
 */
export async function requireKnown(
	container: MedusaContainer,
	product: { prices: { currency_code: string; region_id?: string }[]; sales_channel_ids: string[] },
): Promise<void> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const regionIds = product.prices.flatMap(({ region_id }) => region_id ?? []);
	const currencyCodes = product.prices.map(({ currency_code }) => currency_code);
	const [{ data: channels }, { data: regions }, { data: currencies }] = await Promise.all([
		query.graph({ entity: 'sales_channel', fields: ['id'], filters: { id: product.sales_channel_ids } }),
		query.graph({ entity: 'region', fields: ['id', 'currency_code'], filters: { id: regionIds } }),
		query.graph({ entity: 'currency', fields: ['code'], filters: { code: currencyCodes } }),
	]);
	for (const id of product.sales_channel_ids) {
		if (!channels.some((channel) => channel.id === id))
			throw refusal('sales_channel_ids', `there is no sales channel ${id}`);
	}
	for (const { currency_code, region_id } of product.prices) {
		const place = region_id ? regions.find(({ id }) => id === region_id)?.currency_code : currency_code;
		if (place !== currency_code)
			throw refusal('prices', `there is no region ${region_id} that pays in ${currency_code}`);
		if (!currencies.some(({ code }) => code === currency_code))
			throw refusal('prices', `there is no currency ${currency_code}`);
	}
}

function refusal(name: string, reason: string): AnswerpackError {
	const field = `product.${name}`;
	return new AnswerpackError('invalid_request', { field, reason }, { message: `${field}: ${reason}` });
}
