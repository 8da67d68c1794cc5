import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, QueryContext } from '@medusajs/framework/utils';

/** A price as a visitor sees it: with tax where the region shows prices with tax. */
export interface VariantPrice {
	amount: number;
	currency_code: string;
	/** Whether the amount has its tax in it. */
	tax_inclusive: boolean;
}

/**
 * The prices of variants in a region, as a cart of that region would have them.
 * @param buyer prices of price lists for this customer's groups count too.
 * @throws AnswerpackError `invalid_request` when there is no such region.
 */
export async function variantPrices(
	container: MedusaContainer,
	variantIds: string[],
	{ region_id, customer_id }: { region_id?: string; customer_id?: string },
): Promise<Map<string, VariantPrice>> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const [region, customer] = await Promise.all([
		findRegion(container, region_id),
		customer_id
			? query.graph({ entity: 'customer', fields: ['groups.id'], filters: { id: customer_id } })
			: { data: [] },
	]);
	if (variantIds.length === 0 || !region) return new Map();
	const groups = customer.data[0]?.groups?.map(({ id }: { id: string }) => ({ id }));
	const { data: variants } = await query.graph({
		entity: 'product_variant',
		fields: ['id', 'calculated_price.*'],
		filters: { id: variantIds },
		context: {
			calculated_price: QueryContext({
				region_id: region.id,
				currency_code: region.currency_code,
				...(groups && { customer: { groups } }),
			}),
		},
	});
	type Row = { id: string; calculated_price?: CalculatedPrice };
	return new Map(
		(variants as Row[]).flatMap(({ id, calculated_price: price }) => {
			if (price?.calculated_amount == null) return [];
			const { calculated_amount: amount, currency_code, is_calculated_price_tax_inclusive } = price;
			return [[id, { amount, currency_code, tax_inclusive: is_calculated_price_tax_inclusive }]];
		}),
	);
}

interface CalculatedPrice {
	calculated_amount: number | null;
	currency_code: string;
	is_calculated_price_tax_inclusive: boolean;
}

/** The region that was asked for, else the store's default, else the oldest. */
async function findRegion(container: MedusaContainer, asked?: string) {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const { data: stores } = asked ? { data: [] } : await query.graph({ entity: 'store', fields: ['default_region_id'] });
	const id = asked ?? stores[0]?.default_region_id;
	const { data: regions } = await query.graph({
		entity: 'region',
		fields: ['id', 'currency_code'],
		filters: id ? { id } : {},
		pagination: { take: 1, order: { created_at: 'ASC' } },
	});
	if (asked && !regions[0]) {
		const reason = 'there is no such region';
		throw new AnswerpackError('invalid_request', { field: 'region_id', reason }, { message: `region_id: ${reason}` });
	}
	return regions[0];
}
