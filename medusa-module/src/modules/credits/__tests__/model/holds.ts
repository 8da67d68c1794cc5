import type {
	ErrorCode,
	ExtendBody,
	HoldAnswer,
	HoldBody,
	ReleaseAnswer,
	SettleAnswer,
} from '@answerpack/shared/contract';
import { type Book, type Hold, iso, Refused, refuse } from './book';
import { isDisputed, owed } from './lots';
import { isCountedOtherwise, isExpired, left, poolsInOrder, refusalOf, take, windowOfHold } from './paying';
import { localDate } from './windows';

/** What the asker can do most about comes first. */
const PRECEDENCE: ErrorCode[] = [
	'credits_used_up',
	'visitor_limit_reached',
	'free_reserve_used_up',
	'training_limit_reached',
	'owner_cap_reached',
];

export function reserve(book: Book, body: HoldBody, now: number): HoldAnswer & { replayed: boolean } {
	const known = book.holds.find((hold) => hold.body.id === body.id);
	if (known) {
		const isExpired = known.state === 'expired' || isDue(known, now);
		if (isExpired || JSON.stringify(known.body) !== JSON.stringify(body)) refuse('hold_conflict');
		return { ...known.answer, replayed: true };
	}
	if (book.settings.status === 'paused') refuse('bot_paused');
	const refusals: Refused[] = [];
	for (const pool of poolsInOrder(book, body)) {
		const refusal = refusalOf(book, pool, body, body.amount, now);
		if (refusal instanceof Refused) refusals.push(refusal);
		if (refusal) continue;
		const expires_at = now + body.ttl_seconds * 1000;
		const answer = { id: body.id, pool, amount: body.amount, expires_at: iso(expires_at), left: 0 };
		const hold: Hold = {
			body,
			state: 'open',
			pool,
			amount: body.amount,
			expires_at,
			at: now,
			legs: [],
			answer,
		};
		book.holds.push(hold);
		take(book, hold, body.amount, now);
		answer.left = left(book, pool, body, now);
		return { ...answer, replayed: false };
	}
	const code = PRECEDENCE.find((it) => refusals.some((refusal) => refusal.code === it)) ?? 'not_allowed';
	// Whichever pool opens first is when it is worth asking again.
	const resets_at = refusals.flatMap(({ details }) => details?.resets_at ?? []).sort()[0];
	throw new Refused(code, resets_at === undefined ? undefined : { resets_at });
}

const holdOf = (book: Book, id: string) => book.holds.find(({ body }) => body.id === id) ?? refuse('hold_not_found');

export function extend(book: Book, id: string, { ttl_seconds, amount }: ExtendBody, now: number): HoldAnswer {
	const hold = holdOf(book, id);
	if (hold.state !== 'open' || hold.expires_at <= now) refuse('hold_conflict');
	const more = (amount ?? 0) - hold.amount;
	if (more > 0) {
		if (book.settings.status === 'paused') refuse('bot_paused');
		if (isCountedOtherwise(book, hold, now)) refuse('not_allowed');
		const refusal = refusalOf(book, hold.pool, hold.body, more, now, windowOfHold(book, hold));
		if (refusal instanceof Refused) throw refusal;
		take(book, hold, more, now);
		hold.amount += more;
	}
	hold.expires_at = Math.max(hold.expires_at, now + ttl_seconds * 1000);
	const { pool, expires_at } = hold;
	return { id, pool, amount: hold.amount, expires_at: iso(expires_at), left: left(book, pool, hold.body, now) };
}

/** The same end again answers the same; another end of the same hold is a conflict. */
function end<T extends SettleAnswer | ReleaseAnswer>(hold: Hold, request: object, act: () => T): T {
	const said = JSON.stringify(request);
	if (hold.end && hold.end.request !== said) refuse('hold_conflict');
	hold.end ??= { request: said, answer: act() };
	return hold.end.answer as T;
}

/** Charges what was used, never more than the hold; the surplus is absorbed. */
export function settle(book: Book, id: string, body: { amount: number }, now: number): SettleAnswer {
	const hold = holdOf(book, id);
	return end(hold, body, () => {
		// It comes late: what is still there for that subject is charged.
		const window = windowOfHold(book, hold);
		const payable = isCountedOtherwise(book, hold, now) ? 0 : left(book, hold.pool, hold.body, now, window);
		const late = Math.min(body.amount, hold.amount, payable);
		if (hold.state === 'expired' && late > 0) take(book, hold, late, now);
		const { spent } = giveBack(book, hold, body.amount, now);
		Object.assign(hold, { state: 'settled', settled_on: localDate(book.settings.time_zone, now, 'day') });
		return { spent, absorbed: body.amount - spent, left: left(book, hold.pool, hold.body, now) };
	});
}

export function release(book: Book, id: string, body: { reason: string }, now: number): ReleaseAnswer {
	const hold = holdOf(book, id);
	return end(hold, body, () => {
		const { returned } = giveBack(book, hold, 0, now);
		if (hold.state === 'open') hold.state = 'released';
		return { released: returned, left: left(book, hold.pool, hold.body, now) };
	});
}

export const isDue = (hold: Hold, now: number) => hold.state === 'open' && hold.expires_at <= now;

export function expireHold(book: Book, hold: Hold, now: number): void {
	giveBack(book, hold, 0, now);
	hold.state = 'expired';
}

/** Spends along the legs, in order, and gives the rest back to the same lots and windows. */
function giveBack(book: Book, hold: Hold, amount: number, now: number): { spent: number; returned: number } {
	let [spent, returned] = [0, 0];
	for (const leg of hold.legs) {
		const charged = Math.min(leg.held, amount - spent);
		const rest = leg.held - charged;
		Object.assign(leg, { held: 0, spent: leg.spent + charged });
		spent += charged;
		returned += rest;
		const lot = book.lots.find(({ id }) => id === leg.lot_id);
		if (!lot) continue;
		// What reversals still ask for is paid first.
		const revoked = Math.min(rest, owed(book, lot));
		lot.revoked += revoked;
		lot[isExpired(lot, now) ? 'expired' : isDisputed(book, lot) ? 'frozen' : 'available'] += rest - revoked;
	}
	return { spent, returned };
}
