import { type Sql, select } from './sql';

/** What a message is about: that object is fetched again, whatever the message says of it. */
export const HINT_KINDS = ['subscription', 'invoice', 'charge', 'refund', 'dispute'] as const;
export type HintKind = (typeof HINT_KINDS)[number];

/** A message that was checked and kept. It says where to look, not what to believe. */
export interface Hint {
	/** The event's id: the same one again is the same message. */
	id: string;
	type: string;
	kind: HintKind;
	object_id: string;
	happened_at: Date;
}

export type HintState = 'waiting' | 'done' | 'ignored' | 'dead';

/** A message, and what became of it. */
export interface KeptHint extends Omit<Hint, 'happened_at'> {
	happened_at: string;
	received_at: string;
	state: HintState;
	/** How often it was begun. */
	attempts: number;
	due_at: string;
	reason: string | null;
}

/** After so many attempts, about half a day, a message is dead: a person has to look and say "try again". */
export const ATTEMPTS_MAX = 20;
/** Longer than any message takes; who has begun one and said nothing by then is taken for dead. */
const LEASE_SECONDS = 120;
const WAIT_SECONDS_MAX = 3600;

/** How long to wait after a failed attempt, in seconds: 5, 10, 20 … up to an hour. */
export function waitSeconds(attempts: number): number {
	return Math.min(WAIT_SECONDS_MAX, 5 * 2 ** (attempts - 1));
}

const HINT = `id, type, kind, object_id, happened_at, received_at, state, attempts, due_at, reason`;

/** Keeps a message, unless it is there already. @returns whether it is new. */
export async function keep(sql: Sql, { id, type, kind, object_id, happened_at }: Hint): Promise<boolean> {
	const rows = await select(
		sql,
		`insert into answerpack_webhook (id, type, kind, object_id, happened_at) values (?, ?, ?, ?, ?)
			on conflict (id) do nothing returning id`,
		[id, type, kind, object_id, happened_at],
	);
	return rows.length > 0;
}

/**
 * Takes messages that are due, oldest first; several processes never take the same ones. To begin counts as an attempt, and
 * who does not end it in time leaves it to the next one: so a message that kills its process dies in the end as well.
 */
export async function claim(sql: Sql, limit: number): Promise<KeptHint[]> {
	const rows = await select<KeptHint>(
		sql,
		`with due as (
				select id from answerpack_webhook where state = 'waiting' and due_at <= clock_timestamp()
					order by due_at limit ? for update skip locked
			)
			update answerpack_webhook w set
				attempts = least(attempts + 1, ?),
				due_at = clock_timestamp() + make_interval(secs => ?),
				state = case when attempts >= ? then 'dead' else 'waiting' end,
				reason = case when attempts >= ? then coalesce(reason, 'nobody came to its end') else reason end
			from due where w.id = due.id returning ${HINT.replace('id', 'w.id')}`,
		[limit, ATTEMPTS_MAX, LEASE_SECONDS, ATTEMPTS_MAX, ATTEMPTS_MAX],
	);
	return rows.filter(({ state }) => state === 'waiting');
}

/**
 * Says how an attempt has ended. Somebody else's attempt that was begun since is not touched.
 * @param outcome `failed`: again later, or never when it was the last attempt.
 */
export async function end(
	sql: Sql,
	{ id, attempts }: Pick<KeptHint, 'id' | 'attempts'>,
	outcome: { state: 'done' } | { state: 'ignored' | 'failed'; reason: string },
): Promise<void> {
	const failed = outcome.state === 'failed';
	const state = failed ? (attempts >= ATTEMPTS_MAX ? 'dead' : 'waiting') : outcome.state;
	await select(
		sql,
		`update answerpack_webhook set state = ?, reason = ?, due_at = clock_timestamp() + make_interval(secs => ?)
			where id = ? and state = 'waiting' and attempts = ?`,
		[state, 'reason' in outcome ? outcome.reason : null, failed ? waitSeconds(attempts) : 0, id, attempts],
	);
}

/** Tries a dead or ignored message again from the beginning, or a waiting one now. @returns it, if it is there. */
export async function tryAgain(sql: Sql, id: string): Promise<KeptHint | undefined> {
	const [hint] = await select<KeptHint>(
		sql,
		`update answerpack_webhook set state = 'waiting', attempts = 0, due_at = clock_timestamp()
			where id = ? and state <> 'done' returning ${HINT}`,
		[id],
	);
	return hint;
}

export async function find(sql: Sql, id: string): Promise<KeptHint | undefined> {
	const [hint] = await select<KeptHint>(sql, `select ${HINT} from answerpack_webhook where id = ?`, [id]);
	return hint;
}

/** Messages in a state, newest first, or the ones of every state. */
export async function list(
	sql: Sql,
	{ state, limit, offset }: { state?: HintState; limit: number; offset: number },
): Promise<{ webhooks: KeptHint[]; count: number }> {
	const where = '?::text is null or state = ?';
	const bindings = [state ?? null, state ?? null];
	const [webhooks, [total]] = await Promise.all([
		select<KeptHint>(
			sql,
			`select ${HINT} from answerpack_webhook where ${where} order by received_at desc, id limit ? offset ?`,
			[...bindings, limit, offset],
		),
		select<{ count: number }>(sql, `select count(*)::int as count from answerpack_webhook where ${where}`, bindings),
	]);
	return { webhooks, count: total?.count ?? 0 };
}

/** Forgets what was ended long ago; Stripe itself repeats a message for three days at most. */
export async function forget(sql: Sql, days: number): Promise<void> {
	await select(
		sql,
		`delete from answerpack_webhook where state in ('done', 'ignored')
			and received_at < clock_timestamp() - make_interval(days => ?)`,
		[days],
	);
}
