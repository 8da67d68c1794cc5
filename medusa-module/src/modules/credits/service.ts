import { createHash } from 'node:crypto';
import {
	AnswerpackError,
	type ErrorCode,
	type ExtendBody,
	type HoldAnswer,
	type HoldBody,
	type PutBotAnswer,
	REFUSALS,
	type ReleaseAnswer,
	type ReleaseBody,
	type SettleAnswer,
	type SettleBody,
	type Subject,
	type UsageQuery,
	type UsageReport,
} from '@answerpack/shared/contract';
import { toMillicredits } from '@answerpack/shared/credits';
import type { BotSettings, Pool } from '@answerpack/shared/pools';
import { readSecrets } from '@answerpack/shared/server';
import { ContainerRegistrationKeys, generateEntityId } from '@medusajs/framework/utils';
import { audit, type Breach } from './audit';
import { Batches } from './batches';
import { type Fundings, fundingsOf, USES, type Use } from './fundings';
import { Places } from './places';
import type { Binding, Sql } from './queries';
import * as queries from './queries';
import type {
	Bot,
	CustomerAnswer,
	CustomerCredits,
	Giveaway,
	Grant,
	LedgerEvent,
	Lot,
	NewGiveaway,
	PoolState,
} from './types';

export interface CreditsOptions {
	/** The secret that Strapi sends; two with a comma between while it is rotated. */
	service_secret?: string;
	/** Tests set the ledger's clock; without it the database's clock is the only one. */
	clock?: () => Date;
}

/** A refusal as the SQL functions tell it; `refused` is null when the funding does not apply to this subject. */
interface Refusal {
	refused: (typeof REFUSALS)[number] | null;
	resets_at?: string;
}

/** What an SQL function of the ledger answers instead of its result. */
interface Outcome {
	error?: ErrorCode;
	refusals?: Refusal[];
	/** The settings that were passed are out of date. */
	stale?: true;
}

type Held = HoldAnswer & { replayed: boolean };

/** What became of a batch of holds: for each of them which funding pays, counted from 1, or what else there is to say. */
interface Reserved extends Outcome {
	/** When they were taken, in milliseconds since 1970. */
	at: number;
	fundings: (number | null)[];
	lefts: number[];
	others: ((Outcome & Pick<HoldAnswer, 'pool' | 'left' | 'expires_at'>) | null)[] | null;
}

/** One end of a hold, as it goes into a batch. */
interface End {
	id: string;
	state: 'settled' | 'released';
	amount: number;
	usage: string | null;
	hash: string;
}

type Ended = Outcome & (SettleAnswer | ReleaseAnswer);

/** A bot's settings as last read, and who may pay for every use under them. */
interface Known extends Bot {
	fundings: Fundings;
}

/** Somebody else was faster, or two transactions waited for each other: nothing was written, and again is right. */
const RETRYABLE = new Set(['AP001', '40P01', '40001', '23505']);
/** What Postgres says of a time zone that it does not know. */
const UNKNOWN_TIME_ZONE = '22023';
/** How often a call is repeated before its error is believed. */
const ATTEMPTS_MAX = 10;

/**
 * The ledger. Every operation is one SQL function, so one round trip and one atomic statement; this class decides who
 * may pay ({@link fundingOrder}), calls, and turns what comes back into answers or errors. Amounts in millicredits.
 */
export default class CreditsModuleService {
	private readonly sql: Sql;
	private readonly secrets: [string, ...string[]];
	private readonly clock: () => Date | null;
	/** Settings by bot, as last read. Never trusted blindly: the database says when they are out of date. */
	private readonly bots = new Map<string, Known>();
	private readonly reserves = new Batches<HoldBody, Outcome & Held>(
		(botId, bodies) => this.reserveAll(botId, bodies),
		isDataError,
	);
	private readonly ends = new Batches<End, Ended>((botId, ends) => this.endAll(botId, ends), isDataError);

	constructor(container: Record<typeof ContainerRegistrationKeys.PG_CONNECTION, Sql>, options: CreditsOptions = {}) {
		this.sql = container[ContainerRegistrationKeys.PG_CONNECTION];
		this.secrets = readSecrets(options.service_secret);
		this.clock = options.clock ?? (() => null);
	}

	/** The service secrets that are accepted; the first one signs. */
	serviceSecrets(): [string, ...string[]] {
		return this.secrets;
	}

