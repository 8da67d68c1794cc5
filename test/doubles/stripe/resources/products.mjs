/** @import Stripe from 'stripe' */
/** @import * as T from '../types.ts' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
/** @import { World } from '../world/world.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import { refused } from '../http/errors.mjs';
import { array, boolean, metadata, page, range, required, string, unsettable } from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { changing, emit } from '../world/events.mjs';
import { newId } from '../world/ids.mjs';
import { now } from '../world/time.mjs';
import { inParam, inPath, mergedMetadata } from './shared.mjs';

const settings = {
	active: boolean,
	description: unsettable(string),
	images: array(string),
	metadata,
	statement_descriptor: string,
	tax_code: string,
	unit_label: string,
	url: unsettable(string),
};

export const products = [
	route(
		'POST /v1/products',
		/** @satisfies {FieldsOf<Stripe.ProductCreateParams>} */ ({ ...settings, id: string, name: required(string) }),
		(world, { params: { id, metadata: given, ...params } }) => {
			if (id && world.products.find(id)) {
				throw refused('Product already exists.', { code: 'resource_already_exists', param: 'id' });
			}
			const product = newProduct(world, { ...params, ...(id && { id }), metadata: mergedMetadata({}, given) });
			return product;
		},
	),
	route('GET /v1/products/:id', {}, (world, { path }) => {
		return world.graves.get(String(path.id)) ?? inPath(world.products, path.id);
	}),
	route(
		'POST /v1/products/:id',
		/** @satisfies {FieldsOf<Stripe.ProductUpdateParams>} */ ({ ...settings, default_price: string, name: string }),
		(world, { path, params: { metadata: given, ...params } }) => {
			const product = inPath(world.products, path.id);
			if (params.default_price) inParam(world.prices, params.default_price, 'default_price');
			changing(world, 'product.updated', product, () => {
				Object.assign(product, params, { metadata: mergedMetadata(product.metadata, given), updated: now(world) });
			});
			return product;
		},
	),
	route('DELETE /v1/products/:id', {}, (world, { path }) => {
		const product = inPath(world.products, path.id);
		if (world.prices.all().some((price) => price.product === product.id)) {
			throw refused('This product cannot be deleted because it has one or more user-created prices.');
		}
		emit(world, 'product.deleted', product);
		world.products.remove(product.id);
		const grave = /** @type {const} */ ({ id: product.id, object: 'product', deleted: true });
		world.graves.set(product.id, grave);
		return grave;
	}),
	route(
		'GET /v1/products',
		/** @satisfies {FieldsOf<Stripe.ProductListParams>} */ ({
			...page,
			active: boolean,
			created: range,
			ids: array(string),
		}),
		(world, { params }) => {
			const rows = world.products
				.all()
				.filter(({ active }) => params.active === undefined || active === params.active)
				.filter(({ id }) => !params.ids || params.ids.includes(id))
				.filter(({ created }) => within(created, params.created));
			return pageOf(rows, params, { url: '/v1/products', noun: 'product' });
		},
	),
];

/**
 * @param {World} world
 * @param {Partial<T.Product> & {name: string}} given
 * @returns {T.Product}
 */
export function newProduct(world, given) {
	const at = now(world);
	const product = world.products.add({
		id: newId('prod'),
		object: 'product',
		active: true,
		created: at,
		default_price: null,
		description: null,
		images: [],
		livemode: false,
		marketing_features: [],
		metadata: {},
		package_dimensions: null,
		shippable: null,
		statement_descriptor: null,
		tax_code: null,
		tax_details: null,
		type: 'service',
		unit_label: null,
		updated: at,
		url: null,
		...given,
	});
	emit(world, 'product.created', product);
	return product;
}
