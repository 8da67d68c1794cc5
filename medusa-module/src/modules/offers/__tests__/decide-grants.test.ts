import { decideGrants as decide } from '../decide-grants';
import type { GrantedLot, OrderSnapshot, RecordedPurchase } from '../order-snapshot';
import type { OfferKind } from '../terms';
import { lot, order, packs, purchase } from './order';

const sold = new Map([['ten', 'pack' as const]]);
const decideGrants = (
	order: OrderSnapshot,
	purchase: RecordedPurchase | undefined,
	sold: ReadonlyMap<string, OfferKind>,
	lots: readonly GrantedLot[] = [],
) => decide(order, purchase, sold, lots);
const nothing = { state: 'grant', grants: [], starts: [], without_terms: [] };

test('a paid order grants each of its packs once, as many times as pieces were bought', () => {
	expect(decideGrants(order, purchase, sold)).toEqual({
		state: 'grant',
		starts: [],
		without_terms: [],
		grants: [
			{
				source_key: 'grant:line',
				customer_id: 'anna',
				bot_id: 'bot',
				category: 'pack',
				amount: 20_000,
				valid_days: 365,
				reference: { order_id: 'order', line_item_id: 'line', offer_id: 'offer', name: '10 credits' },
			},
		],
	});
});

test('what was bought counts, not what is sold today', () => {
	const decision = decideGrants(order, purchase, new Map());
	expect(decision).toMatchObject({ state: 'grant', grants: [{ amount: 20_000 }] });
});

test('an order without packs has nothing to grant, paid or not', () => {
	const kettle = { ...order, captured: 0, lines: [{ id: 'line', variant_id: 'kettle', pieces: 1, price: 90 }] };
	expect(decideGrants(kettle, undefined, sold)).toEqual(nothing);
});

test('a free order is paid', () => {
	expect(decideGrants({ ...order, price: 0, captured: 0 }, purchase, sold).state).toBe('grant');
});

test.each([
	['eur', 8.4915, 8.49, 'grant'],
	['eur', 8.4951, 8.49, 'grant'],
	['eur', 16.988, 16.98, 'grant'], // two payments, each rounded down
	['eur', 8.5, 8.49, 'waiting'],
	['eur', 0.01, 0, 'waiting'],
	['jpy', 100.5, 100, 'grant'],
	['jpy', 1, 0, 'waiting'],
	['kwd', 1.0005, 1, 'grant'],
	['kwd', 1.001, 1, 'waiting'],
	['xxx', 8.4915, 8.49, 'grant'], // a currency that Medusa does not know has cents
])('what cannot be paid is not owed: of %s %d, %d are captured', (currency_code, price, captured, state) => {
	expect(decideGrants({ ...order, currency_code, price, captured }, purchase, sold).state).toBe(state);
});

test.each<[string, Partial<OrderSnapshot>, RecordedPurchase | undefined, object]>([
	['is paid in part', { captured: 99.99 }, purchase, { state: 'waiting', reason: 'not_paid' }],
	['is cancelled', { canceled: true }, purchase, { state: 'waiting', reason: 'canceled' }],
	['has no known buyer', {}, undefined, { state: 'refused', reason: 'no_buyer' }],
	[
		'was bought by somebody who cannot sign in',
		{},
		{ ...purchase, has_account: false },
		{ state: 'refused', reason: 'buyer_without_login' },
	],
	[
		'comes from a cart that changed hands',
		{ cart_customer_id: 'mallory' },
		purchase,
		{ state: 'refused', reason: 'cart_changed_hands' },
	],
])('an order that %s grants nothing', (_, change, buyer, expected) => {
	expect(decideGrants({ ...order, ...change }, buyer, sold)).toEqual(expected);
});

test('a pack that was added to the order later grants nothing, and the others are granted', () => {
	const lines = [...order.lines, { id: 'late', variant_id: 'fifty', pieces: 1, price: 20 }];
	const decision = decideGrants({ ...order, lines }, purchase, new Map([...sold, ['fifty', 'pack' as const]]));
	expect(decision).toMatchObject({
		grants: [{ source_key: 'grant:line' }],
		without_terms: [{ line_item_id: 'late', kind: 'pack' }],
	});
});

