import type { Refusal, Subject } from '@answerpack/shared/contract';
import type { SubjectKind } from '@answerpack/shared/pools';
import { type Sql, select } from './sql';

/** One answer that nobody could pay for. */
export interface Refused {
	bot_id: string;
	/** The bot's local day, such as `2026-03-01`. */
	day: string;
	code: Refusal;
	subject: Subject;
}

interface Count extends Omit<Refused, 'subject'> {
	subject_kind: SubjectKind;
	subject_key: string;
	refusals: number;
}

/**
 * How many people are told apart between two writes to the database; those beyond it are counted together. Anybody can make
 * up visitors, so what they cause must have an end: in memory here, in the database by {@link PEOPLE_A_DAY_MAX}.
 */
const PEOPLE_MAX = 1000;
/** How many people of one kind are told apart for one bot, day and reason. */
const PEOPLE_A_DAY_MAX = 2000;
/** For how long counts wait in memory: so much is lost when a process is killed. */
const WAIT_MS = 5000;
/** What a report may look back: two windows of 366 days, one compared to the other. */
const KEPT_DAYS = 740;

/**
 * Counts refusals in memory and writes them together, so that a storm of them costs the database one statement every few
 * seconds, and the way of an answer nothing.
 */
export class RefusalCounter {
	private counts = new Map<string, Count>();
	private timer: NodeJS.Timeout | undefined;
	private writing: Promise<void> = Promise.resolve();

	/** @param failed is told what kept counts from being written; they are kept, and written with the next ones. */
	constructor(
		private readonly sql: Sql,
		private readonly failed: (error: unknown) => void,
	) {}

	add({ bot_id, day, code, subject }: Refused): void {
		const known = this.counts.get(keyOf(bot_id, day, code, subject.kind, subject.key));
		const subject_key = known || this.counts.size < PEOPLE_MAX ? subject.key : '';
		this.merge({ bot_id, day, code, subject_kind: subject.kind, subject_key, refusals: 1 });
		if (this.timer) return;
		this.timer = setTimeout(() => void this.flush().catch(this.failed), WAIT_MS);
		this.timer.unref(); // nobody waits for a report
	}

	/** Writes what was counted. @throws what the database says; nothing is lost then. */
	flush(): Promise<void> {
		clearTimeout(this.timer);
		this.timer = undefined;
		const flushed = this.writing.then(() => this.write());
		this.writing = flushed.catch(() => undefined);
		return flushed;
	}

	private async write(): Promise<void> {
		const counts = [...this.counts.values()];
		if (counts.length === 0) return;
		this.counts = new Map();
		try {
			await insertCounts(this.sql, counts);
		} catch (error) {
			for (const count of counts) this.merge(count);
			throw error;
		}
	}

	private merge(count: Count): void {
		const key = keyOf(count.bot_id, count.day, count.code, count.subject_kind, count.subject_key);
		const known = this.counts.get(key);
		if (known) known.refusals += count.refusals;
		else this.counts.set(key, { ...count });
	}
}

function keyOf(...parts: string[]): string {
	return parts.join('\n'); // none of them has control characters
}

/** Adds counts to those of before, people in one order, so that two processes never wait for each other in a circle. */
async function insertCounts(sql: Sql, counts: Count[]): Promise<void> {
	const column = <Name extends keyof Count>(name: Name) => counts.map((count) => count[name]);
	await select(
		sql,
		`with counted as (
				select *, row_number() over (partition by bot_id, day, code, subject_kind order by subject_key) as place
					from unnest(?::text[], ?::date[], ?::text[], ?::text[], ?::text[], ?::bigint[])
						counted(bot_id, day, code, subject_kind, subject_key, refusals)
			), there as (
				select bot_id, day, code, subject_kind, people from (select distinct bot_id, day, code, subject_kind from counted) c
					cross join lateral (select count(*) as people from answerpack_refusal r
						where (r.bot_id, r.day, r.code, r.subject_kind) = (c.bot_id, c.day, c.code, c.subject_kind)) people
			)
			insert into answerpack_refusal as known (bot_id, day, code, subject_kind, subject_key, refusals)
				select bot_id, day, code, subject_kind,
						case when k.bot_id is not null or place + people <= ? then subject_key else '' end, sum(c.refusals)
					from counted c join there using (bot_id, day, code, subject_kind)
					left join answerpack_refusal k using (bot_id, day, code, subject_kind, subject_key)
					group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
			on conflict (bot_id, day, code, subject_kind, subject_key)
				do update set refusals = known.refusals + excluded.refusals`,
		[
			column('bot_id'),
			column('day'),
			column('code'),
			column('subject_kind'),
			column('subject_key'),
			column('refusals'),
			PEOPLE_A_DAY_MAX,
		],
	);
}

