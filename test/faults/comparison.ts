import { POOLS, type Pool } from '@answerpack/shared/pools';
import { amountOf, type Books, type Hold } from './books.ts';
import type { createCaller } from './callers.ts';

const DAY_MS = 24 * 3600 * 1000;
const CALLERS = 32;

interface Ledger {
	bot_id: string;
	people: { id: string }[];
	call: ReturnType<typeof createCaller>;
	asOwner<T>(method: string, path: string): Promise<T>;
}

interface Lot {
	category: string;
	granted: number;
	held: number;
	used: number;
	taken_back: number;
}

/** Expects that the ledger is right by itself, and says what the clients were told. */
export async function expectTheSame(books: Books, ledger: Ledger): Promise<void> {
	const { bot_id, people, asOwner } = ledger;
	expect(await asOwner('GET', '/admin/answerpack/ledger')).toEqual({ right: true, breaches: [] });
	expect(books.overdrafts()).toEqual([]);

	const inCredits = (pool: Pool) => ({
		pool,
		used: books.totals(pool).spent / 1000,
		held: books.totals(pool).held / 1000,
	});
	const { bots } = await asOwner<{
		bots: { bot_id: string; pools: { pool: Pool; budget: number; used: number; held: number }[] }[];
	}>('GET', '/admin/answerpack/bots');
	const pools = bots.find((bot) => bot.bot_id === bot_id)?.pools ?? [];
	expect(pools).toMatchObject([inCredits('owner_cap'), inCredits('free_reserve')]);
	for (const { budget, used, held } of pools) expect(used + held).toBeLessThanOrEqual(budget);

	expect(await spentByPool(ledger)).toEqual(
		new Map(POOLS.map((pool) => [pool, { answers: books.totals(pool).answers, spent: books.totals(pool).spent }])),
	);

	for (const { id } of people) {
		const { bots } = await asOwner<{ bots: { bot_id: string; lots: Lot[] }[] }>(
			'GET',
			`/admin/answerpack/customers/${id}/credits`,
		);
		const lots = bots.find((bot) => bot.bot_id === bot_id)?.lots ?? [];
		const sum = (part: keyof Omit<Lot, 'category'>) =>
			Math.round(lots.reduce((total, lot) => total + lot[part], 0) * 1000);
		const gifts = lots.filter(({ category }) => category === 'giveaway').length;
		const { spent, held } = books.totals('end_user_credits', ({ body }) => body.subject.key === id);
		expect({
			gifts,
			granted: sum('granted') - gifts * 3000,
			held: sum('held'),
			used: sum('used'),
			taken_back: sum('taken_back'),
		}).toEqual({
			gifts: books.claimed.has(id) ? 1 : 0,
			granted: books.granted.get(id) ?? 0,
			held,
			used: spent,
			taken_back: books.taken_back.get(id) ?? 0,
		});
	}
	const { giveaways } = await asOwner<{ giveaways: object[] }>('GET', `/admin/answerpack/giveaways?bot_id=${bot_id}`);
	expect(books.claimed.size).toBe(4);
	expect(giveaways).toMatchObject([{ claimed_credits: 12 }]);

	await expectTheSameAnswers(books.holds, ledger);
	// Asking again has changed nothing.
	expect(await asOwner('GET', '/admin/answerpack/ledger')).toEqual({ right: true, breaches: [] });
}

async function spentByPool({ bot_id, call }: Ledger) {
	const [from, to] = [-2, 2].map((days) => new Date(Date.now() + days * DAY_MS).toISOString()) as [string, string];
	const { usage } = await call((ledger) => ledger.usage(bot_id, { from, to, by: 'month' }));
	return new Map(
		POOLS.map((pool) => {
			const rows = usage.filter((row) => row.pool === pool);
			const sum = (part: 'answers' | 'spent') => rows.reduce((total, row) => total + row[part], 0);
			return [pool, { answers: sum('answers'), spent: sum('spent') }];
		}),
	);
}

/** Every call again: each is answered as it was. */
async function expectTheSameAnswers(holds: Hold[], { bot_id, call }: Ledger): Promise<void> {
	const left = holds.values();
	await Promise.all(
		Array.from({ length: CALLERS }, async () => {
			for (const hold of left) {
				const { body, told, end } = hold;
				expect(await call((ledger) => ledger.hold(bot_id, body))).toEqual(told);
				if (end?.kind === 'settle')
					expect(await call((ledger) => ledger.settle(bot_id, told.id, end.body))).toEqual(end.answer);
				if (end?.kind === 'release')
					expect(await call((ledger) => ledger.release(bot_id, told.id, end.body))).toEqual(end.answer);
				if (!end) {
					// Still open, and with what it was raised to.
					const extended = await call((ledger) => ledger.extend(bot_id, told.id, { ttl_seconds: 3600 }));
					expect(extended.amount).toBe(amountOf(hold));
				}
			}
		}),
	);
}
