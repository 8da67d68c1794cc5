import { isDeepStrictEqual } from 'node:util';
import { AnswerpackError, type HoldBody, type LotCategory, type Subject } from '@answerpack/shared/contract';
import type { Purpose } from '@answerpack/shared/pools';
import type CreditsModuleService from '../../service';
import { settings } from '../ledger';
import * as model from './model';

/**
 * One step of a sequence, as plain data, so that a counterexample can be printed and pasted. `hold` and `lot` count back
 * from the newest one of the bot, open holds before ended ones, and round again; where there is none, they name nothing. Amounts in millicredits, budgets in credits.
 */
export type Operation =
	| ({ do: 'put'; bot: string; version: 'next' | 'same' | 'older' } & Published)
	| { do: 'grant'; bot: string; customer: string; key: number; category: LotCategory; amount: number; expires: Expiry }
	| {
			do: 'reserve';
			bot: string;
			hold: 'new' | number;
			subject: Subject;
			purpose: Purpose;
			amount: number;
			ttl: number;
	  }
	| { do: 'extend'; bot: string; hold: number; ttl: number; amount?: number }
	| { do: 'settle'; bot: string; hold: number; amount: number }
	| { do: 'release'; bot: string; hold: number; reason: string }
	| { do: 'revoke'; bot: string; lot: number; key: number; amount: number }
	| { do: 'freeze'; bot: string; lot: number; key: number }
	| { do: 'thaw'; bot: string; key: number }
	| {
			do: 'offer';
			bot: string;
			code: string;
			amount: number;
			claims: number;
			from_days: number;
			days: number;
			valid_days: number | null;
	  }
	| { do: 'claim'; bot: string; code: string; customer: string }
	| { do: 'end offer'; bot: string; code: string }
	| { do: 'expire holds' }
	| { do: 'expire lots' }
	/** The same call once more, `back` calls ago. */
	| { do: 'again'; back: number };

/** The clock moves: by so many ms, or to the next boundary of a kind, or to the last ms before it. */
export type Tick = { do: 'wait'; ms: number } | { do: 'wait for'; next: Boundary; early: boolean };
export type Boundary = 'day' | 'month' | 'hold' | 'lot';
export type Expiry = { days: number } | { at_ms: number } | 'never';

export interface Published {
	status: 'active' | 'paused';
	zone: string;
	owner: number;
	open: number;
	training: number;
	reserve: number;
	window: 'day' | 'month';
	each: number | null;
	giveaways: number;
	first: 'credits_first' | 'free_first';
}

/** All books at one moment. */
export interface World {
	now: number;
	books: Record<string, model.Book>;
}

export type Outcome = { answer: unknown } | { refused: { code: string; details?: object } };

/** An operation whose references stand for rows: what to ask the ledger, and what the model says to it. */
export interface Call {
	says: string;
	ask: (ledger: CreditsModuleService) => Promise<unknown>;
	/** `given` is what the ledger answered: only the ids that it made up are taken from it. */
	expect: (world: World, given: unknown) => unknown;
	/** What is left of the pool that the answer speaks of; null when there is no such hold. */
	left?: (world: World) => number | null;
	/** An end that has been answered already: what was left is repeated with it. */
	isRepeated?: (world: World) => boolean;
	/** A sweeper: what is due, each of which it may leave to others who work on it. */
	due?: (world: World) => (() => void)[];
}

const USAGE = { model: 'extractive', input_tokens: 0, output_tokens: 0 };
const AMOUNT_OF_ROWS = 1000;