	/**
	 * Stores what Strapi published. An older version than the stored one changes nothing.
	 * @returns the version that is stored now.
	 * @throws AnswerpackError `invalid_request` for a time zone that the database does not know.
	 */
	async putBot(botId: string, settings: BotSettings): Promise<PutBotAnswer> {
		const { owner_cap, free_reserve } = settings.pools;
		const stored = this.call<PutBotAnswer>('credits_put_bot', [
			botId,
			settings.version,
			JSON.stringify(settings),
			toMillicredits(owner_cap.credits_per_month),
			toMillicredits(free_reserve.credits),
			this.clock(),
		]);
		return stored.catch((error) => {
			if (sqlState(error) !== UNKNOWN_TIME_ZONE) throw error;
			throw new AnswerpackError('invalid_request', { field: 'time_zone', reason: 'not a time zone of this database' });
		});
	}

	/** @throws AnswerpackError `bot_not_found` */
	async retrieveBot(botId: string): Promise<Bot> {
		const [bot] = await queries.bots(this.sql, [botId]);
		if (!bot) throw new AnswerpackError('bot_not_found');
		return bot;
	}

	/** Every bot that was ever published here, with its pools in the windows that are open now. */
	async listBots(): Promise<(Bot & { pools: PoolState[] })[]> {
		const bots = await queries.bots(this.sql);
		return Promise.all(bots.map(async (bot) => ({ ...bot, pools: await queries.pools(this.sql, bot, this.clock()) })));
	}

	/**
	 * Adds a lot to a customer's credits. Idempotent by `source_key`.
	 * @throws AnswerpackError `bot_not_found`; `grant_conflict` when the key exists with other content;
	 * `invalid_request` when the amount is not a positive safe integer.
	 */
	async grant(grant: Grant): Promise<{ lot_id: string; replayed: boolean }> {
		if (!Number.isSafeInteger(grant.amount) || grant.amount <= 0) throw new AnswerpackError('invalid_request');
		const { bot_id, customer_id, source_key, category, amount, expires_at, valid_days, reference } = grant;
		return this.call('credits_grant', [
			bot_id,
			generateEntityId(undefined, 'lot'),
			customer_id,
			source_key,
			category,
			amount,
			valid_days ?? null,
			expires_at ?? null,
			JSON.stringify(reference ?? {}),
			hash({ customer_id, category, amount, expires_at, valid_days }),
			this.clock(),
		]);
	}

	/**
	 * Adds a giveaway: `amount` for each claim, `total` for all of them.
	 * @throws AnswerpackError `bot_not_found`; `giveaway_conflict` when the code is taken.
	 */
	async createGiveaway(giveaway: NewGiveaway): Promise<Giveaway> {
		await this.retrieveBot(giveaway.bot_id);
		const [created] = await queries.insertGiveaway(this.sql, giveaway);
		if (!created) throw new AnswerpackError('giveaway_conflict');
		return created;
	}

	/** A bot's giveaways, the newest first. */
	async listGiveaways(botId: string): Promise<Giveaway[]> {
		return queries.giveaways(this.sql, botId);
	}

	/** Ends a giveaway now, or leaves it ended. @throws AnswerpackError `giveaway_not_found` */
	async endGiveaway(botId: string, code: string): Promise<Giveaway> {
		const [ended] = await queries.endGiveaway(this.sql, botId, code, this.clock());
		if (!ended) throw new AnswerpackError('giveaway_not_found');
		return ended;
	}

	/**
	 * Grants a customer what a code gives, once.
	 * @throws AnswerpackError `bot_not_found`, `giveaway_not_found` (also before it begins), `giveaway_claimed`,
	 * `giveaway_ended`, `giveaway_used_up` (its total, or the bot's limit for the month).
	 */
	async claimGiveaway(
		botId: string,
		code: string,
		customerId: string,
	): Promise<{ lot_id: string; amount: number; expires_at: string | null }> {
		const { settings } = await this.retrieveBot(botId);
		return this.call('credits_claim', [
			botId,
			code,
			customerId,
			generateEntityId(undefined, 'lot'),
			hash({ code, customerId }),
			toMillicredits(settings.pools.giveaways.credits_per_month),
			this.clock(),
		]);
	}

