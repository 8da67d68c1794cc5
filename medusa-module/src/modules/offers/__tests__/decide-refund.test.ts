import { decideRefund } from '../decide-refund';
import type { GrantedLot, OrderSnapshot } from '../order-snapshot';
import { lot, order, packs, ten } from './order';

const refund = (order: OrderSnapshot, lots: GrantedLot[]) => decideRefund(order, [ten], lots);
const left = (amount: number, change: Partial<GrantedLot> = {}) => lot(20_000, 0, { left: amount, ...change });

describe('the money of what is unused of 20 credits, in two packs at 5 EUR', () => {
	test.each<[string, Partial<OrderSnapshot>, number, number | undefined]>([
		['is all of it while nothing was used', {}, 20_000, 10],
		['is its share', {}, 7000, 3.5],
		['is rounded up to the cent', {}, 6667, 3.34],
		['is a cent for the smallest rest', {}, 1, 0.01],
		['is nothing when nothing is left', {}, 0, undefined],
		['is never more than is still paid', { refunded: 8 }, 20_000, 2],
		['is nothing when nothing is paid any more', { refunded: 10 }, 20_000, undefined],
		['is nothing for what a gift card paid', { price: 0, placed_credit: 10, captured: 0 }, 20_000, undefined],
		['is the share that money paid beside a gift card', { price: 4, placed_credit: 6, captured: 4 }, 10_000, 2],
		['is in whole yen where there are no smaller ones', { currency_code: 'jpy' }, 7100, 4],
		['keeps three digits where there are three', { currency_code: 'kwd' }, 7001, 3.501],
	])('%s', (_, change, unused, amount) => {
		expect(refund(packs(2, change), [left(unused)])?.amount).toBe(amount);
	});
});

test('only the lines of credits count, and each names what it gives back', () => {
	expect(refund(order, [left(5000), left(1000, { id: 'second' })])).toEqual({
		amount: 3,
		lines: [{ line_item_id: 'line', amount: 6000 }],
	});
});

test('pieces that are gone have no price', () => {
	expect(refund(packs(1), [left(10_000)])?.amount).toBe(5);
	expect(refund(packs(0), [left(10_000)])).toBeUndefined();
});

test('several packs of one order are rounded once', () => {
	const lines = ['a', 'b', 'c'].map((id) => ({ id, variant_id: 'ten', pieces: 1, price: 5 }));
	const lots = lines.map(({ id }) => left(3333, { line_item_id: id }));
	expect(refund({ ...packs(3), lines }, lots)?.amount).toBe(5); // 3 × 1.6665, not 3 × 1.67
});