const bookOf = ({ books }: World, bot: string): model.Book => {
	const book = books[bot];
	if (!book) throw new model.Refused('bot_not_found');
	return book;
};
const fromNewest = <T>(items: T[] = [], n: number): T | undefined => items[items.length - 1 - (n % items.length)];
const openLast = (holds: model.Hold[] = []) => [
	...holds.filter(({ state }) => state !== 'open'),
	...holds.filter(({ state }) => state === 'open'),
];
const madeUp = (given: unknown): string => {
	const id = (given as { lot_id?: string } | null)?.lot_id;
	return id ?? 'nothing was granted';
};
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Turns an operation into a call; `n` makes up what is new. */
export function prepare(operation: Exclude<Operation, { do: 'again' }>, world: World, n: number): Call {
	const says = JSON.stringify(operation);
	const book = 'bot' in operation ? world.books[operation.bot] : undefined;
	const holdId = (hold: 'new' | number) =>
		(hold === 'new' ? undefined : fromNewest(openLast(book?.holds), hold)?.body.id) ?? uuid(n);
	const lotId = (lot: number) => fromNewest(book?.lots, lot)?.id ?? 'lot_none';
	const leftOf = (bot: string, id: string) => (at: World) => {
		const hold = at.books[bot]?.holds.find(({ body }) => body.id === id);
		const book = bookOf(at, bot);
		return hold ? model.left(book, hold.pool, hold.body, at.now) : null;
	};
	const isEnded = (bot: string, id: string) => (at: World) =>
		at.books[bot]?.holds.some(({ body, end }) => body.id === id && end !== undefined) ?? false;
	switch (operation.do) {
		case 'put': {
			const stored = book?.settings.version ?? 1;
			const version = Math.max(0, stored + { next: 1, same: 0, older: -1 }[operation.version]);
			const published = publish(operation, version);
			const { bot } = operation;
			return {
				says,
				ask: (ledger) => ledger.putBot(bot, published),
				expect: (at) => {
					const put = model.putBot(at.books[bot], published);
					at.books[bot] = put;
					return { bot_id: bot, version: put.settings.version };
				},
			};
		}
		case 'grant': {
			const { bot, customer, key, category, amount, expires } = operation;
			const expires_at = typeof expires === 'object' && 'at_ms' in expires ? new Date(world.now + expires.at_ms) : null;
			const valid_days = typeof expires === 'object' && 'days' in expires ? expires.days : null;
			const asked = { customer_id: customer, source_key: `grant:${key}`, category, amount, expires_at, valid_days };
			return {
				says,
				ask: (ledger) => ledger.grant({ bot_id: bot, ...asked }),
				expect: (at, given) => {
					if (amount <= 0) throw new model.Refused('invalid_request');
					const what = { ...asked, expires_at: expires_at?.getTime() ?? null };
					return model.grant(bookOf(at, bot), what, madeUp(given), at.now);
				},
			};
		}
		case 'reserve': {
			const { bot, hold, subject, purpose, amount, ttl } = operation;
			const body: HoldBody = { id: holdId(hold), subject, purpose, amount, ttl_seconds: ttl };
			return {
				says,
				ask: (ledger) => ledger.reserve(bot, body),
				expect: (at) => model.reserve(bookOf(at, bot), body, at.now),
			};
		}
		case 'extend': {
			const { bot, hold, ttl, amount } = operation;
			const id = holdId(hold);
			const body = { ttl_seconds: ttl, ...(amount !== undefined && { amount }) };
			return {
				says,
				ask: (ledger) => ledger.extend(bot, id, body),
				expect: (at) => model.extend(bookOf(at, bot), id, body, at.now),
				left: leftOf(bot, id),
			};
		}
		case 'settle': {
			const { bot, hold, amount } = operation;
			const id = holdId(hold);
			return {
				says,
				ask: (ledger) => ledger.settle(bot, id, { amount, usage: USAGE }),
				expect: (at) => model.settle(bookOf(at, bot), id, { amount }, at.now),
				left: leftOf(bot, id),
				isRepeated: isEnded(bot, id),
			};
		}
		case 'release': {
			const { bot, hold, reason } = operation;
			const id = holdId(hold);
			return {
				says,
				ask: (ledger) => ledger.release(bot, id, { reason }),
				expect: (at) => model.release(bookOf(at, bot), id, { reason }, at.now),
				left: leftOf(bot, id),
				isRepeated: isEnded(bot, id),
			};
		}
		case 'revoke': {
			const { bot, lot, key, amount } = operation;
			const asked = { key: `reversal:${key}`, lot_id: lotId(lot), amount };
			return {
				says,
				ask: (ledger) => ledger.revoke(bot, { ...asked, reason: 'refund' }),
				expect: (at) => model.revoke(at.books[bot], asked, at.now),
			};
		}
		case 'freeze': {
			const { bot, lot, key } = operation;
			const id = lotId(lot);
			return {
				says,
				ask: (ledger) => ledger.freeze(bot, `dispute:${key}`, id),
				expect: (at) => model.freeze(at.books[bot], `dispute:${key}`, id, at.now),
			};
		}
		case 'thaw': {
			const { bot, key } = operation;
			return {
				says,
				ask: (ledger) => ledger.thaw(bot, `dispute:${key}`),
				expect: (at) => model.thaw(at.books[bot], `dispute:${key}`, at.now),
			};
		}
		case 'offer': {
			const { bot, code, amount, claims, from_days, days, valid_days } = operation;
			const starts_at = world.now + from_days * model.DAY_MS;
			const giveaway = { code, amount, total: amount * claims, valid_days };
			const ends_at = starts_at + days * model.DAY_MS;
			const dates = { starts_at: new Date(starts_at), ends_at: new Date(ends_at) };
			return {
				says,
				ask: async (ledger) => {
					await ledger.createGiveaway({ bot_id: bot, name: code, ...giveaway, ...dates });
				},
				expect: (at) => model.createGiveaway(bookOf(at, bot), { ...giveaway, starts_at, ends_at }),
			};
		}
		case 'claim': {
			const { bot, code, customer } = operation;
			return {
				says,
				ask: async (ledger) => {
					const { lot_id, amount, expires_at } = await ledger.claimGiveaway(bot, code, customer);
					return { lot_id, amount, expires_at };
				},
				expect: (at, given) => model.claim(bookOf(at, bot), code, customer, madeUp(given), at.now),
			};
		}
		case 'end offer': {
			const { bot, code } = operation;
			return {
				says,
				ask: async (ledger) => {
					await ledger.endGiveaway(bot, code);
				},
				expect: (at) => model.endGiveaway(at.books[bot], code, at.now),
			};
		}
		case 'expire holds':
			return sweeper(
				says,
				(ledger) => ledger.expireHolds(AMOUNT_OF_ROWS),
				({ books, now }) =>
					Object.values(books).flatMap((it) =>
						it.holds.filter((hold) => model.isDue(hold, now)).map((hold) => () => model.expireHold(it, hold, now)),
					),
			);
		case 'expire lots':
			return sweeper(
				says,
				(ledger) => ledger.expireLots(AMOUNT_OF_ROWS),
				({ books, now }) =>
					Object.values(books).flatMap(({ lots }) =>
						lots.filter((lot) => model.isToBeSwept(lot, now)).map((lot) => () => model.expireLot(lot)),
					),
			);
	}
}

