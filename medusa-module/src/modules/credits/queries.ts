import type { UsageQuery, UsageReport } from '@answerpack/shared/contract';
import { toMillicredits } from '@answerpack/shared/credits';
import { type BotSettings, botSettingsSchema } from '@answerpack/shared/pools';
import type { AskedBack, Bot, CustomerAnswer, Giveaway, LedgerEvent, Lot, NewGiveaway, PoolState } from './types';

export type Binding = string | number | boolean | Date | null | (string | number | null)[];

/** The part of Medusa's database connection (knex) that the ledger uses. */
export interface Sql {
	raw<T>(sql: string, bindings: readonly Binding[]): PromiseLike<T>;
}

export async function select<T>(sql: Sql, text: string, bindings: Parameters<Sql['raw']>[1]): Promise<T[]> {
	const { rows } = await sql.raw<{ rows: T[] }>(text, bindings);
	return rows;
}

/** Bots by name; all of them without ids. */
export async function bots(sql: Sql, ids: string[] | null = null): Promise<Bot[]> {
	const rows = await select<{ bot_id: string; settings: BotSettings; revision: string }>(
		sql,
		`select bot_id, settings, revision from credits_bot where ?::text[] is null or bot_id = any(?::text[])
			order by settings->>'name', bot_id`,
		[ids, ids],
	);
	return rows.map(({ settings, ...bot }) => ({ ...bot, settings: botSettingsSchema.parse(settings) }));
}

/** A bot's limited pools in the windows that are open now; one that nobody has used yet has no row, only a budget. */
export async function pools(sql: Sql, bot: Bot, now: Date | null): Promise<PoolState[]> {
	const { owner_cap, free_reserve } = bot.settings.pools;
	const limited = [
		{ pool: 'owner_cap', window: 'month', credits: owner_cap.credits_per_month },
		{ pool: 'free_reserve', window: free_reserve.window, credits: free_reserve.credits },
	] as const;
	return Promise.all(
		limited.map(async ({ pool, window, credits }) => {
			const [row] = await select<Omit<PoolState, 'pool' | 'window' | 'budget'>>(
				sql,
				`select credits_iso(w.starts_at) as starts_at, credits_iso(w.ends_at) as resets_at,
						coalesce(p.held, 0)::float8 as held, coalesce(p.spent, 0)::float8 as spent
					from credits_open_window(?, ?, ?, ?, coalesce(?, clock_timestamp())) w
					left join credits_pool_window p
						on p.bot_id = ? and p.pool = ? and p.period = ? and p.starts_at = w.starts_at`,
				[bot.bot_id, pool, window, bot.settings.time_zone, now, bot.bot_id, pool, window],
			);
			if (!row) throw new Error('a window has exactly one row');
			return { pool, window, budget: toMillicredits(credits), ...row };
		}),
	);
}

const LOT_FILTERS = {
	bot_id: 'bot_id = ?',
	customer_id: 'customer_id = ?',
	order_id: "reference->>'order_id' = ?",
} as const;

/** Lots in burn order. An expired lot has nothing left, swept or not. */
export async function lots(
	sql: Sql,
	filter: { [Name in keyof typeof LOT_FILTERS]?: string },
	now: Date | null,
): Promise<Lot[]> {
	const names = Object.keys(filter) as (keyof typeof LOT_FILTERS)[];
	return select<Lot>(
		sql,
		`with clock as (select coalesce(?, clock_timestamp()) as now)
			select bot_id, id, customer_id, source_key, category, reference,
				granted::float8, held::float8, spent::float8, revoked::float8, frozen::float8,
				(case when starts_at <= now and (expires_at is null or expires_at > now) then available else 0 end)::float8 as left,
				(expired + case when expires_at <= now then available else 0 end)::float8 as expired,
				credits_iso(starts_at) as starts_at, credits_iso(expires_at) as expires_at,
				credits_iso(created_at) as created_at
			from credits_lot, clock
			where ${names.map((name) => LOT_FILTERS[name]).join(' and ')}
			order by credits_lot.expires_at nulls last,
				array_position(array['giveaway', 'plan', 'pack', 'adjustment'], category), credits_lot.created_at, id`,
		[now, ...names.map((name) => filter[name] as string)],
	);
}

/** What reversals asked back of each of some lots: all of them, and those whose key begins with `prefix`. */
export async function askedBack(sql: Sql, lots: Lot[], prefix: string): Promise<AskedBack[]> {
	return select<AskedBack>(
		sql,
		`select bot_id, lot_id, sum(asked)::float8 as asked,
				coalesce(sum(asked) filter (where starts_with(key, ?)), 0)::float8 as asked_by_prefix
			from credits_reversal join unnest(?::text[], ?::text[]) of(bot_id, lot_id) using (bot_id, lot_id) group by 1, 2`,
		[prefix, lots.map(({ bot_id }) => bot_id), lots.map(({ id }) => id)],
	);
}

