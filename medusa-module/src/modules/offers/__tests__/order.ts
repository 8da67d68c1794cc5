import type { GrantedLot, OrderSnapshot, RecordedPurchase } from '../order-snapshot';
import type { PurchaseTerms } from '../terms';

/** Ten credits of one bot, for a year. */
export const ten: PurchaseTerms = {
	variant_id: 'ten',
	offer_id: 'offer',
	kind: 'pack',
	bot_id: 'bot',
	name: '10 credits',
	amount: 10_000,
	valid_days: 365,
};

/** Two packs at 5 EUR and a kettle at 90 EUR, paid. */
export const order: OrderSnapshot = {
	id: 'order',
	canceled: false,
	currency_code: 'eur',
	price: 100,
	placed_credit: 0,
	captured: 100,
	refunded: 0,
	cart_customer_id: 'anna',
	lines: [
		{ id: 'line', variant_id: 'ten', pieces: 2, price: 10 },
		{ id: 'kettle-line', variant_id: 'kettle', pieces: 1, price: 90 },
	],
	refunds_of_unused: [],
};

/** So many packs at 5 EUR and nothing else, paid. */
export const packs = (pieces: number, change: Partial<OrderSnapshot> = {}): OrderSnapshot => ({
	...order,
	price: 5 * pieces,
	captured: 5 * pieces,
	lines: [{ id: 'line', variant_id: 'ten', pieces, price: 5 * pieces }],
	...change,
});

export const purchase: RecordedPurchase = { customer_id: 'anna', has_account: true, terms: [ten] };

/** What a line was granted, and what was asked back of it because of the order. */
export const lot = (granted: number, asked = 0, change: Partial<GrantedLot> = {}): GrantedLot => ({
	id: 'lot',
	bot_id: 'bot',
	line_item_id: 'line',
	granted,
	left: granted - asked,
	frozen: 0,
	revoked: asked,
	asked,
	asked_for_order: asked,
	...change,
});