function sweeper(says: string, ask: Call['ask'], due: NonNullable<Call['due']>): Call {
	const expect = (world: World) => {
		const sweeps = due(world);
		for (const sweep of sweeps) sweep();
		return sweeps.length;
	};
	return { says, ask, expect, due };
}

function publish(to: Published, version: number) {
	return settings({
		version,
		status: to.status,
		time_zone: to.zone,
		pools: {
			owner_cap: {
				credits_per_month: to.owner,
				alert_at_percent: [80, 100],
				open_to_visitors_percent: to.open,
				training_percent: to.training,
			},
			free_reserve: { credits: to.reserve, window: to.window, ...(to.each !== null && { per_visitor: to.each }) },
			giveaways: { credits_per_month: to.giveaways },
			paying_visitors: to.first,
		},
	});
}

/** Where the clock goes; boundaries are those of the first bot. */
export function moved({ now, books }: World, tick: Tick): number {
	if (tick.do === 'wait') return now + tick.ms;
	const zone = books.bot1?.settings.time_zone ?? 'UTC';
	const all = Object.values(books);
	const boundaries = {
		day: () => [model.localWindow(zone, now, 'day').ends_at],
		month: () => [model.localWindow(zone, now, 'month').ends_at],
		hold: () => all.flatMap(({ holds }) => holds.filter(({ state }) => state === 'open').map((it) => it.expires_at)),
		lot: () => all.flatMap(({ lots }) => lots.flatMap(({ expires_at }) => expires_at ?? [])),
	};
	const next = boundaries[tick.next]().filter((at) => at > now);
	return next.length === 0 ? now : Math.min(...next) - (tick.early ? 1 : 0);
}

/** What the ledger says to a call. Whatever is no refusal is a failure of the test. */
export async function asked(call: Call, ledger: CreditsModuleService): Promise<Outcome> {
	try {
		return { answer: await call.ask(ledger) };
	} catch (error) {
		if (!(error instanceof AnswerpackError) || error.code === 'internal') throw error;
		return { refused: { code: error.code, ...(error.details && { details: error.details }) } };
	}
}

/** What the model says to it, and what becomes of the world. */
export function expected(act: (given: unknown) => unknown, given: Outcome): Outcome {
	try {
		return { answer: act('answer' in given ? given.answer : null) };
	} catch (error) {
		if (!(error instanceof model.Refused)) throw error;
		return { refused: { code: error.code, ...(error.details && { details: error.details }) } };
	}
}

/**
 * What is left is what the ledger read after its own change, and maybe after some of others. So the model takes it from the
 * ledger's answer (it may have to repeat it), and it is answered here, to be compared by itself.
 */
export function takeLeft(call: Call, given: Outcome, expected: Outcome): number | undefined {
	if (!call.left || !('answer' in given) || !('answer' in expected)) return undefined;
	const { left } = given.answer as { left: number };
	Object.assign(expected.answer as object, { left });
	return left;
}

export const same = isDeepStrictEqual;
