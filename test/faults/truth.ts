import type { Usage } from '@answerpack/shared/contract';
import pg from 'pg';
import { asOwner, stage } from './answer-stage.ts';
import type { Asked } from './visitors.ts';

/** A hold as the ledger has it, in millicredits. */
export interface Booked {
	state: 'open' | 'settled' | 'released' | 'expired';
	pool: string;
	amount: number;
	spent: number;
	absorbed: number;
	/** The sum of the entries that say so: more than `spent` would be charged twice. */
	charged: number;
}

/** What the ledger says of these answers; nothing of those whose hold it never had. */
export async function booksOf(asked: Pick<Asked, 'id'>[]): Promise<Map<string, Booked>> {
	const rows = await query<Booked & { id: string }>(
		'medusa',
		// The entries summed once: looked for anew for each hold of ten minutes, they take minutes.
		`with charges as (
				select bot_id, hold_id, sum(amount) as charged from credits_entry where target = 'spent' group by bot_id, hold_id
			)
			select h.id, h.state, h.pool, h.amount, h.spent, h.absorbed, coalesce(c.charged, 0) as charged
			from credits_hold h left join charges c on c.bot_id = h.bot_id and c.hold_id = h.id
			where h.id = any($1::uuid[])`,
		[asked.map(({ id }) => id)],
	);
	return new Map(
		rows.map(({ id, state, pool, ...amounts }) => {
			const { amount, spent, absorbed, charged } = amounts;
			const [a, b, c, d] = [amount, spent, absorbed, charged].map(Number) as [number, number, number, number];
			return [id, { state, pool, amount: a, spent: b, absorbed: c, charged: d }];
		}),
	);
}

export async function bookOf(asked: Pick<Asked, 'id'>): Promise<Booked | undefined> {
	return (await booksOf([asked])).get(asked.id);
}

/** What a hold was settled with, as the ledger keeps it. */
export async function usageOf({ id }: Pick<Asked, 'id'>): Promise<Usage> {
	const [row] = await query<{ usage: { usage: Usage } }>('medusa', 'select usage from credits_hold where id = $1', [
		id,
	]);
	if (!row?.usage) throw new Error(`${id} was not settled`);
	return row.usage as unknown as Usage;
}

/** The auditor finds nothing that is not right. */
export async function expectRightBooks(): Promise<void> {
	expect(await asOwner('/admin/answerpack/ledger')).toEqual({ right: true, breaches: [] });
}

/** What Strapi has not told Medusa yet, and what it still takes for running. */
export async function leftInStrapi(): Promise<{ settlements: number; running: number }> {
	const [row] = await query<{ settlements: string; running: string }>(
		'strapi',
		`select (select count(*) from answerpack_outbox where key like 'hold:%') as settlements,
			(select count(*) from answerpack_answers where state in ('holding', 'streaming')) as running`,
	);
	return { settlements: Number(row?.settlements), running: Number(row?.running) };
}

/** How many of these answers still have a hold that is open. */
export async function openHolds(asked: Pick<Asked, 'id'>[]): Promise<number> {
	return [...(await booksOf(asked)).values()].filter(({ state }) => state === 'open').length;
}

/** Asks one of the databases; for what no route says. */
export async function query<Row extends object>(database: 'medusa' | 'strapi', sql: string, values: unknown[] = []) {
	const client = new pg.Client({ connectionString: stage.shop.databaseUrl(database) });
	await client.connect();
	try {
		return (await client.query<Row>(sql, values)).rows;
	} finally {
		await client.end();
	}
}
