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
	type UsageQuery,
	type UsageReport,
} from '@answerpack/shared/contract';
import { toMillicredits } from '@answerpack/shared/credits';
import { type BotSettings, fundingOrder } from '@answerpack/shared/pools';
import { readSecrets } from '@answerpack/shared/server';
import { ContainerRegistrationKeys, generateEntityId } from '@medusajs/framework/utils';
import { audit, type Breach } from './audit';
import type { Sql } from './queries';
import * as queries from './queries';
import type { Bot, CustomerAnswer, CustomerCredits, Grant, Lot, PoolState } from './types';

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
	stale?: true;
	refusals?: Refusal[];
}

/**
 * The ledger. Every operation is one SQL function, so one round trip and one atomic statement; this class decides who
 * may pay ({@link fundingOrder}), calls, and turns what comes back into answers or errors. Amounts in millicredits.
 */
export default class CreditsModuleService {
	private readonly sql: Sql;
	private readonly secrets: [string, ...string[]];
	private readonly clock: () => Date | null;
	/** Settings by bot, as last read. Never trusted blindly: the database says when they are out of date. */
	private readonly bots = new Map<string, Bot>();

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
	 */
	async putBot(botId: string, settings: BotSettings): Promise<PutBotAnswer> {
		const { owner_cap, free_reserve } = settings.pools;
		return this.call<PutBotAnswer>('credits_put_bot', [
			botId,
			settings.version,
			JSON.stringify(settings),
			toMillicredits(owner_cap.credits_per_month),
			toMillicredits(free_reserve.credits),
			this.clock(),
		]);
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
			JSON.stringify({ customer_id, category, amount, expires_at, valid_days }),
			this.clock(),
		]);
	}

	/**
	 * Holds the most that an answer can cost, from the first pool that may and can pay. The same id and body again
	 * answers what was answered.
	 * @throws AnswerpackError `bot_not_found`, `hold_conflict`, `bot_paused`, or one of the refusals (402).
	 */
	async reserve(botId: string, body: HoldBody): Promise<HoldAnswer & { replayed: boolean }> {
		let bot = this.bots.get(botId) ?? (await this.remember(botId));
		// Settings may be published at any moment; three versions within one request are nobody's intention.
		for (let attempt = 1; attempt <= 3; attempt++) {
			const { id, subject, purpose, amount, ttl_seconds } = body;
			const outcome = await this.call<Outcome & HoldAnswer & { replayed: boolean }>('credits_reserve', [
				botId,
				id,
				subject.kind,
				subject.key,
				purpose,
				amount,
				ttl_seconds,
				JSON.stringify(fundingOrder(bot.settings.pools, subject.kind, purpose)),
				bot.settings.version,
				JSON.stringify(body),
				this.clock(),
			]);
			if (!outcome.stale) return accepted(outcome);
			bot = await this.remember(botId);
		}
		throw new AnswerpackError('internal');
	}

	/**
	 * Keeps a hold alive for a long answer, and raises it to a new total when `amount` is given.
	 * @throws AnswerpackError `hold_not_found`, `hold_conflict` when it has ended, or a refusal (402).
	 */
	async extend(botId: string, holdId: string, { ttl_seconds, amount }: ExtendBody): Promise<HoldAnswer> {
		const outcome = await this.call<Outcome & HoldAnswer>('credits_extend', [
			botId,
			holdId,
			ttl_seconds,
			amount ?? null,
			this.clock(),
		]);
		return accepted(outcome);
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

	/** Verifies every invariant of the ledger from the tables alone. @returns the first row that breaks each broken one. */
	async audit(): Promise<Breach[]> {
		return audit(this.sql);
	}

	private async end<T>(botId: string, holdId: string, state: string, amount: number, body: SettleBody | ReleaseBody) {
		const usage = 'usage' in body ? JSON.stringify(body.usage) : null;
		const request = JSON.stringify({ state, ...body });
		return this.call<T>('credits_end_hold', [botId, holdId, state, amount, usage, request, this.clock()]);
	}

	private async remember(botId: string): Promise<Bot> {
		const bot = await this.retrieveBot(botId);
		this.bots.set(botId, bot);
		return bot;
	}

	/** Calls one function of the ledger. @throws AnswerpackError with the code that it answered. */
	private async call<T>(name: string, args: (string | number | Date | null)[]): Promise<T> {
		const { rows } = await this.sql.raw<{ rows: [{ outcome: T & Outcome }] }>(
			`select ${name}(${args.map(() => '?').join(', ')}) as outcome`,
			args,
		);
		const { outcome } = rows[0];
		if (outcome.error) throw new AnswerpackError(outcome.error);
		return outcome;
	}
}

/** The result, or the refusal that tells the asker most: the first in the order of {@link REFUSALS}. */
function accepted<T extends object>(outcome: T & Outcome): T {
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