	/**
	 * Holds the most that an answer can cost, from the first pool that may and can pay. The same id and body again
	 * answers what was answered.
	 * @throws AnswerpackError `bot_not_found`, `hold_conflict`, `bot_paused`, or one of the refusals (402).
	 */
	async reserve(botId: string, body: HoldBody): Promise<Held> {
		return accepted(await this.reserves.add(botId, body));
	}

	/**
	 * Keeps a hold alive for a long answer, and raises it to a new total when `amount` is given.
	 * @throws AnswerpackError `hold_not_found`, `hold_conflict` when it has ended, or a refusal (402).
	 */
	async extend(botId: string, holdId: string, { ttl_seconds, amount }: ExtendBody): Promise<HoldAnswer> {
		const extended = await this.withSettings(botId, async ({ revision, settings, fundings }) => {
			const outcome = await this.call<Outcome & HoldAnswer>('credits_extend', [
				botId,
				revision,
				settings.status === 'paused',
				settings.time_zone,
				settings.pools.owner_cap.alert_at_percent,
				fundings.all,
				fundings.names,
				holdId,
				ttl_seconds,
				amount ?? null,
				this.clock(),
			]);
			return outcome.stale ? null : outcome;
		});
		return accepted(extended);
	}

	/**
	 * Books what was really used, never more than the hold; the surplus is absorbed and reported.
	 * @throws AnswerpackError `hold_not_found`; `hold_conflict` when it has ended otherwise.
	 */
	async settle(botId: string, holdId: string, body: SettleBody): Promise<SettleAnswer> {
		return this.end(botId, holdId, 'settled', body.amount, body);
	}

	/**
	 * Gives everything back to the lots and the window it came from.
	 * @throws AnswerpackError `hold_not_found`; `hold_conflict` when it has ended otherwise.
	 */
	async release(botId: string, holdId: string, body: ReleaseBody): Promise<ReleaseAnswer> {
		return this.end(botId, holdId, 'released', 0, body);
	}

	/**
	 * Takes back at most `amount` of what is left of a lot: never what was spent, of what open holds hold only what they give
	 * back, and with all reversals of the lot together never more than it granted. Idempotent by `key`, such as `reversal:<refund>`.
	 * @returns what was taken back at once, and what could not be.
	 * @throws AnswerpackError `lot_not_found`; `reversal_conflict` when the key exists with other content;
	 * `invalid_request` when the amount is not a positive safe integer.
	 */
	async revoke(
		botId: string,
		{ key, lot_id, amount, reason }: { key: string; lot_id: string; amount: number; reason: string },
	): Promise<{ revoked: number; shortfall: number }> {
		if (!Number.isSafeInteger(amount) || amount <= 0) throw new AnswerpackError('invalid_request');
		const request = hash({ lot_id, amount });
		return this.call('credits_revoke', [botId, key, lot_id, amount, reason, request, this.clock()]);
	}

	/**
	 * Keeps what is left of a lot from being spent while a dispute is open, and what comes back to it from open holds.
	 * Idempotent by `key`. A lost dispute is revoked, then thawed.
	 * @throws AnswerpackError `lot_not_found`; `reversal_conflict` when the key stands for another lot.
	 */
	async freeze(botId: string, key: string, lotId: string): Promise<{ frozen: number }> {
		return this.call('credits_freeze', [botId, key, lotId, this.clock()]);
	}

	/** Closes a dispute; with the last one, what is still frozen can be spent again. @throws `dispute_not_found` */
	async thaw(botId: string, key: string): Promise<{ thawed: number }> {
		return this.call('credits_thaw', [botId, key, this.clock()]);
	}

	/**
	 * Events to deliver, oldest first, leased to the caller for a minute: who does not confirm them in time leaves them to
	 * the next caller, so each is delivered at least once.
	 */
	async leaseEvents(limit: number): Promise<LedgerEvent[]> {
		return queries.leaseEvents(this.sql, limit);
	}

	/** Notes that events were delivered. */
	async confirmEvents(ids: string[]): Promise<void> {
		await queries.confirmEvents(this.sql, ids);
	}

	/** Ends holds that nobody ended in time, at most `limit` of them. @returns how many. */
	async expireHolds(limit: number): Promise<number> {
		return this.call('credits_expire_holds', [limit, this.clock()]);
	}

