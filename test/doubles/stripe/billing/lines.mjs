// Lines of invoices: a period of a price, the rest of one, or what is given back of one. Pure but for names and ids.
/** @import * as T from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { dateText } from '../world/calendar.mjs';
import { price as priceText } from '../world/currencies.mjs';
import { newId } from '../world/ids.mjs';

/** @typedef {{start: number, end: number}} Period */

/** What an item costs for a whole period.
 * @param {{price: T.Price, quantity: number}} item */
export const fullAmount = ({ price, quantity }) => (price.unit_amount ?? 0) * quantity;

/** @param {Period} period @param {number} at @returns {number} the part of a period that is left, 0 to 1 */
export const partLeft = ({ start, end }, at) => Math.min(1, Math.max(0, (end - at) / (end - start)));

/**
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {T.SubscriptionItem} item
 * @param {Period} period
 * @returns {T.InvoiceLine}
 */
export function periodLine(world, subscription, item, period) {
	const { price, quantity } = item;
	const { interval = 'month', interval_count = 1 } = price.recurring ?? {};
	const every = interval_count === 1 ? interval : `every ${interval_count} ${interval}s`;
	const each = `${priceText(price.unit_amount ?? 0, price.currency)} / ${every}`;
	const description = `${quantity} × ${nameOf(world, price)} (at ${each})`;
	return line(subscription, item, { amount: fullAmount(item), description, period, proration: false });
}

/**
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {T.SubscriptionItem} item
 * @param {Period} period
 */
export function trialLine(world, subscription, item, period) {
	const description = `Trial period for ${nameOf(world, item.price)}`;
	return line(subscription, item, { amount: 0, description, period, proration: false });
}

/**
 * The rest of a period at a new price.
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {T.SubscriptionItem} item
 * @param {Period} period
 * @param {number} at
 */
export function remainingLine(world, subscription, item, period, at) {
	return line(subscription, item, {
		amount: Math.round(fullAmount(item) * partLeft(period, at)),
		description: `Remaining time on ${times(item)}${nameOf(world, item.price)} after ${dateText(at)}`,
		period: { start: at, end: period.end },
		proration: true,
	});
}

/**
 * The rest of a period that was paid for, given back.
 * @param {World} world
 * @param {T.Subscription} subscription
 * @param {T.SubscriptionItem} item as it was
 * @param {Period} period
 * @param {number} at
 */
export function unusedLine(world, subscription, item, period, at) {
	return line(subscription, item, {
		amount: -Math.round(fullAmount(item) * partLeft(period, at)),
		description: `Unused time on ${times(item)}${nameOf(world, item.price)} after ${dateText(at)}`,
		period: { start: at, end: period.end },
		proration: true,
	});
}

/** @param {{quantity: number}} item */
const times = ({ quantity }) => (quantity === 1 ? '' : `${quantity} × `);

/** @param {World} world @param {T.Price} price */
const nameOf = (world, price) => world.products.find(price.product)?.name ?? price.product;

/**
 * @param {T.Subscription} subscription
 * @param {T.SubscriptionItem} item
 * @param {{amount: number, description: string, period: Period, proration: boolean}} about
 * @returns {T.InvoiceLine}
 */
function line(subscription, item, { amount, description, period, proration }) {
	return {
		id: newId('il'),
		object: 'line_item',
		amount,
		currency: subscription.currency,
		description,
		discount_amounts: [],
		discountable: !proration,
		discounts: [],
		invoice: null,
		livemode: false,
		metadata: { ...subscription.metadata },
		parent: {
			invoice_item_details: null,
			subscription_item_details: {
				invoice_item: proration ? newId('ii') : null,
				proration,
				proration_details: { credited_items: null },
				subscription: subscription.id,
				subscription_item: item.id,
			},
			type: 'subscription_item_details',
		},
		period,
		pretax_credit_amounts: [],
		pricing: {
			price_details: { price: item.price.id, product: item.price.product },
			type: 'price_details',
			unit_amount_decimal: item.price.unit_amount_decimal ?? '0',
		},
		quantity: item.quantity,
		quantity_decimal: String(item.quantity),
		subscription: subscription.id,
		subtotal: amount,
		taxes: [],
	};
}
