import * as fc from 'fast-check';
import { decideGrants } from '../decide-grants';
import { decideReversals } from '../decide-reversals';
import type { GrantedLot, OrderSnapshot } from '../order-snapshot';
import { lot, order, packs, purchase } from './order';

/** What is asked back of each lot. */
const asked = (order: OrderSnapshot, lots: GrantedLot[]) =>
	decideReversals(order, purchase, lots).map(({ lot_id, amount }) => [lot_id, amount]);
const unused = (money: number, amount: number, line_item_id = 'line') => ({
	id: 'refund',
	total: money,
	money,
	lines: [{ line_item_id, amount }],
});

describe('what is taken back of 20 credits, in two packs at 5 EUR', () => {
	test.each<[string, Partial<OrderSnapshot>, number]>([
		['nothing, while nothing was refunded', {}, 0],
		['all, with all of the money', { refunded: 10 }, 20_000],
		['a quarter, with a quarter of the money', { refunded: 2.5 }, 5000],
		['a third, rounded in the customer’s favour', { refunded: 3.33 }, 6660],
		['not what a refund of less than a millicredit is worth', { price: 9e5, captured: 9e5, refunded: 0.01 }, 0],
		['all, when it is cancelled, whatever the money', { canceled: true }, 20_000],
		['one piece that was returned, before it is refunded', { price: 5, lines: packs(1).lines }, 10_000],
		['one piece that was returned, and is refunded', { price: 5, refunded: 5, lines: packs(1).lines }, 10_000],
		['a returned piece, and half of the other one’s money', { price: 5, refunded: 7.5, lines: packs(1).lines }, 15_000],
		['all, when the line was edited away', { price: 0, refunded: 10, lines: [] }, 20_000],
		['nothing, when an edit added what is not paid yet', { price: 20, lines: packs(4).lines }, 0],
		['nothing, when something else was added and is not paid yet', { price: 99 }, 0],
		['a quarter of it, when that is all that was ever captured', { captured: 10, price: 99, refunded: 2.5 }, 5000],
		[
			'what a refund of unused credits names, whatever its money',
			{ refunded: 1, refunds_of_unused: [unused(1, 8000)] },
			8000,
		],
		['that, and a quarter of the rest', { refunded: 4, refunds_of_unused: [unused(2, 4000)] }, 8000],
		[
			'nothing, for the unused credits of another line',
			{ refunded: 1, refunds_of_unused: [unused(1, 8000, 'other')] },
			0,
		],
	])('%s', (_, change, amount) => {
		expect(asked(packs(2, change), [lot(20_000)])).toEqual(amount > 0 ? [['lot', amount]] : []);
	});
});

test('a refund that names no line counts for all of them: 10 of 100 EUR are a tenth of the credits', () => {
	expect(asked({ ...order, refunded: 10 }, [lot(20_000)])).toEqual([['lot', 2000]]);
});

test('whatever was taken back before counts, for whichever reason', () => {
	const refunded = packs(2, { refunded: 5 });
	expect(asked(refunded, [lot(20_000, 4000)])).toEqual([['lot', 6000]]);
	expect(asked(refunded, [lot(20_000, 4000, { asked_for_order: 0 })])).toEqual([['lot', 6000]]);
	expect(asked(refunded, [lot(20_000, 10_000)])).toEqual([]);
	expect(asked(refunded, [lot(20_000, 20_000)])).toEqual([]);
});

test('what is unused is taken first, in whichever lot it lies', () => {
	const lots = [lot(10_000, 0, { id: 'old' }), lot(10_000, 0, { id: 'new', left: 3000 })];
	expect(asked(packs(2, { refunded: 5 }), lots)).toEqual([
		['new', 3000],
		['old', 7000],
	]);
});

test('what a dispute has frozen is unused, and goes before what a newer lot has used up', () => {
	const lots = [lot(10_000, 0, { id: 'old', left: 0, frozen: 10_000 }), lot(10_000, 0, { id: 'new', left: 0 })];
	expect(asked(packs(2, { refunded: 5 }), lots)).toEqual([['old', 10_000]]);
});

test('the credits that a refund by two payments names are taken once', () => {
	const refunds_of_unused = [unused(1, 8000), unused(3, 8000)];
	expect(asked(packs(2, { refunded: 4, refunds_of_unused }), [lot(20_000)])).toEqual([['lot', 8000]]);
});

test('the newest lot of a line gives back first, each at most what it granted', () => {
	const lots = [lot(10_000, 0, { id: 'old' }), lot(20_000, 15_000, { id: 'new' })];
	expect(asked(packs(3, { refunded: 14 }), lots)).toEqual([
		['new', 5000],
		['old', 8000],
	]);
});

test('the key says what was asked back before, so that of all who saw that, one takes', () => {
	const keys = [2.5, 5].map((refunded) => decideReversals(packs(2, { refunded }), purchase, [lot(20_000)])[0]?.key);
	expect(keys).toEqual(['reversal:lot:0', 'reversal:lot:0']);
	expect(decideReversals(packs(2, { refunded: 5 }), purchase, [lot(20_000, 5000)])[0]?.key).toBe('reversal:lot:5000');
});

/** Does what is decided until nothing is, as the workflow does, and counts how often it had to look. */
function settle(order: OrderSnapshot, lots: GrantedLot[]): { lots: GrantedLot[]; looks: number } {
	const sold = new Map([['ten', 'pack' as const]]);
	for (let looks = 1; looks < 10; looks++) {
		const reversals = decideReversals(order, purchase, lots);
		const decision = decideGrants(order, purchase, sold, lots);
		const grants = decision.state === 'grant' ? decision.grants : [];
		if (reversals.length + grants.length === 0) return { lots, looks };
		lots = [
			...lots.map((lot) => {
				const amount = reversals.find(({ lot_id }) => lot_id === lot.id)?.amount ?? 0;
				return {
					...lot,
					asked: lot.asked + amount,
					revoked: lot.revoked + amount,
					asked_for_order: lot.asked_for_order + amount,
				};
			}),
			...grants.map(({ source_key, amount }) => lot(amount, 0, { id: source_key })),
		];
	}
	throw new Error('it never comes to an end');
}

const inForce = (lots: GrantedLot[]) => lots.reduce((sum, { granted, asked }) => sum + granted - asked, 0);

/** An order of packs at 5 EUR in some later state: captured as it was placed, or as it became; some of that refunded. */
const states = fc
	.record({
		pieces: fc.integer({ min: 0, max: 5 }),
		placed: fc.integer({ min: 1, max: 5 }),
		refunded: fc.nat(2500),
		canceled: fc.boolean(),
	})
	.map(({ pieces, placed, refunded, canceled }) => {
		const captured = 5 * Math.max(pieces, placed);
		return packs(pieces, { captured, refunded: Math.min(captured, refunded / 100), canceled });
	});

test('granting and taking back come to an end, and at the same credits on whichever way the order came there', () => {
	fc.assert(
		fc.property(fc.array(states, { maxLength: 4 }), states, (way, end) => {
			const direct = settle(end, []);
			const seen = way.reduce((lots, state) => settle(state, lots).lots, [] as GrantedLot[]);
			const after = settle(end, seen);
			expect(inForce(after.lots)).toBe(inForce(direct.lots));
			expect(Math.max(direct.looks, after.looks)).toBeLessThanOrEqual(3);
			for (const { granted, asked } of after.lots) expect(asked).toBeLessThanOrEqual(granted);
		}),
		{ numRuns: 2000 },
	);
});
