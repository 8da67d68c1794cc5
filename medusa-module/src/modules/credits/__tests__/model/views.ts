import type CreditsModuleService from '../../service';
import * as model from './model';
import type { World } from './operations';

/** What can be seen of all books from outside: by customers, by owners, in reports. */
export const CUSTOMERS = ['ann', 'bob'];

const RANGE = { from: '2025-01-01T00:00:00Z', to: '2032-01-01T00:00:00Z' };
const iso = (at: number) => new Date(at).toISOString();

/** As the ledger shows them. */
export async function seen(ledger: CreditsModuleService) {
	const [bots, answers] = await Promise.all([
		ledger.listBots(),
		Promise.all(CUSTOMERS.map((customer) => ledger.customerAnswers(customer, { limit: 1000, offset: 0 }))),
	]);
	const views = await Promise.all(
		bots.map(async ({ bot_id, settings, pools }) => {
			const [credits, days, months, giveaways] = await Promise.all([
				Promise.all(CUSTOMERS.map((customer) => ledger.customerCredits(bot_id, customer))),
				ledger.usage(bot_id, { ...RANGE, by: 'day' }),
				ledger.usage(bot_id, { ...RANGE, by: 'month' }),
				ledger.listGiveaways(bot_id),
			]);
			const customers = credits.map((it, n) => {
				const own = answers[n]?.answers.filter((answer) => answer.bot_id === bot_id) ?? [];
				return { ...it, answers: own.map((answer) => ({ ...answer, lots: paid(answer.lots) })).sort(byId) };
			});
			const codes = giveaways.map(({ code, claimed, ends_at }) => ({ code, claimed, ends_at })).sort(byCode);
			return [bot_id, { version: settings.version, pools, customers, days, months, giveaways: codes }] as const;
		}),
	);
	return Object.fromEntries(views.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As the model says that they look. */
export function shown({ books, now }: World): Awaited<ReturnType<typeof seen>> {
	const views = Object.entries(books).map(([bot_id, book]) => {
		const giveaways = book.giveaways.map(({ code, ends_at }) => ({
			code,
			claimed: model.claimed(book, code),
			ends_at: iso(ends_at),
		}));
		return [
			bot_id,
			{
				version: book.settings.version,
				pools: poolsOf(book, now),
				customers: CUSTOMERS.map((customer) => creditsOf(bot_id, book, customer, now)),
				days: usageOf(book, 'day'),
				months: usageOf(book, 'month'),
				giveaways: giveaways.sort(byCode),
			},
		] as const;
	});
	return Object.fromEntries(views.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function poolsOf(book: model.Book, now: number) {
	const { owner_cap, free_reserve } = book.settings.pools;
	const budgets = { owner_cap: owner_cap.credits_per_month, free_reserve: free_reserve.credits };
	return (['owner_cap', 'free_reserve'] as const).map((pool) => {
		const window = model.windowOf(book, pool, now);
		const { period, starts_at, ends_at } = window;
		return {
			pool,
			window: period,
			budget: Math.round(budgets[pool] * 1000),
			starts_at: iso(starts_at),
			resets_at: iso(ends_at),
			held: model.used(book, window, 'held'),
			spent: model.used(book, window, 'spent'),
		};
	});
}

function creditsOf(bot_id: string, book: model.Book, customer_id: string, now: number) {
	const lots = model.inBurnOrder(book.lots.filter((lot) => lot.customer_id === customer_id)).map((lot) => {
		const { id, source_key, category, granted, revoked, frozen } = lot;
		const expires_at = lot.expires_at === null ? null : iso(lot.expires_at);
		const reference: Record<string, string> = lot.giveaway ? { giveaway: lot.giveaway.code } : {};
		const same = { bot_id, id, customer_id, source_key, category, reference, granted, revoked, frozen, expires_at };
		return {
			...same,
			held: model.ofLegs(book, lot, 'held'),
			spent: model.ofLegs(book, lot, 'spent'),
			left: model.spendable(lot, now),
			expired: lot.expired + (model.isLeftOver(lot, now) ? lot.available : 0),
			starts_at: iso(lot.starts_at),
			created_at: iso(lot.starts_at),
		};
	});
	const answers = book.holds
		.filter(({ body }) => body.subject.kind === 'customer' && body.subject.key === customer_id)
		.map(({ body, at, pool, state, amount, legs }) => ({
			id: body.id,
			bot_id,
			at: iso(at),
			pool,
			purpose: body.purpose,
			state,
			amount,
			spent: legs.reduce((spent, leg) => spent + leg.spent, 0),
			lots: paid(legs.flatMap(({ lot_id, held, spent }) => (lot_id ? { lot_id, amount: held + spent } : []))),
		}));
	const total = (part: 'left' | 'held') => lots.reduce((amount, lot) => amount + lot[part], 0);
	return { left: total('left'), held: total('held'), lots, answers: answers.sort(byId) };
}

function usageOf({ holds }: model.Book, by: 'day' | 'month') {
	const rows = new Map<
		string,
		{ from: string; pool: model.Hold['pool']; purpose: model.Hold['body']['purpose']; answers: number; spent: number }
	>();
	for (const { settled_on, pool, body, legs } of holds) {
		if (settled_on === undefined) continue;
		const from = by === 'day' ? settled_on : `${settled_on.slice(0, 7)}-01`;
		const key = `${from} ${pool} ${body.purpose}`;
		const row = rows.get(key) ?? { from, pool, purpose: body.purpose, answers: 0, spent: 0 };
		row.answers += 1;
		row.spent += legs.reduce((spent, leg) => spent + leg.spent, 0);
		rows.set(key, row);
	}
	return { usage: [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row) };
}

/** What each lot paid; one that paid nothing is no part of it. */
function paid(lots: { lot_id: string; amount: number }[]) {
	const amounts = new Map<string, number>();
	for (const { lot_id, amount } of lots) amounts.set(lot_id, (amounts.get(lot_id) ?? 0) + amount);
	return [...amounts].filter(([, amount]) => amount > 0).sort();
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);
