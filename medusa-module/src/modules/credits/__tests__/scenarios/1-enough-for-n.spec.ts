import { hold, settings } from '../ledger';
import { allAtOnce, BOT, customer, setStage, visitor } from './stage';

describe('scenario 1: many ask at once, and exactly as many win as can be paid', () => {
	const stage = setStage('1');
	const { reserve, grant, credits, pools } = stage;

	it('of a thousand, in two processes: the reserve, the share of the cap, the lots and each visitor’s limit together', async () => {
		const owner_cap = {
			credits_per_month: 100,
			alert_at_percent: [],
			open_to_visitors_percent: 10,
			training_percent: 100,
		};
		const free_reserve = { credits: 300, window: 'day' as const, per_visitor: 3 };
		await stage.ledger.putBot(BOT, settings({ version: 2, pools: { owner_cap, free_reserve } }));
		const customers = Array.from({ length: 20 }, (_, n) => `cus_${n}`);
		for (const key of customers) {
			await grant(key, `grant:${key}:1`, { amount: 3500, valid_days: 1 });
			await grant(key, `grant:${key}:2`, { amount: 3500 });
		}
		const visitors = Array.from({ length: 150 }, (_, n) => visitor(`v${n}`));
		// Everybody asks more often than they can pay for: 150 visitors 4 times, 20 customers 20 times.
		const subjects = [
			...[1, 2, 3, 4].flatMap(() => visitors),
			...Array.from({ length: 20 }).flatMap(() => customers.map(customer)),
		];
		const processes = [stage.ledger, stage.books.openProcess()];
		const { answers, refused } = await allAtOnce(
			subjects.map(async (subject, n) => ({
				key: subject.key,
				pool: (await reserve(hold({ subject }), processes[n % 2])).pool,
			})),
		);

		const won = (pool: string) => answers.filter((answer) => answer.pool === pool);
		expect(won('end_user_credits')).toHaveLength(20 * 7);
		expect(won('free_reserve')).toHaveLength(300);
		expect(won('owner_cap')).toHaveLength(10);
		expect(Object.values(refused).reduce((sum, count) => sum + count)).toBe(1000 - 140 - 300 - 10);
		expect(await pools()).toEqual({
			free_reserve: { held: 300_000, spent: 0 },
			owner_cap: { held: 10_000, spent: 0 },
		});
		for (const key of customers) expect(await credits(key)).toMatchObject({ left: 0, held: 7000 });
		const freeOf = new Map<string, number>();
		for (const { key } of won('free_reserve')) freeOf.set(key, (freeOf.get(key) ?? 0) + 1);
		expect(Math.max(...freeOf.values())).toBe(3);
	});

	it('of a customer’s own requests, as many as the credits pay for; the others are free while that lasts', async () => {
		await grant('cus_1', 'grant:li_1', { amount: 7000 });
		const { answers, refused } = await allAtOnce(
			Array.from({ length: 60 }, () => reserve(hold({ subject: customer('cus_1') }))),
		);
		expect(answers.filter(({ pool }) => pool === 'end_user_credits')).toHaveLength(7);
		expect(answers.filter(({ pool }) => pool === 'free_reserve')).toHaveLength(3);
		expect(refused).toEqual({ credits_used_up: 50 });
	});

	it('of answers that differ in price: never more than there is, and what is too dear leaves room for what is not', async () => {
		await grant('cus_1', 'grant:li_1', { amount: 10_000 });
		const amounts = Array.from({ length: 200 }, (_, n) => 3000 + (n % 4));
		const { answers } = await allAtOnce(amounts.map((amount) => reserve(hold({ subject: customer('cus_1'), amount }))));
		const paid = answers.filter(({ pool }) => pool === 'end_user_credits');
		expect(paid).toHaveLength(3);
		const { left, held } = await credits('cus_1');
		expect(held).toBe(paid.reduce((sum, { amount }) => sum + amount, 0));
		expect(left + held).toBe(10_000);
	});
});