/** How often a bot refused in some days, why, and how many people it was. */
export interface RefusalCount {
	bot_id: string;
	day: string;
	code: Refusal;
	subject_kind: SubjectKind;
	refusals: number;
}

/** Refusals by bot, day, reason and kind of person. Days are inclusive; without bots, of all. */
export async function refusals(sql: Sql, botIds: string[], from: string, to: string): Promise<RefusalCount[]> {
	return select<RefusalCount>(
		sql,
		`select bot_id, to_char(day, 'YYYY-MM-DD') as day, code, subject_kind, sum(refusals)::float8 as refusals
			from answerpack_refusal where bot_id = any(?::text[]) and day between ?::date and ?::date
			group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
		[botIds, from, to],
	);
}

/** How many different people each reason stopped; those that were too many to be told apart count as one. */
export interface RefusedPeople {
	code: Refusal;
	subject_kind: SubjectKind;
	refusals: number;
	people: number;
}

export async function refusedPeople(sql: Sql, botIds: string[], from: string, to: string): Promise<RefusedPeople[]> {
	return select<RefusedPeople>(
		sql,
		`select code, subject_kind, sum(refusals)::float8 as refusals, count(distinct subject_key)::int as people
			from answerpack_refusal where bot_id = any(?::text[]) and day between ?::date and ?::date
			group by 1, 2 order by 3 desc, 1, 2`,
		[botIds, from, to],
	);
}

/** A customer who was refused. */
export interface RefusedCustomer {
	bot_id: string;
	customer_id: string;
	code: Refusal;
	refusals: number;
	/** The last local day on which it happened. */
	last: string;
}

/** The customers who were refused most often. */
export async function refusedCustomers(
	sql: Sql,
	botIds: string[],
	from: string,
	to: string,
	limit: number,
): Promise<RefusedCustomer[]> {
	return select<RefusedCustomer>(
		sql,
		`select bot_id, subject_key as customer_id, code, sum(refusals)::float8 as refusals,
				to_char(max(day), 'YYYY-MM-DD') as last
			from answerpack_refusal where bot_id = any(?::text[]) and day between ?::date and ?::date
				and subject_kind = 'customer' and subject_key <> ''
			group by 1, 2, 3 order by 4 desc, 5 desc, 2, 1, 3 limit ?`,
		[botIds, from, to, limit],
	);
}

/** Counts what a customer was refused with those that are not told apart. */
export async function forgetCustomer(sql: Sql, customerId: string): Promise<void> {
	await select(
		sql,
		`with own as (
				delete from answerpack_refusal where subject_kind = 'customer' and subject_key = ? returning *
			)
			insert into answerpack_refusal as known (bot_id, day, code, subject_kind, subject_key, refusals)
				select bot_id, day, code, subject_kind, '', refusals from own
			on conflict (bot_id, day, code, subject_kind, subject_key)
				do update set refusals = known.refusals + excluded.refusals`,
		[customerId],
	);
}

/** Forgets what no report can show any more. @returns how many rows. */
export async function forgetRefusals(sql: Sql): Promise<number> {
	const gone = await select(sql, 'delete from answerpack_refusal where day < current_date - ?::int returning 1', [
		KEPT_DAYS,
	]);
	return gone.length;
}
