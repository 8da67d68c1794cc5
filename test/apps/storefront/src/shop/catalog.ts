import type { HttpTypes } from '@medusajs/types';
import { language } from '../words/index.js';
import { medusa, once } from './medusa.js';

export type Product = HttpTypes.StoreProduct;
export type Variant = HttpTypes.StoreProductVariant;

/** The shop's region: the demo sells in one. */
export const region = once(async () => {
	const { regions } = await medusa().store.region.list({ limit: 1, fields: 'id,currency_code,*countries' });
	const first = regions[0];
	if (!first) throw new Error('The shop has no region.');
	return first;
});

const FIELDS = '*variants.calculated_price,+variants.inventory_quantity,+metadata';

export async function listProducts(): Promise<Product[]> {
	const region_id = (await region()).id;
	const { products } = await medusa().store.product.list({
		region_id,
		fields: FIELDS,
		limit: 100,
	});
	return products;
}

export async function findProduct(handle: string): Promise<Product | undefined> {
	const region_id = (await region()).id;
	const { products } = await medusa().store.product.list({ region_id, fields: FIELDS, handle, limit: 1 });
	return products[0];
}

interface Texts {
	title: string;
	subtitle: string;
	description: string;
}

/** A product's texts in the visitor's language: English in its own fields, others in `metadata.<language>`. */
export function textsOf(product: Product): Texts {
	const other = (product.metadata?.[language.get()] ?? {}) as Partial<Texts>;
	return {
		title: other.title ?? product.title,
		subtitle: other.subtitle ?? product.subtitle ?? '',
		description: other.description ?? product.description ?? '',
	};
}

export function priceOf(variant: Variant | undefined): { amount: number; currency_code: string } | undefined {
	const price = variant?.calculated_price;
	if (typeof price?.calculated_amount !== 'number' || !price.currency_code) return undefined;
	return { amount: price.calculated_amount, currency_code: price.currency_code };
}

export function isSoldOut(variant: Variant): boolean {
	return Boolean(variant.manage_inventory) && !variant.allow_backorder && (variant.inventory_quantity ?? 0) <= 0;
}
