// The items of a subscription: recurring prices of one interval and one currency, and how many of each.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { planOf } from '../answers/older.mjs';
import { badParameter, beyondTheStandIn, missing, refused } from '../http/errors.mjs';
import { newPrice } from '../resources/prices.mjs';
import { mergedMetadata } from '../resources/shared.mjs';
import { newId } from '../world/ids.mjs';

/** @typedef {{interval: 'day' | 'week' | 'month' | 'year', interval_count?: number | undefined}} Every */
/**
 * @typedef {object} ItemRequest
 * @property {string | undefined} [id] of an item that is there
 * @property {string | undefined} [price]
 * @property {{currency: string, product: string, unit_amount: number, recurring: Every} | undefined} [price_data]
 * @property {number | undefined} [quantity]
 * @property {boolean | undefined} [deleted]
 * @property {Record<string, string> | null | undefined} [metadata]
 */

/**
 * The items after a change: named ones changed, others added. A price without the item's id is one more item.
 * @param {World} world
 * @param {{id: string, items: T.SubscriptionItem[], at: number}} subscription
 * @param {ItemRequest[]} requests
 * @returns {T.SubscriptionItem[]} copies
 */
export function changedItems(world, { id, items, at }, requests) {
	const result = items.map((item) => ({ ...item }));
	for (const [index, request] of requests.entries()) {
		const param = (/** @type {string} */ name) => `items[${index}][${name}]`;
		const price = priceOf(world, request, param);
		if (request.id !== undefined) {
			const item = result.find((one) => one.id === request.id);
			if (!item) throw missing('subscription item', request.id, param('id'), 400);
			if (request.deleted) result.splice(result.indexOf(item), 1);
			else {
				if (price) Object.assign(item, { price, plan: planOf(price) });
				if (request.quantity !== undefined) item.quantity = request.quantity;
				item.metadata = mergedMetadata(item.metadata, request.metadata);
			}
			continue;
		}
		if (!price) throw badParameter(`Missing required param: ${param('price')}.`, param('price'), 'parameter_missing');
		if (result.some((item) => item.price.id === price.id)) {
			throw refused(
				`Cannot add multiple subscription items with the same plan: ${price.id}. Update the quantity of the item instead.`,
			);
		}
		result.push(newItem(id, price, request.quantity ?? 1, mergedMetadata({}, request.metadata), at));
	}
	assertOneKind(result);
	return result;
}

/**
 * @param {string} subscription
 * @param {T.Price} price
 * @param {number} quantity
 * @param {Record<string, string>} metadata
 * @param {number} at
 * @returns {T.SubscriptionItem}
 */
function newItem(subscription, price, quantity, metadata, at) {
	return {
		id: newId('si'),
		object: 'subscription_item',
		billing_thresholds: null,
		created: at,
		current_period_end: at,
		current_period_start: at,
		current_trial: null,
		discounts: [],
		metadata,
		plan: planOf(price),
		price,
		quantity,
		subscription,
		tax_rates: [],
	};
}

/**
 * @param {World} world
 * @param {ItemRequest} request
 * @param {(name: string) => string} param
 */
function priceOf(world, { price: id, price_data }, param) {
	if (price_data) {
		if (!world.products.find(price_data.product))
			throw missing('product', price_data.product, param('price_data][product'), 400);
		return newPrice(world, { ...price_data, active: false });
	}
	if (id === undefined) return undefined;
	const price = world.prices.find(id);
	if (!price) throw missing('price', id, param('price'), 400);
	if (!price.active) {
		throw refused('The price specified is inactive. This field only accepts active prices.', { param: param('price') });
	}
	if (!price.recurring) {
		throw refused(
			'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
			{ param: param('price') },
		);
	}
	return price;
}

/** @param {T.SubscriptionItem[]} items */
function assertOneKind(items) {
	const [first, ...others] = items;
	if (!first) {
		throw refused('A subscription must have at least one active plan or price. To stop it, cancel the subscription.');
	}
	const kind = (/** @type {T.SubscriptionItem} */ { price }) =>
		`${price.recurring?.interval} ${price.recurring?.interval_count}`;
	if (others.some((item) => kind(item) !== kind(first)))
		throw beyondTheStandIn('prices of different intervals on one subscription');
	if (others.some(({ price }) => price.currency !== first.price.currency)) {
		throw refused('All prices on a subscription must have the same currency.');
	}
}
