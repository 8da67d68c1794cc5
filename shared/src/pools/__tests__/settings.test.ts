import { botSettingsSchema } from '../index.js';

const least = {
	name: 'Bot',
	slug: 'bot',
	version: 1,
	pools: { owner_cap: { credits_per_month: 100 }, free_reserve: { credits: 30 } },
};

test('what an owner leaves out is what CONTRACT.md says', () => {
	expect(botSettingsSchema.parse(least)).toEqual({
		...least,
		status: 'active',
		gone: false,
		time_zone: 'UTC',
		price: { mode: 'per_answer', credits: 1 },
		pools: {
			owner_cap: {
				credits_per_month: 100,
				alert_at_percent: [80, 100],
				open_to_visitors_percent: 0,
				training_percent: 100,
			},
			free_reserve: { credits: 30, window: 'day' },
			giveaways: { credits_per_month: 0 },
			paying_visitors: 'credits_first',
		},
	});
});

test('a budget has no default: an owner states it, or nothing is free', () => {
	expect(botSettingsSchema.safeParse({ ...least, pools: { owner_cap: { credits_per_month: 1 } } }).success).toBe(false);
	expect(botSettingsSchema.safeParse({ ...least, pools: { free_reserve: { credits: 1 } } }).success).toBe(false);
});

test.each([
	['a time zone that does not exist', { time_zone: 'Europe/Kupferkanne' }],
	['a slug with capitals', { slug: 'Shop-Help' }],
	['an empty name', { name: '  ' }],
	['a fourth decimal', { price: { mode: 'per_answer', credits: 0.0001 } }],
	['a negative price', { price: { mode: 'per_answer', credits: -1 } }],
	['a price of a mode that does not exist', { price: { mode: 'per_word', credits: 1 } }],
	['a version that is not a whole number', { version: 1.5 }],
	[
		'a share of more than 100 %',
		{ pools: { ...least.pools, owner_cap: { credits_per_month: 1, training_percent: 101 } } },
	],
])('refuses %s', (_what, change) => {
	expect(botSettingsSchema.safeParse({ ...least, ...change }).success).toBe(false);
});
