import type { ErrorCode, HoldBody, LotCategory } from '@answerpack/shared/contract';
import type { Pool } from '@answerpack/shared/pools';
import { type Book, credits, type Hold, iso, type Leg, type Lot, Refused, sum, type Window } from './book';
import { localWindow } from './windows';

const CATEGORIES: LotCategory[] = ['giveaway', 'plan', 'pack', 'adjustment'];

/** One answer is paid from exactly one pool: the first of these that can. Only operators play and train. */
export function poolsInOrder({ settings }: Book, { subject, purpose }: HoldBody): Pool[] {
	if (subject.kind === 'operator') return ['owner_cap'];
	if (purpose !== 'answer') return [];
	if (subject.kind === 'visitor') return ['free_reserve', 'owner_cap'];
	return settings.pools.paying_visitors === 'free_first'
		? ['free_reserve', 'end_user_credits', 'owner_cap']
		: ['end_user_credits', 'free_reserve', 'owner_cap'];
}

/** A window that was opened stays open to its end, whatever becomes of the time zone. */
export function windowOf({ settings, windows }: Book, pool: Window['pool'], now: number): Window {
	const period = pool === 'free_reserve' ? settings.pools.free_reserve.window : 'month';
	const open = windows.filter((w) => w.pool === pool && w.period === period && w.starts_at <= now && now < w.ends_at);
	return (
		open.sort((a, b) => b.starts_at - a.starts_at)[0] ?? {
			pool,
			period,
			...localWindow(settings.time_zone, now, period),
		}
	);
}

/** What holds took of a pool in a window: all of them, or those that count. */
export function used(
	{ holds }: Book,
	{ pool, period, starts_at }: Window,
	part: 'held' | 'spent',
	counts: (hold: Hold) => boolean = () => true,
): number {
	const inWindow = ({ window }: Leg) =>
		window?.pool === pool && window.period === period && window.starts_at === starts_at;
	return sum(holds.filter(counts), ({ legs }) => sum(legs.filter(inWindow), (leg) => leg[part]));
}

/** The limits of now of a pool for one asker, in a window. The first that is exceeded is the reason of a refusal. */
function limits(book: Book, { subject, purpose }: HoldBody, window: Window) {
	const { owner_cap, free_reserve } = book.settings.pools;
	const { pool } = window;
	const limit = (code: ErrorCode, amount: number, counts?: (hold: Hold) => boolean) => ({
		code,
		amount,
		used: used(book, window, 'held', counts) + used(book, window, 'spent', counts),
	});
	if (pool === 'free_reserve') {
		const reserve = limit('free_reserve_used_up', credits(free_reserve.credits));
		if (reserve.amount === 0) return [reserve];
		const own = ({ body }: Hold) => body.subject.kind === subject.kind && body.subject.key === subject.key;
		const perVisitor = credits(free_reserve.per_visitor ?? free_reserve.credits);
		return [limit('visitor_limit_reached', perVisitor, own), reserve];
	}
	const budget = credits(owner_cap.credits_per_month);
	const cap = limit('owner_cap_reached', budget);
	const share = (percent: number) => Math.floor((budget * percent) / 100);
	if (subject.kind !== 'operator') {
		const visitors = ({ body }: Hold) => body.subject.kind !== 'operator';
		return [cap, limit('owner_cap_reached', share(owner_cap.open_to_visitors_percent), visitors)];
	}
	if (purpose !== 'training') return [cap];
	const training = ({ body }: Hold) => body.purpose === 'training';
	const own = limit('training_limit_reached', share(owner_cap.training_percent), training);
	// Who may not train at all is told so, whatever is left of the cap.
	return budget > 0 && own.amount === 0 ? [own, cap] : [cap, own];
}

/** Nothing can be spent before its time, nor from the moment it expires, swept or not. */
export function spendable(lot: Lot, now: number): number {
	return lot.starts_at <= now && !isExpired(lot, now) ? lot.available : 0;
}
export const isExpired = ({ expires_at }: Lot, now: number) => expires_at !== null && expires_at <= now;

/** Soonest expiry first, then giveaway → plan → pack → adjustment, then oldest, then id. */
export function inBurnOrder(lots: Lot[]): Lot[] {
	return [...lots].sort(
		(a, b) =>
			(a.expires_at ?? Infinity) - (b.expires_at ?? Infinity) ||
			CATEGORIES.indexOf(a.category) - CATEGORIES.indexOf(b.category) ||
			a.starts_at - b.starts_at ||
			(a.id < b.id ? -1 : 1),
	);
}

const ownLots = (book: Book, customer: string) => book.lots.filter(({ customer_id }) => customer_id === customer);

/** What this asker can still use of a pool: in the window of now, or in another. */
export function left(book: Book, pool: Pool, body: HoldBody, now: number, window?: Window): number {
	if (pool === 'end_user_credits') return sum(ownLots(book, body.subject.key), (lot) => spendable(lot, now));
	const all = limits(book, body, window ?? windowOf(book, pool, now));
	return Math.max(0, Math.min(...all.map((limit) => limit.amount - limit.used)));
}

/** A hold on a limited pool stays in the window that it was taken from, also when it grows or is settled late. */
export const windowOfHold = ({ windows }: Book, { legs }: Hold): Window | undefined =>
	windows.find(
		({ pool, period, starts_at }) =>
			legs[0]?.window?.pool === pool && legs[0].window.period === period && legs[0].window.starts_at === starts_at,
	);

/** Limits of a month say nothing about the window of a day: then nothing more is taken from that. */
export function isCountedOtherwise(book: Book, hold: Hold, now: number): boolean {
	const own = windowOfHold(book, hold);
	return own !== undefined && hold.pool !== 'end_user_credits' && own.period !== windowOf(book, hold.pool, now).period;
}

/** The reason why a pool does not pay, if it does not; `skip`: it has nothing to do with this asker. */
export function refusalOf(book: Book, pool: Pool, body: HoldBody, amount: number, now: number, of?: Window) {
	if (pool === 'end_user_credits') {
		if (ownLots(book, body.subject.key).length === 0) return 'skip';
		const rest = left(book, pool, body, now);
		return rest === 0 || rest < amount ? new Refused('credits_used_up') : undefined;
	}
	const window = of ?? windowOf(book, pool, now);
	const all = limits(book, body, window);
	const exceeded = all.find((limit) => limit.amount === 0 || limit.used + amount > limit.amount);
	const never = all.some((limit) => limit.amount < Math.max(amount, 1));
	const resets_at = iso(window.ends_at);
	return exceeded && new Refused(exceeded.code, never ? undefined : { resets_at });
}

/** Takes an amount that a pool can pay: lots in burn order, or the window that is open. */
export function take(book: Book, hold: Hold, amount: number, now: number): void {
	if (hold.pool !== 'end_user_credits') {
		const { ends_at, ...window } = windowOfHold(book, hold) ?? windowOf(book, hold.pool, now);
		if (
			!book.windows.some(
				(w) => w.pool === window.pool && w.period === window.period && w.starts_at === window.starts_at,
			)
		)
			book.windows.push({ ...window, ends_at });
		hold.legs.push({ window, held: amount, spent: 0 });
		return;
	}
	let rest = amount;
	for (const lot of inBurnOrder(ownLots(book, hold.body.subject.key))) {
		const held = Math.min(rest, spendable(lot, now));
		if (held === 0) continue;
		hold.legs.push({ lot_id: lot.id, held, spent: 0 });
		lot.available -= held;
		rest -= held;
	}
}
