import { decideAllowance, share } from '../decide-allowance';
import type { PlanTerms } from '../plan-terms';
import type { BilledInvoice, BilledLine } from '../recurring-billing';

const SMALL: PlanTerms = {
	offer_id: 'aoffer_small',
	bot_id: 'bot1',
	name: '10 credits a month',
	unit_amount: 990,
	currency_code: 'eur',
	interval: 'month',
	interval_count: 1,
	amount: 10_000,
	rollover_max: 0,
};
const TERMS = {
	small: SMALL,
	middle: { ...SMALL, unit_amount: 1990, amount: 30_000 },
	large: { ...SMALL, unit_amount: 2990, amount: 50_000 },
};
const [START, MIDDLE, END] = ['2026-03-01', '2026-03-16', '2026-04-01'].map((day) => new Date(day)) as [
	Date,
	Date,
	Date,
];

const line = (
	price_id: string | null,
	amount: number,
	partial = false,
	starts_at = partial ? MIDDLE : START,
): BilledLine => ({
	price_id,
	amount,
	partial,
	starts_at,
	ends_at: END,
});
const invoice = (change: Partial<BilledInvoice>): BilledInvoice => ({
	id: 'in_1',
	created_at: START,
	subscription_id: 'sub_1',
	plan_id: 'aplan_1',
	paid: true,
	paid_at: START,
	reason: 'renewal',
	amount_paid: 990,
	currency_code: 'eur',
	payment_ids: ['pi_1'],
	lines: [line('small', 990)],
	...change,
});

describe('an invoice', () => {
	it.each<[string, Partial<BilledInvoice>, object | string]>([
		[
			'of a renewal grants the whole allowance',
			{},
			{ reason: 'renewal', price_id: 'small', amount: 10_000, starts_at: START, ends_at: END },
		],
		[
			'that is paid in the middle of its period grants it until its end',
			{ paid_at: MIDDLE },
			{ amount: 10_000, starts_at: START, ends_at: END },
		],
		[
			'that is paid when its period is over grants as long a one from then on',
			{ paid_at: END },
			{ amount: 10_000, starts_at: END, ends_at: new Date('2026-05-02') },
		],
		['that is not paid grants nothing', { paid: false }, 'not_paid'],
		[
			'that a trial begins with is paid, and grants nothing',
			{ reason: 'begin', amount_paid: 0, lines: [line('small', 0)] },
			'begins_free',
		],
		[
			'that a subscription begins with, and that cost money, grants its period',
			{ reason: 'begin' },
			{ amount: 10_000 },
		],
		['that the customer’s credit at Stripe paid grants like any other', { amount_paid: 0 }, { amount: 10_000 }],
		[
			'of a renewal after a switch grants what it renews, not the parts of the period before',
			{ lines: [line('small', -495, true), line('large', 1495, true), line('large', 2990)] },
			{ price_id: 'large', amount: 50_000 },
		],
		[
			'of a switch in the middle grants half of the difference',
			{ reason: 'change', lines: [line('small', -495, true), line('large', 1495, true)] },
			{ reason: 'upgrade', price_id: 'large', amount: 20_000, starts_at: MIDDLE, ends_at: END },
		],
		[
			'of a switch to less is paid as well, and grants nothing',
			{ reason: 'change', amount_paid: 0, lines: [line('large', -1495, true), line('small', 495, true)] },
			'not_more',
		],
		[
			'of a switch that gives nothing back grants nothing',
			{ reason: 'change', lines: [line('large', 1495, true)] },
			'not_more',
		],
		[
			'of two switches grants both differences, each by its own part',
			{
				reason: 'change',
				lines: [
					line('large', 1495, true),
					line('small', -990, true, START),
					line('middle', 1990, true, START),
					line('middle', -995, true),
				],
			},
			{ price_id: 'large', amount: 20_000 + 10_000 },
		],
		[
			'of a period that begins anew grants it, less what was given back of the old one',
			{ reason: 'change', lines: [line('small', -495, true), line('small', 990)] },
			{ reason: 'upgrade', price_id: 'small', amount: 5000, starts_at: START, ends_at: END },
		],
		['that somebody wrote by hand grants nothing', { reason: 'other' }, 'no_period'],
		['of a renewal without a period grants nothing', { lines: [line('small', 5, true)] }, 'no_period'],
	])('%s', (_what, change, expected) => {
		const decided = decideAllowance(invoice(change), TERMS);
		if (typeof expected === 'string') expect(decided).toBe(expected);
		else expect(decided).toMatchObject(expected);
	});

	it.each(['dear', null])('that bills a price that was never sold (%p) wants somebody to look', (price) => {
		expect(() => decideAllowance(invoice({ lines: [line(price, 1)] }), TERMS)).toThrow(/never sold for/);
	});
});

describe('a share', () => {
	it.each([
		[10_000, 495, 990, 5000],
		[10_000, 1, 3, 3334],
		[10_000, 0, 990, 0],
		[10_000, 990, 990, 10_000],
		[10_000, 2000, 990, 10_000],
		[10_000, 0, 0, 10_000],
		[Number.MAX_SAFE_INTEGER, 999_999_998, 999_999_999, 9_007_199_245_733_792],
	])('of %p, %p out of %p, is %p', (amount, part, whole, expected) => {
		expect(share(amount, part, whole)).toBe(expected);
	});
});
