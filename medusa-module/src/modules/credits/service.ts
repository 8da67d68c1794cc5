import {
	AnswerpackError,
	type ExtendBody,
	type HoldAnswer,
	type HoldBody,
	type PutBotAnswer,
	type ReleaseAnswer,
	type ReleaseBody,
	type SettleAnswer,
	type SettleBody,
	type UsageQuery,
	type UsageReport,
} from '@answerpack/shared/contract';
import { toMillicredits } from '@answerpack/shared/credits';
import type { BotSettings } from '@answerpack/shared/pools';
import { readSecrets } from '@answerpack/shared/server';
import { ContainerRegistrationKeys, generateEntityId } from '@medusajs/framework/utils';
import { audit, type Breach } from './audit';
import { callLedger, sqlState } from './calls';
import { type Held, Holds } from './holds';
import type { Binding, Sql } from './queries';
import * as queries from './queries';
import * as reports from './report-queries';
import { requestHash } from './request-hash';
import type {
	AskedBack,
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

/** What Postgres says of a time zone that it does not know. */
const UNKNOWN_TIME_ZONE = '22023';
/**
 * The ledger. Every operation is one SQL function, so one round trip and one atomic statement; this class decides who
 * may pay ({@link fundingOrder}), calls, and turns what comes back into answers or errors. Amounts in millicredits.
 */
export default class CreditsModuleService {
	private readonly sql: Sql;
	private readonly secrets: [string, ...string[]];
	private readonly clock: () => Date | null;
	private readonly holds: Holds;

	constructor(container: Record<typeof ContainerRegistrationKeys.PG_CONNECTION, Sql>, options: CreditsOptions = {}) {
		this.sql = container[ContainerRegistrationKeys.PG_CONNECTION];
		this.secrets = readSecrets(options.service_secret);
		this.clock = options.clock ?? (() => null);
		this.holds = new Holds(this.sql, this.clock);
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
			requestHash({ customer_id, category, amount, expires_at, valid_days }),
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
			requestHash({ code, customerId }),
			toMillicredits(settings.pools.giveaways.credits_per_month),
			this.clock(),
		]);
	}

	/**
	 * Holds the most that an answer can cost, from the first pool that may and can pay. The same id and body again
	 * answers what was answered, until it has expired.
	 * @throws AnswerpackError `bot_not_found`, `hold_conflict`, `bot_paused`, or one of the refusals (402).
	 */
	async reserve(botId: string, body: HoldBody): Promise<Held> {
		return this.holds.reserve(botId, body);
	}

	/**
	 * Keeps a hold alive for a long answer, and raises it to a new total when `amount` is given.
	 * @throws AnswerpackError `hold_not_found`, `hold_conflict` when it has ended, or a refusal (402).
	 */
	async extend(botId: string, holdId: string, body: ExtendBody): Promise<HoldAnswer> {
		return this.holds.extend(botId, holdId, body);
	}

	/**
	 * Books what was really used, never more than the hold; the surplus is absorbed and reported.
	 * @throws AnswerpackError `hold_not_found`; `hold_conflict` when it has ended otherwise.
	 */
	async settle(botId: string, holdId: string, body: SettleBody): Promise<SettleAnswer> {
		return this.holds.settle(botId, holdId, body);
	}

	/**
	 * Gives everything back to the lots and the window it came from.
	 * @throws AnswerpackError `hold_not_found`; `hold_conflict` when it has ended otherwise.
	 */
	async release(botId: string, holdId: string, body: ReleaseBody): Promise<ReleaseAnswer> {
		return this.holds.release(botId, holdId, body);
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
		const request = requestHash({ lot_id, amount });
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

	/** What reversals asked back of these lots, and what of it those whose key begins with `prefix`. */
	async askedBack(lots: Lot[], prefix: string): Promise<AskedBack[]> {
		return lots.length === 0 ? [] : queries.askedBack(this.sql, lots, prefix);
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

	/** Every bot that was ever published here, by name. */
	async namedBots(): Promise<Bot[]> {
		return queries.bots(this.sql);
	}

	/** What was used of some bots, by their local days, pool and purpose. */
	async usedByDay(days: reports.Days): Promise<reports.UsedOnDay[]> {
		return reports.usedByDay(this.sql, days);
	}

	/** What was granted, expired and taken back of some bots' lots, by their local days. */
	async changesByDay(days: reports.Days): Promise<reports.ChangedOnDay[]> {
		return reports.changesByDay(this.sql, days, this.clock());
	}

	/** What some bots' customers still have, for each bot that has granted anything. */
	async outstanding(botIds: string[]): Promise<reports.Outstanding[]> {
		return reports.outstanding(this.sql, botIds, this.clock());
	}

	/** What models did for some bots, by their local days. Not cheap: it reads holds. */
	async modelsByDay(days: reports.Days): Promise<reports.ModelOnDay[]> {
		return reports.modelsByDay(this.sql, days);
	}

	/** Verifies every invariant of the ledger from the tables alone. @returns the first row that breaks each broken one. */
	async audit(): Promise<Breach[]> {
		return audit(this.sql);
	}

	private call<T extends object | number>(name: string, args: Binding[]): Promise<T> {
		return callLedger<T>(this.sql, name, () => args);
	}
}

function sum(lots: Lot[]): { left: number; held: number } {
	const total = (part: 'left' | 'held') => lots.reduce((amount, lot) => amount + lot[part], 0);
	return { left: total('left'), held: total('held') };
}