	/** Books what is left of expired lots as expired, at most `limit` of them. @returns how many. */
	async expireLots(limit: number): Promise<number> {
		return this.call('credits_expire_lots', [limit, this.clock()]);
	}

	async customerCredits(botId: string, customerId: string): Promise<CustomerCredits> {
		const lots = await queries.lots(this.sql, { bot_id: botId, customer_id: customerId }, this.clock());
		return { ...sum(lots), lots };
	}

	/** What a customer has at every bot, for the shop owner. */
	async customerOverview(customerId: string): Promise<(CustomerCredits & { bot_id: string; name: string })[]> {
		const lots = await queries.lots(this.sql, { customer_id: customerId }, this.clock());
		const botIds = [...new Set(lots.map((lot) => lot.bot_id))];
		const bots = await queries.bots(this.sql, botIds);
		return bots.map(({ bot_id, settings }) => {
			const own = lots.filter((lot) => lot.bot_id === bot_id);
			return { bot_id, name: settings.name, ...sum(own), lots: own };
		});
	}

	/** A customer's answers, newest first, with the lots that paid. */
	async customerAnswers(
		customerId: string,
		page: { bot_id?: string; limit: number; offset: number },
	): Promise<{ answers: CustomerAnswer[]; count: number }> {
		return queries.answers(this.sql, customerId, page);
	}

	/** The lots that an order granted. */
	async lotsOfOrder(orderId: string): Promise<Lot[]> {
		return queries.lots(this.sql, { order_id: orderId }, this.clock());
	}

	/** What was spent in a time, by day or month of the bot's time zone, pool and purpose. @throws `bot_not_found` */
	async usage(botId: string, query: UsageQuery): Promise<UsageReport> {
		const bot = await this.retrieveBot(botId);
		return { usage: await queries.usage(this.sql, bot, query) };
	}

	/** The same for one customer at one bot. @throws `bot_not_found` */
	async customerUsage(botId: string, customerId: string, query: UsageQuery): Promise<UsageReport> {
		const bot = await this.retrieveBot(botId);
		return { usage: await queries.customerUsage(this.sql, bot, customerId, query) };
	}

	/** Verifies every invariant of the ledger from the tables alone. @returns the first row that breaks each broken one. */
	async audit(): Promise<Breach[]> {
		return audit(this.sql);
	}

	private async end<T extends SettleAnswer | ReleaseAnswer>(
		botId: string,
		id: string,
		state: End['state'],
		amount: number,
		body: SettleBody | ReleaseBody,
	): Promise<T> {
		const usage = 'usage' in body ? JSON.stringify(body.usage) : null;
		return accepted(await this.ends.add(botId, { id, state, amount, usage, hash: hash({ state, ...body }) })) as T;
	}

	private async reserveAll(botId: string, bodies: HoldBody[]): Promise<(Outcome & Held)[]> {
		const uses = new Places<Use>();
		const useOf = bodies.map(({ subject: { kind }, purpose }) => uses.of(`${kind} ${purpose}`, { kind, purpose }));
		const subjects = new Places<Subject>();
		const subjectOf = bodies.map(({ subject }) => subjects.of(`${subject.kind} ${subject.key}`, subject));
		return this.withSettings(botId, async ({ revision, settings }) => {
			const fundings = fundingsOf(settings, uses.values);
			const reserved = await this.call<Reserved>('credits_reserve', [
				botId,
				revision,
				settings.version,
				settings.status === 'paused',
				settings.time_zone,
				settings.pools.owner_cap.alert_at_percent,
				fundings.all,
				fundings.first,
				fundings.last,
				bodies.map(({ id }) => id),
				bodies.map(hash),
				useOf,
				subjectOf,
				bodies.map(({ purpose }) => purpose),
				bodies.map(({ amount }) => amount),
				bodies.map(({ ttl_seconds }) => ttl_seconds),
				subjects.values.map(({ kind }) => kind),
				subjects.values.map(({ key }) => key),
				null,
				this.clock(),
			]);
			if (reserved.stale) return null;
			return bodies.map((body, n) => held(body, n, reserved, fundings));
		});
	}

