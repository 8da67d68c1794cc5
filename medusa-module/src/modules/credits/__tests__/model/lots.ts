import type { LotCategory } from '@answerpack/shared/contract';
import { type Book, DAY_MS, type Lot, type Reversed, refuse, sum } from './book';
import { isExpired } from './paying';

/** What a lot's open and ended holds hold or spent of it. */
export const ofLegs = (book: Book, lot: Lot, part: 'held' | 'spent') =>
	sum(book.holds, ({ legs }) =>
		sum(
			legs.filter(({ lot_id }) => lot_id === lot.id),
			(leg) => leg[part],
		),
	);

const asked = (book: Book, lot: Lot) =>
	sum(
		book.reversals.filter(({ lot_id }) => lot_id === lot.id),
		(reversal) => reversal.asked,
	);
export const owed = (book: Book, lot: Lot) => asked(book, lot) - lot.revoked;
export const isDisputed = (book: Book, { id }: Lot) =>
	book.disputes.some(({ lot_id, thawed }) => thawed === undefined && lot_id === id);
export const lotOf = (book: Book | undefined, lot_id: string) =>
	book?.lots.find(({ id }) => id === lot_id) ?? refuse('lot_not_found');

export interface GrantAsked {
	customer_id: string;
	source_key: string;
	category: LotCategory;
	amount: number;
	expires_at: number | null;
	valid_days: number | null;
}

/** `lot_id`: the id for a lot that is new. */
export function grant(book: Book, grant: GrantAsked, lot_id: string, now: number, giveaway?: Lot['giveaway']) {
	const { customer_id, source_key, category, amount, valid_days } = grant;
	if (amount <= 0) refuse('invalid_request');
	const request = JSON.stringify(grant);
	const known = book.lots.find((lot) => lot.source_key === source_key);
	if (known && known.request !== request) refuse('grant_conflict');
	if (known) return { lot_id: known.id, replayed: true };
	const expires_at = grant.expires_at ?? (valid_days === null ? null : now + valid_days * DAY_MS);
	const parts = { granted: amount, available: amount, expired: 0, revoked: 0, frozen: 0 };
	const lot = { id: lot_id, customer_id, source_key, category, ...parts, starts_at: now, expires_at, request };
	book.lots.push(giveaway ? { ...lot, giveaway } : lot);
	return { lot_id, replayed: false };
}

export const isLeftOver = (lot: Lot, now: number) => isExpired(lot, now) && lot.available > 0;

export const isToBeSwept = (lot: Lot, now: number) => isExpired(lot, now) && !lot.swept;

export function expireLot(lot: Lot): void {
	lot.expired += lot.available;
	lot.available = 0;
	lot.swept = true;
}

/** Takes back what is left, frozen first; all reversals of a lot together never ask for more than it granted. */
export function revoke(
	book: Book | undefined,
	{ key, lot_id, amount }: { key: string; lot_id: string; amount: number },
	now: number,
): Reversed {
	if (amount <= 0) refuse('invalid_request');
	const lot = lotOf(book, lot_id);
	if (!book) return refuse('lot_not_found');
	const known = book.reversals.find((reversal) => reversal.key === key);
	if (known && (known.lot_id !== lot_id || known.amount !== amount)) refuse('reversal_conflict');
	if (known) return known.answer;
	const wanted = Math.min(amount, lot.granted - asked(book, lot));
	const frozen = Math.min(wanted, lot.frozen);
	const available = Math.min(wanted - frozen, isExpired(lot, now) ? 0 : lot.available);
	lot.frozen -= frozen;
	lot.available -= available;
	lot.revoked += frozen + available;
	const answer = { revoked: frozen + available, shortfall: wanted - frozen - available };
	book.reversals.push({ key, lot_id, amount, asked: wanted, answer });
	return answer;
}

export function freeze(book: Book | undefined, key: string, lot_id: string, now: number): { frozen: number } {
	const lot = lotOf(book, lot_id);
	const known = book?.disputes.find((dispute) => dispute.key === key);
	if (known && known.lot_id !== lot_id) refuse('reversal_conflict');
	if (known) return { frozen: known.frozen };
	if (!isExpired(lot, now)) {
		lot.frozen += lot.available;
		lot.available = 0;
	}
	const { frozen } = lot;
	book?.disputes.push({ key, lot_id, frozen });
	return { frozen };
}

/** With the last dispute of a lot, what is frozen can be spent again, or has expired. */
export function thaw(book: Book | undefined, key: string, now: number): { thawed: number } {
	const dispute = book?.disputes.find((it) => it.key === key) ?? refuse('dispute_not_found');
	const lot = lotOf(book, dispute.lot_id);
	if (dispute.thawed !== undefined) return { thawed: dispute.thawed };
	dispute.thawed = 0;
	if (book && isDisputed(book, lot)) return { thawed: 0 };
	const thawed = lot.frozen;
	dispute.thawed = thawed;
	lot[isExpired(lot, now) ? 'expired' : 'available'] += thawed;
	lot.frozen = 0;
	return { thawed };
}
