import { PASS_TTL_SECONDS } from '@answerpack/shared/server';
import { type Sql, select } from '../reports/sql';

/** Somebody who is to be forgotten, leased to whoever works on it. */
export interface DeletedCustomer {
	customer_id: string;
	/** How often it was begun since it last went well. */
	attempts: number;
}

/** Longer than forgetting takes; who has begun it and said nothing by then is taken for dead. */
const LEASE_SECONDS = 120;
const WAIT_SECONDS_MAX = 3600;
/** A pass that was given just before is good for so long, and a minute for clocks that differ. */
const LAST_PASS_SECONDS = PASS_TTL_SECONDS + 60;
/** Longer than deleted customers are looked for, so that none is worked on again. */
const KEPT_DAYS = 60;

/** Writes down that these are to be forgotten, unless it is written already. @returns how many are new */
export async function note(sql: Sql, customerIds: string[]): Promise<number> {
	const rows = await select(
		sql,
		`insert into answerpack_deleted_customer (customer_id) select unnest(?::text[])
			on conflict (customer_id) do nothing returning customer_id`,
		[customerIds],
	);
	return rows.length;
}

/** Takes those that are due, the oldest first; several processes never take the same ones. */
export async function claim(sql: Sql, limit: number): Promise<DeletedCustomer[]> {
	return select<DeletedCustomer>(
		sql,
		`with due as (
				select customer_id from answerpack_deleted_customer where due_at <= clock_timestamp()
					order by due_at limit ? for update skip locked
			)
			update answerpack_deleted_customer d set
				attempts = attempts + 1, due_at = clock_timestamp() + make_interval(secs => ?)
			from due where d.customer_id = due.customer_id returning d.customer_id, d.attempts`,
		[limit, LEASE_SECONDS],
	);
}

/**
 * Everything of this customer is gone. It is looked at once more when the last pass has run out, and then it is done.
 * Somebody else's attempt that was begun since is not touched.
 */
export async function succeed(sql: Sql, { customer_id, attempts }: DeletedCustomer): Promise<void> {
	await select(
		sql,
		`update answerpack_deleted_customer set attempts = 0, reason = null, forgotten_at = clock_timestamp(),
				due_at = case when noticed_at + make_interval(secs => ?) > clock_timestamp()
					then noticed_at + make_interval(secs => ?) end
			where customer_id = ? and attempts = ? and due_at is not null`,
		[LAST_PASS_SECONDS, LAST_PASS_SECONDS, customer_id, attempts],
	);
}

/** It did not go well and is tried again, after 5, 10, 20 … seconds, up to an hour. */
export async function fail(sql: Sql, { customer_id, attempts }: DeletedCustomer, reason: string): Promise<void> {
	const seconds = Math.min(WAIT_SECONDS_MAX, 5 * 2 ** Math.min(attempts - 1, 20));
	await select(
		sql,
		`update answerpack_deleted_customer set reason = ?, due_at = clock_timestamp() + make_interval(secs => ?)
			where customer_id = ? and attempts = ? and due_at is not null`,
		[reason, seconds, customer_id, attempts],
	);
}

/** How many are still to be forgotten for the first time. */
export async function countWaiting(sql: Sql): Promise<number> {
	const [row] = await select<{ count: number }>(
		sql,
		'select count(*)::int as count from answerpack_deleted_customer where forgotten_at is null',
	);
	return row?.count ?? 0;
}

/** Forgets those that were done long ago. */
export async function drop(sql: Sql): Promise<void> {
	await select(
		sql,
		`delete from answerpack_deleted_customer where due_at is null
			and forgotten_at < clock_timestamp() - make_interval(days => ?)`,
		[KEPT_DAYS],
	);
}