	private endAll(botId: string, ends: End[]): Promise<Ended[]> {
		return this.withSettings(botId, async ({ revision, settings, fundings }) => {
			const ended = await this.call<Ended[] & Outcome>('credits_end', [
				botId,
				revision,
				settings.time_zone,
				fundings.all,
				fundings.names,
				ends.map(({ id }) => id),
				ends.map(({ state }) => state),
				ends.map(({ amount }) => amount),
				ends.map(({ usage }) => usage),
				ends.map(({ hash }) => hash),
				this.clock(),
			]);
			return ended.stale ? null : ended;
		});
	}

	/** Calls with the settings as last read, and again when the database says (`null`) that they are out of date. */
	private async withSettings<T>(botId: string, call: (bot: Known) => Promise<T | null>): Promise<T> {
		let bot = this.bots.get(botId) ?? (await this.remember(botId));
		// Settings may be published at any moment; three revisions within one request are nobody's intention.
		for (let attempt = 1; attempt <= 3; attempt++) {
			const outcome = await call(bot);
			if (outcome !== null) return outcome;
			bot = await this.remember(botId);
		}
		throw new AnswerpackError('internal');
	}

	private async remember(botId: string): Promise<Known> {
		const bot = await this.retrieveBot(botId);
		const known = { ...bot, fundings: fundingsOf(bot.settings, USES) };
		this.bots.set(botId, known);
		return known;
	}

	/** Calls one function of the ledger. @throws AnswerpackError with the code that it answered. */
	private async call<T>(name: string, args: Binding[]): Promise<T> {
		for (let attempt = 1; ; attempt++) {
			try {
				const { rows } = await this.sql.raw<{ rows: [{ outcome: T & Outcome }] }>(
					`select ${name}(${args.map(() => '?').join(', ')}) as outcome`,
					args,
				);
				const { outcome } = rows[0];
				if (outcome.error) throw new AnswerpackError(outcome.error);
				return outcome;
			} catch (error) {
				if (attempt === ATTEMPTS_MAX || !RETRYABLE.has(sqlState(error))) throw error;
			}
		}
	}
}

/** What became of the hold at place `n` of a batch. */
function held(
	body: HoldBody,
	n: number,
	{ at, fundings, lefts, others }: Reserved,
	{ pools }: Fundings,
): Outcome & Held {
	const { id, amount, ttl_seconds } = body;
	const other = others?.[n];
	if (other) {
		const { pool, expires_at, left, ...refused } = other;
		return { id, pool, amount, expires_at, left, replayed: true, ...refused };
	}
	const pool = pools[(fundings[n] as number) - 1] as Pool;
	const expires_at = new Date(at + ttl_seconds * 1000).toISOString();
	return { id, pool, amount, expires_at, left: lefts[n] as number, replayed: false };
}

/** Stands for a request's content, whatever the order of its keys: half a SHA-256, in the form of a UUID, which Postgres keeps in 16 bytes. */
function hash(request: object): string {
	const sorted = JSON.stringify(request, (_, value) =>
		value && typeof value === 'object' && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value,
	);
	return createHash('sha256').update(sorted).digest('hex').slice(0, 32);
}

/** Postgres' error code, or an empty string for what is no error of Postgres. */
function sqlState(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * An error that one request of a batch may be to blame for: any of Postgres but those of the connection, the resources and
 * the machine (classes 08, 53, 57, 58, XX), which would hit each request alone as well.
 */
function isDataError(error: unknown): boolean {
	return /^(?=.*\d)(?!08|53|57|58|XX)[0-9A-Z]{5}$/.test(sqlState(error));
}

/** The result, or the refusal that tells the asker most: the first in the order of {@link REFUSALS}. */
function accepted<T extends object>(outcome: T & Outcome): T {
	if (outcome.error) throw new AnswerpackError(outcome.error);
	if (!outcome.refusals) return outcome;
	const refusals = outcome.refusals.filter((refusal) => refusal.refused !== null);
	const code = REFUSALS.find((candidate) => refusals.some((refusal) => refusal.refused === candidate));
	// Whichever pool opens first is when it is worth asking again.
	const resets_at = refusals.flatMap((refusal) => refusal.resets_at ?? []).sort()[0];
	throw new AnswerpackError(code ?? 'not_allowed', resets_at === undefined ? undefined : { resets_at });
}

function sum(lots: Lot[]): { left: number; held: number } {
	const total = (part: 'left' | 'held') => lots.reduce((amount, lot) => amount + lot[part], 0);
	return { left: total('left'), held: total('held') };
}
