import { decideGrants } from '../decide-grants';
import { decidePlanEnds, decideResumes } from '../decide-plans';
import type { GrantedLot, LinePlan, OrderSnapshot, RecordedPurchase } from '../order-snapshot';
import type { PlanPurchaseTerms } from '../terms';
import { lot, order, ten } from './order';

const monthly: PlanPurchaseTerms = {
	...{ kind: 'plan', variant_id: 'monthly', offer_id: 'offer', bot_id: 'bot', name: '10 a month', amount: 10_000 },
	...{ interval: 'month', interval_count: 1, rollover_max: 0, price: 9.9, currency_code: 'eur' },
};
const purchase: RecordedPurchase = { customer_id: 'anna', has_account: true, terms: [monthly, ten] };
const line = { id: 'line', variant_id: 'monthly', pieces: 1, price: 9.9 };
/** A month for 9.90 EUR, paid. */
const paid: OrderSnapshot = { ...order, price: 9.9, captured: 9.9, lines: [line] };
const plan: LinePlan = { id: 'plan', line_item_id: 'line', begun: true, ended: false, in_first_period: true };
const decide = (order: OrderSnapshot, plans: LinePlan[] = [], lots: GrantedLot[] = []) =>
	decideGrants(order, purchase, new Map([['monthly', 'plan']]), lots, plans);
const start = { line_item_id: 'line', customer_id: 'anna', terms: monthly, pieces: 1, paid: 9.9 };
const named = { id: 'refund', total: 1, money: 1, lines: [{ line_item_id: 'line', amount: 4000 }] };

describe('a plan of a paid order', () => {
	test('begins, and is granted by its own books', () => {
		expect(decide(paid)).toEqual({ state: 'grant', grants: [], starts: [start], without_terms: [] });
	});

	test.each<[string, Partial<OrderSnapshot>, object]>([
		['is paid in part', { captured: 9 }, { state: 'waiting', reason: 'not_paid' }],
		['is cancelled', { canceled: true }, { state: 'waiting', reason: 'canceled' }],
		['has its money given back', { refunded: 9.9 }, { state: 'grant', starts: [] }],
		['changed hands', { cart_customer_id: 'mallory' }, { state: 'refused', reason: 'cart_changed_hands' }],
	])('does not begin when its order %s', (_, change, expected) => {
		expect(decide({ ...paid, ...change })).toMatchObject(expected);
	});

	test('says what money was paid for its line, beside a pack and a gift card', () => {
		const lines = [line, { id: 'pack', variant_id: 'ten', pieces: 2, price: 9.9 }];
		const decision = decide({ ...paid, price: 9.9, placed_credit: 9.9, lines });
		expect(decision).toMatchObject({ starts: [{ paid: 4.95 }], grants: [{ amount: 20_000 }] });
	});

	test('that nobody’s checkout recorded says so, paid or not, whoever made the order', () => {
		const unrecorded = { state: 'grant', starts: [], without_terms: [{ line_item_id: 'line', kind: 'plan' }] };
		expect(decideGrants({ ...paid, captured: 0 }, undefined, new Map([['monthly', 'plan']]), [])).toMatchObject(
			unrecorded,
		);
	});

	test('begins once', () => {
		expect(decide(paid, [plan])).toMatchObject({ grants: [], starts: [] });
		expect(decide(paid, [{ ...plan, begun: false }])).toMatchObject({ grants: [], starts: [] });
	});

	test('is given again what a refund took that came to nothing, until the same end, while its first period lasts', () => {
		const period = { expires_at: new Date('2026-12-22'), reference: { plan_id: 'plan' } };
		const lots = [lot(10_000, 5000, { revoked: 5000, period })];
		expect(decide(paid, [plan], lots)).toMatchObject({
			grants: [{ source_key: 'grant:line:10000', category: 'plan', amount: 5000, ...period }],
		});
		expect(decide(paid, [{ ...plan, in_first_period: false }], lots)).toMatchObject({ grants: [] });
	});
});

test('a beginning that broke off goes on, also of an order that was cancelled since', () => {
	const broken = { ...plan, begun: false };
	for (const change of [{}, { canceled: true }, { refunded: 9.9 }]) {
		expect(decideResumes({ ...paid, ...change }, purchase, [broken])).toEqual([start]);
	}
	expect(decideResumes(paid, purchase, [plan])).toEqual([]);
	expect(decideResumes(paid, purchase, [{ ...broken, ended: true }])).toEqual([]);
});

describe('a plan that has begun', () => {
	test.each<[string, Partial<OrderSnapshot>, boolean]>([
		['goes on', {}, false],
		['goes on when a part is refunded', { refunded: 9 }, false],
		['ends when all is refunded', { refunded: 9.9 }, true],
		['ends when its order is cancelled', { canceled: true }, true],
		['ends when its line is taken out', { lines: [] }, true],
		['ends when its piece is returned', { lines: [{ ...line, pieces: 0 }] }, true],
		['ends when its unused credits are refunded', { refunded: 1, refunds_of_unused: [named] }, true],
	])('%s', (_, change, ends) => {
		expect(decidePlanEnds({ ...paid, ...change }, [plan])).toEqual(ends ? [plan] : []);
	});

	test.each<[string, Partial<LinePlan>]>([
		['has not begun', { begun: false }],
		['has ended', { ended: true }],
		['has renewed since', { in_first_period: false }],
	])('is not ended by its order when it %s', (_, change) => {
		expect(decidePlanEnds({ ...paid, canceled: true }, [{ ...plan, ...change }])).toEqual([]);
	});
});