test('a line that was edited down to nothing grants nothing', () => {
	const lines = [{ id: 'line', variant_id: 'ten', pieces: 0, price: 0 }];
	expect(decideGrants({ ...order, lines }, purchase, sold)).toEqual({
		state: 'grant',
		grants: [],
		starts: [],
		without_terms: [],
	});
});

describe('an order that has granted already', () => {
	const one = [lot(10_000)];

	test('grants what is missing when a quantity was raised', () => {
		expect(decideGrants(packs(3), purchase, sold, one)).toMatchObject({
			grants: [{ source_key: 'grant:line:10000', amount: 20_000, reference: { line_item_id: 'line' } }],
		});
	});

	test('waits with it until the whole order is paid', () => {
		expect(decideGrants(packs(3, { captured: 5 }), purchase, sold, one)).toEqual({
			state: 'waiting',
			reason: 'not_paid',
		});
	});

	test.each([0, 1])('grants nothing when its quantity of 2 was lowered to %d', (pieces) => {
		expect(decideGrants(packs(pieces), purchase, sold, [lot(20_000)])).toEqual(nothing);
	});

	test('grants again what was taken back when a quantity was lowered and then raised again', () => {
		expect(decideGrants(packs(2), purchase, sold, [lot(20_000, 10_000)])).toMatchObject({
			grants: [{ source_key: 'grant:line:20000', amount: 10_000 }],
		});
	});

	test('does not grant again what an owner took back by hand, or a lost dispute', () => {
		const lots = [lot(20_000, 10_000, { asked_for_order: 0 })];
		expect(decideGrants(packs(2), purchase, sold, lots)).toEqual(nothing);
	});

	test('grants only what it still stands for when a part was refunded before', () => {
		expect(decideGrants(packs(2, { refunded: 2.5 }), purchase, sold)).toMatchObject({ grants: [{ amount: 15_000 }] });
		expect(decideGrants(packs(2, { refunded: 10 }), purchase, sold)).toEqual(nothing);
	});

	test.each<[string, Partial<OrderSnapshot>, RecordedPurchase]>([
		['refunded', { refunded: 5 }, purchase],
		['cancelled', { canceled: true }, purchase],
		["one of a person's who cannot sign in any more", {}, { ...purchase, has_account: false }],
	])('has nothing open when it is %s later', (_, change, buyer) => {
		expect(decideGrants(packs(1, change), buyer, sold, one)).toEqual(nothing);
	});

	test.each([0, 10_000])(
		'has one key for all who saw it at %d, whatever quantity they saw, so that one of them grants',
		(before) => {
			const granted = before > 0 ? [lot(before)] : [];
			const keys = [2, 3].map((quantity) => {
				const decision = decideGrants(packs(quantity), purchase, sold, granted);
				return decision.state === 'grant' && decision.grants[0]?.source_key;
			});
			expect(keys[0]).toBe(keys[1]);
		},
	);

	test('never uses a key twice while it grows', () => {
		const keys = [0, 10_000, 20_000].map((granted) => {
			const decision = decideGrants(packs(3), purchase, sold, granted > 0 ? [lot(granted)] : []);
			return decision.state === 'grant' && decision.grants[0]?.source_key;
		});
		expect(new Set(keys).size).toBe(3);
	});
});

test.each<[string, Partial<OrderSnapshot>, number]>([
	['a refund that came to nothing is granted again, but what was used is not', {}, 4000],
	[
		'a piece that is paid for a second time is granted, whatever was used of the first one',
		{ captured: 10, refunded: 5 },
		10_000,
	],
])('%s', (_, change, amount) => {
	const used = lot(10_000, 10_000, { left: 0, revoked: 4000 });
	const decision = decideGrants(packs(1, change), purchase, sold, [used]);
	expect(decision).toMatchObject({ grants: [{ source_key: 'grant:line:10000', amount }] });
});
