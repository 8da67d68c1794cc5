import { poolStates } from '../pool-states';

const settings = {
	time_zone: 'Europe/Berlin',
	pools: {
		owner_cap: {
			credits_per_month: 100,
			alert_at_percent: [80, 50, 100],
			open_to_visitors_percent: 0,
			training_percent: 100,
		},
		free_reserve: { credits: 30, window: 'day' as const },
		giveaways: { credits_per_month: 0 },
		paying_visitors: 'credits_first' as const,
	},
};
const row = (from: string, pool: 'owner_cap' | 'free_reserve' | 'end_user_credits', spent: number) => ({
	from,
	pool,
	purpose: 'answer' as const,
	answers: 1,
	spent,
});
/** Half past midnight of the second of March in Berlin, still the first in London. */
const now = new Date('2026-03-01T23:30:00Z');

test('each pool says what is used in its own window, by the days of the time zone of the bot', () => {
	const usage = [
		row('2026-02-28', 'owner_cap', 90_000),
		row('2026-03-01', 'owner_cap', 5000),
		row('2026-03-02', 'owner_cap', 500),
		row('2026-03-01', 'free_reserve', 30_000),
		row('2026-03-02', 'free_reserve', 1000),
		row('2026-03-01', 'end_user_credits', 2000),
	];
	expect(poolStates(settings, usage, now)).toEqual({
		pools: [
			{ pool: 'owner_cap', window: 'month', answers: 2, used: 5.5, budget: 100, left: 94.5 },
			{ pool: 'free_reserve', window: 'day', answers: 1, used: 1, budget: 30, left: 29 },
			{ pool: 'end_user_credits', window: 'month', answers: 1, used: 2, budget: null, left: null },
		],
		owner_cap_percent: 5,
		alert_at: null,
	});
});

test.each([
	[49_999, null],
	[50_000, 50],
	[99_999, 80],
	[100_000, 100],
	[120_000, 100],
])('of 100 credits %i millicredits reach the threshold %s', (spent, threshold) => {
	expect(poolStates(settings, [row('2026-03-02', 'owner_cap', spent)], now).alert_at).toBe(threshold);
});

test('a budget that was lowered below what is used has nothing left, and one of nothing raises no alert', () => {
	const pools = { ...settings.pools, owner_cap: { ...settings.pools.owner_cap, credits_per_month: 0 } };
	const states = poolStates({ ...settings, pools }, [row('2026-03-02', 'owner_cap', 1)], now);
	expect(states).toMatchObject({ owner_cap_percent: null, alert_at: null });
	expect(states.pools[0]?.left).toBe(0);
});