/** A customer's answers, newest first. */
export async function answers(
	sql: Sql,
	customerId: string,
	{ bot_id, limit, offset }: { bot_id?: string; limit: number; offset: number },
): Promise<{ answers: CustomerAnswer[]; count: number }> {
	const where = "subject_kind = 'customer' and subject_key = ? and (?::text is null or bot_id = ?)";
	const bindings = [customerId, bot_id ?? null, bot_id ?? null];
	const [rows, [total]] = await Promise.all([
		select<CustomerAnswer>(
			sql,
			`select id, bot_id, credits_iso(created_at) as at, pool, purpose, state, amount::float8, spent::float8,
					coalesce((select jsonb_agg(jsonb_build_object('lot_id', lot_id, 'amount', l.held + l.spent) order by n)
						from credits_hold_leg l where l.bot_id = h.bot_id and l.hold_id = h.id), '[]') as lots
				from credits_hold h where ${where} order by h.created_at desc, id limit ? offset ?`,
			[...bindings, limit, offset],
		),
		select<{ count: number }>(sql, `select count(*)::int as count from credits_hold where ${where}`, bindings),
	]);
	return { answers: rows, count: total?.count ?? 0 };
}

/** What was spent, by day or month of the bot's time zone, pool and purpose, on the local days that the time touches. */
export async function usage(sql: Sql, bot: Bot, { from, to, by }: UsageQuery): Promise<UsageReport['usage']> {
	const { time_zone } = bot.settings;
	return select<UsageReport['usage'][number]>(
		sql,
		`select to_char(date_trunc(?, day), 'YYYY-MM-DD') as "from", pool, purpose, sum(answers)::int as answers,
				sum(spent)::float8 as spent
			from credits_usage where bot_id = ? and day >= (?::timestamptz at time zone ?)::date
				and day < (?::timestamptz - interval '1 microsecond') at time zone ?
			group by 1, 2, 3 order by 1, 2, 3`,
		[by, bot.bot_id, from, time_zone, to, time_zone],
	);
}

/** The same for one customer's settled answers of one bot. */
export async function customerUsage(
	sql: Sql,
	bot: Bot,
	customerId: string,
	{ from, to, by }: UsageQuery,
): Promise<UsageReport['usage']> {
	const { time_zone } = bot.settings;
	return select<UsageReport['usage'][number]>(
		sql,
		`select to_char(date_trunc(?, ended_at at time zone ?), 'YYYY-MM-DD') as "from", pool, purpose,
				count(*)::int as answers, sum(spent)::float8 as spent
			from credits_hold where subject_kind = 'customer' and subject_key = ? and bot_id = ? and state = 'settled'
				and (ended_at at time zone ?)::date >= (?::timestamptz at time zone ?)::date
				and (ended_at at time zone ?)::date < (?::timestamptz - interval '1 microsecond') at time zone ?
			group by 1, 2, 3 order by 1, 2, 3`,
		[by, time_zone, customerId, bot.bot_id, time_zone, from, time_zone, time_zone, to, time_zone],
	);
}

/** Takes events out of the outbox for a minute; several processes never take the same ones. */
export async function leaseEvents(sql: Sql, limit: number): Promise<LedgerEvent[]> {
	return select<LedgerEvent>(
		sql,
		`with due as (
				select id from credits_outbox
					where delivered_at is null and (leased_until is null or leased_until < clock_timestamp())
					order by id limit ? for update skip locked
			), leased as (
				update credits_outbox o set leased_until = clock_timestamp() + interval '1 minute' from due
					where o.id = due.id returning o.id, o.name, o.data
			)
			select id::text, name, data from leased order by leased.id`,
		[limit],
	);
}

export async function confirmEvents(sql: Sql, ids: string[]): Promise<void> {
	await select(sql, 'update credits_outbox set delivered_at = clock_timestamp() where id = any(?::bigint[])', [ids]);
}

const GIVEAWAY = `bot_id, code, name, amount::float8, total::float8, claimed::float8, valid_days,
	credits_iso(starts_at) as starts_at, credits_iso(ends_at) as ends_at`;

/** The new giveaway, or nothing when its code is taken. */
export async function insertGiveaway(sql: Sql, giveaway: NewGiveaway): Promise<Giveaway[]> {
	const { bot_id, code, name, amount, total, starts_at, ends_at, valid_days } = giveaway;
	return select<Giveaway>(
		sql,
		`insert into credits_giveaway (bot_id, code, name, amount, total, starts_at, ends_at, valid_days)
			values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (bot_id, code) do nothing returning ${GIVEAWAY}`,
		[bot_id, code, name, amount, total, starts_at, ends_at, valid_days],
	);
}

export async function giveaways(sql: Sql, botId: string): Promise<Giveaway[]> {
	const query = `select ${GIVEAWAY} from credits_giveaway where bot_id = ? order by created_at desc, code`;
	return select<Giveaway>(sql, query, [botId]);
}

export async function endGiveaway(sql: Sql, botId: string, code: string, now: Date | null): Promise<Giveaway[]> {
	return select<Giveaway>(
		sql,
		`update credits_giveaway
			set ends_at = greatest(least(ends_at, coalesce(?, clock_timestamp())), starts_at + interval '1 microsecond')
			where bot_id = ? and code = ? returning ${GIVEAWAY}`,
		[now, botId, code],
	);
}
