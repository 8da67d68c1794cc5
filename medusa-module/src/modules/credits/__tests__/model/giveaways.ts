import { type Book, credits, type Giveaway, iso, refuse, sum } from './book';
import { grant, lotOf } from './lots';
import { windowOf } from './paying';

export function createGiveaway(book: Book, giveaway: Giveaway): void {
	if (book.giveaways.some(({ code }) => code === giveaway.code)) refuse('giveaway_conflict');
	book.giveaways.push({ ...giveaway });
}

export const claimed = (book: Book, code: string) =>
	sum(
		book.lots.filter(({ giveaway }) => giveaway?.code === code),
		({ granted }) => granted,
	);

export function endGiveaway(book: Book | undefined, code: string, now: number): void {
	const giveaway = book?.giveaways.find((it) => it.code === code) ?? refuse('giveaway_not_found');
	// It lasts for some time at least, even when it is ended before it has begun.
	giveaway.ends_at = Math.max(Math.min(giveaway.ends_at, now), giveaway.starts_at + 0.001);
}

/** Each customer once, within the giveaway's total and the bot's limit for the month. */
export function claim(book: Book, code: string, customer_id: string, lot_id: string, now: number) {
	const giveaway = book.giveaways.find((it) => it.code === code && it.starts_at <= now);
	if (!giveaway) return refuse('giveaway_not_found');
	const { amount, total, valid_days, ends_at } = giveaway;
	const source_key = `giveaway:${code}:${customer_id}`;
	if (book.lots.some((lot) => lot.source_key === source_key)) refuse('giveaway_claimed');
	if (ends_at <= now) refuse('giveaway_ended');
	if (claimed(book, code) + amount > total) refuse('giveaway_used_up');
	const month = windowOf(book, 'giveaways', now);
	const given = sum(
		book.lots.filter((lot) => lot.giveaway?.month === month.starts_at),
		({ granted }) => granted,
	);
	if (given + amount > credits(book.settings.pools.giveaways.credits_per_month)) refuse('giveaway_used_up');
	if (!book.windows.some((w) => w.pool === 'giveaways' && w.starts_at === month.starts_at)) book.windows.push(month);
	const asked = { customer_id, source_key, category: 'giveaway', amount, expires_at: null, valid_days } as const;
	grant(book, asked, lot_id, now, { code, month: month.starts_at });
	const { expires_at } = lotOf(book, lot_id);
	return { lot_id, amount, expires_at: expires_at === null ? null : iso(expires_at) };
}
