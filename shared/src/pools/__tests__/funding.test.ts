import { botSettingsSchema, fundingOrder, type Purpose, type SubjectKind } from '../index.js';

/** The pools of a bot: 100 credits a month from the owner, 30 a day for free, 3 of them for one visitor. */
function pools({
	openToVisitors = 0,
	training = 100,
	payingVisitors = 'credits_first',
	perVisitor = 3 as number | 'unlimited',
} = {}) {
	return botSettingsSchema.parse({
		name: 'Bot',
		slug: 'bot',
		version: 1,
		pools: {
			owner_cap: { credits_per_month: 100, open_to_visitors_percent: openToVisitors, training_percent: training },
			free_reserve: { credits: 30, window: 'day', ...(perVisitor !== 'unlimited' && { per_visitor: perVisitor }) },
			paying_visitors: payingVisitors,
		},
	}).pools;
}

describe('who pays, in order', () => {
	test.each<[SubjectKind, Purpose, 'credits_first' | 'free_first', string[]]>([
		['customer', 'answer', 'credits_first', ['end_user_credits', 'free_reserve', 'owner_cap']],
		['customer', 'answer', 'free_first', ['free_reserve', 'end_user_credits', 'owner_cap']],
		['visitor', 'answer', 'credits_first', ['free_reserve', 'owner_cap']],
		['visitor', 'answer', 'free_first', ['free_reserve', 'owner_cap']],
		['operator', 'answer', 'credits_first', ['owner_cap']],
		['operator', 'playground', 'credits_first', ['owner_cap']],
		['operator', 'training', 'credits_first', ['owner_cap']],
		['visitor', 'playground', 'credits_first', []],
		['visitor', 'training', 'credits_first', []],
		['customer', 'playground', 'credits_first', []],
		['customer', 'training', 'free_first', []],
	])('%s, %s, %s: %p', (subject, purpose, payingVisitors, expected) => {
		const order = fundingOrder(pools({ payingVisitors }), subject, purpose);
		expect(order.map(({ pool }) => pool)).toEqual(expected);
	});
});

describe('limits', () => {
	test('the free reserve has its budget and the limit for one visitor, in millicredits, in its window', () => {
		expect(fundingOrder(pools(), 'visitor', 'answer')[0]).toEqual({
			pool: 'free_reserve',
			window: 'day',
			budget: 30_000,
			subject_limit: 3_000,
		});
	});

	test('without a limit for one visitor, one visitor may use the whole reserve', () => {
		expect(fundingOrder(pools({ perVisitor: 'unlimited' }), 'visitor', 'answer')[0]?.subject_limit).toBe(30_000);
	});

	test('a visitor gets nothing of the owner cap unless the owner opens it', () => {
		expect(fundingOrder(pools(), 'visitor', 'answer')[1]).toMatchObject({ share: 'visitors', share_limit: 0 });
	});

	test('what is opened to visitors is a share of the owner cap', () => {
		expect(fundingOrder(pools({ openToVisitors: 25 }), 'visitor', 'answer')[1]).toEqual({
			pool: 'owner_cap',
			window: 'month',
			budget: 100_000,
			share: 'visitors',
			share_limit: 25_000,
		});
	});

	test('a share is rounded down: never more than its percentage', () => {
		const settings = pools({ openToVisitors: 33 });
		settings.owner_cap.credits_per_month = 0.01;
		expect(fundingOrder(settings, 'visitor', 'answer')[1]?.share_limit).toBe(3);
	});

	test('a share of the largest budget is exact', () => {
		const settings = pools({ openToVisitors: 99 });
		settings.owner_cap.credits_per_month = 9_007_199_254;
		expect(fundingOrder(settings, 'visitor', 'answer')[1]?.share_limit).toBe(8_917_127_261_460);
	});

	test('training has a share of its own; the playground may use the whole cap', () => {
		const settings = pools({ training: 40 });
		expect(fundingOrder(settings, 'operator', 'training')[0]).toMatchObject({ share: 'training', share_limit: 40_000 });
		expect(fundingOrder(settings, 'operator', 'playground')[0]).toEqual({
			pool: 'owner_cap',
			window: 'month',
			budget: 100_000,
		});
	});

	test('end-user credits have no window and no budget: the lots are the limit', () => {
		expect(fundingOrder(pools(), 'customer', 'answer')[0]).toEqual({ pool: 'end_user_credits' });
	});
});
