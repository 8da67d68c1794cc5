import type { LotCategory } from '@answerpack/shared/contract';
import type { Pool, Purpose } from '@answerpack/shared/pools';
import { type Sql, select } from './queries';

// What the owner's reports read. Days are local to each bot (`2026-03-01`), inclusive; amounts are millicredits.
// None of these reads entries, which are millions: what was used stands in the rollup, and what became of lots in the lots.

/** Some days of some bots. */
export interface Days {
	bot_ids: string[];
	from: string;
	to: string;
}

/** Each bot's time zone, and the moments at which some of its days begin and end. Bindings: the first day, the last, the bots. */
const ZONES = `zones as (
		select bot_id, zone, ?::date::timestamp at time zone zone as starts_at, (?::date + 1)::timestamp at time zone zone as ends_at
			from credits_bot, lateral (select settings->>'time_zone' as zone) its where bot_id = any(?::text[])
	)`;

/** What was used on one day from one pool. */
export interface UsedOnDay {
	bot_id: string;
	day: string;
	pool: Pool;
	purpose: Purpose;
	answers: number;
	spent: number;
}

export async function usedByDay(sql: Sql, { bot_ids, from, to }: Days): Promise<UsedOnDay[]> {
	return select<UsedOnDay>(
		sql,
		`select bot_id, to_char(day, 'YYYY-MM-DD') as day, pool, purpose, answers::float8, spent::float8
			from credits_usage where bot_id = any(?::text[]) and day between ?::date and ?::date order by 1, 2, 3, 4`,
		[bot_ids, from, to],
	);
}

/**
 * What happened to lots:
 * - `granted`, by the lot's category on the day it was granted. What moved on from one period of a plan into the next, and what
 *   was given again because a refund failed, is no new sale: it is `moved_in` and `given_again`.
 * - `expired`, on the day the lot expired, whether the sweeper has come by or not, and with what open answers gave back later.
 * - `taken_back`, on the day it was asked for, also what open answers gave back later; `moved_out` of it into the next period.
 */
export type LotChange = LotCategory | 'moved_in' | 'given_again' | 'expired' | 'taken_back' | 'moved_out';

export interface ChangedOnDay {
	bot_id: string;
	day: string;
	change: LotChange;
	amount: number;
}

/** Keys by which plans move credits on into the next period, and give them again; see `src/plans`. */
const MOVED_IN = 'plan:%:rollover';
const MOVED_OUT = 'plan:%:rollover:%';
const GIVEN_AGAIN = 'restored:%';

export async function changesByDay(sql: Sql, { bot_ids, from, to }: Days, now: Date | null): Promise<ChangedOnDay[]> {
	return select<ChangedOnDay>(
		sql,
		`with ${ZONES}, taken as (
				-- Reversals of a lot are served in their order; what it still owes is not taken yet.
				select r.bot_id, r.at, r.key, greatest(0, least(r.asked, t.revoked + r.asked
						- sum(r.asked) over (partition by r.bot_id, t.id order by r.at, r.key))) as amount
					from credits_reversal r join credits_lot t on t.bot_id = r.bot_id and t.id = r.lot_id
					join zones on zones.bot_id = r.bot_id
			), changes as (
				select bot_id, created_at as at, granted as amount, case when source_key like ? then 'moved_in'
						when source_key like ? then 'given_again' else category end as change
					from credits_lot join zones using (bot_id)
				union all
				select bot_id, expires_at, expired + available, 'expired' from credits_lot join zones using (bot_id)
					where expires_at <= coalesce(?, clock_timestamp())
				union all
				select bot_id, at, amount, case when key like ? then 'moved_out' else 'taken_back' end from taken
			)
			select bot_id, to_char(day, 'YYYY-MM-DD') as day, change, sum(amount)::float8 as amount
				from (select bot_id, (at at time zone zone)::date as day, change, amount
					from changes join zones using (bot_id) where at >= zones.starts_at and at < zones.ends_at and amount > 0) changes
				group by 1, 2, 3 order by 1, 2, 3`,
		[from, to, bot_ids, MOVED_IN, GIVEN_AGAIN, now, MOVED_OUT],
	);
}

/** What customers of a bot still have. */
export interface Outstanding {
	bot_id: string;
	/** To be used, and held by open answers. */
	left: number;
	held: number;
	/** Frozen while a payment is disputed. */
	disputed: number;
}

export async function outstanding(sql: Sql, botIds: string[], now: Date | null): Promise<Outstanding[]> {
	return select<Outstanding>(
		sql,
		`select bot_id, sum(held)::float8 as held, sum(frozen)::float8 as disputed,
				coalesce(sum(available) filter (where expires_at is null or expires_at > coalesce(?, clock_timestamp())), 0)::float8
					as left
			from credits_lot where bot_id = any(?::text[]) group by 1 order by 1`,
		[now, botIds],
	);
}

/** What one model did for a bot on one day. */
export interface ModelOnDay {
	bot_id: string;
	day: string;
	model: string;
	answers: number;
	/** Of those of which nobody said what they cost. */
	answers_without_cost: number;
	input_tokens_without_cost: number;
	output_tokens_without_cost: number;
	/** What was said of the others, as decimal text, in the provider's currency. */
	cost: string;
}

/**
 * What models did, also for what was free because they did not know or failed: read from the holds themselves, since the rollup does not keep it. No index leads to a day's holds, so all of
 * a bot's are read: about a second for a million.
 */
export async function modelsByDay(sql: Sql, { bot_ids, from, to }: Days): Promise<ModelOnDay[]> {
	return select<ModelOnDay>(
		sql,
		`with ${ZONES}
			select bot_id, to_char(day, 'YYYY-MM-DD') as day, model, count(*)::float8 as answers,
					count(*) filter (where cost is null)::float8 as answers_without_cost,
					coalesce(sum(input_tokens) filter (where cost is null), 0)::float8 as input_tokens_without_cost,
					coalesce(sum(output_tokens) filter (where cost is null), 0)::float8 as output_tokens_without_cost,
					coalesce(sum(cost), 0)::text as cost
				from (
					select bot_id, (ended_at at time zone zone)::date as day, usage->>'model' as model, (usage->>'cost')::numeric as cost,
							(usage->>'input_tokens')::bigint as input_tokens, (usage->>'output_tokens')::bigint as output_tokens
						from credits_hold join zones using (bot_id)
						where usage is not null and ended_at >= zones.starts_at and ended_at < zones.ends_at
				) answers
				group by 1, 2, 3 order by 1, 2, 3`,
		[from, to, bot_ids],
	);
}
