import { join } from 'node:path';
import type { HoldBody } from '@answerpack/shared/contract';
import { type BotSettings, botSettingsSchema } from '@answerpack/shared/pools';
import { Migrator } from '@medusajs/framework/mikro-orm/migrations';
import { MikroORM } from '@medusajs/framework/mikro-orm/postgresql';
import { createPgConnection } from '@medusajs/framework/utils';
import CreditsModuleService from '../service';

/** A ledger on a database of its own, with a clock that tests move. */
export async function openLedger(name: string) {
	const { DB_HOST, DB_PORT, DB_USERNAME, DB_PASSWORD } = process.env;
	const url = (database: string) => `postgres://${DB_USERNAME}:${DB_PASSWORD}@${DB_HOST}:${DB_PORT}/${database}`;
	const server = createPgConnection({ clientUrl: url('postgres') });
	await server.raw(`drop database if exists ${name}`);
	await server.raw(`create database ${name}`);
	await server.destroy();

	const orm = await MikroORM.init({
		clientUrl: url(name),
		entities: [],
		discovery: { warnWhenNoEntities: false },
		extensions: [Migrator],
		migrations: { path: join(__dirname, '../migrations'), silent: true, snapshot: false },
	});
	await orm.getMigrator().up();
	await orm.close();

	const sql = createPgConnection({ clientUrl: url(name), pool: { min: 0, max: 20 } });
	let now = new Date('2026-03-10T12:00:00Z');
	const ledger = new CreditsModuleService(
		{ __pg_connection__: sql },
		{ service_secret: 'a secret of at least thirty-two characters', clock: () => now },
	);
	const rows = async <T>(query: string, bindings: string[] = []): Promise<T[]> =>
		(await sql.raw<{ rows: T[] }>(query, bindings)).rows;

	return {
		ledger,
		rows,
		setNow: (iso: string) => {
			now = new Date(iso);
		},
		clear: async () => {
			await sql.raw(`truncate credits_entry, credits_hold_leg, credits_hold, credits_lot, credits_account,
				credits_visitor_window, credits_pool_window, credits_bot`);
			now = new Date('2026-03-10T12:00:00Z');
		},
		/** Every row that breaks an invariant of LEDGER.md; none when the books are right. */
		broken: async () => (await Promise.all(INVARIANTS.map((query) => rows<object>(query)))).flat(),
		close: () => sql.destroy(),
	};
}

const INVARIANTS = [
	// 1. Entries sum to zero, movement by movement.
	`select 'movement' as broken, bot_id, movement from credits_entry group by 2, 3 having sum(amount) <> 0 or count(*) <> 2`,
	// 3. Accounts equal the sum of their lots, windows the sum of their legs.
	`select 'account' as broken, a.* from credits_account a left join (
			select bot_id, customer_id, sum(available) available, sum(held) held, sum(spent) spent
			from credits_lot group by 1, 2) l using (bot_id, customer_id)
		where (a.available, a.held, a.spent) is distinct from (coalesce(l.available, 0), coalesce(l.held, 0), coalesce(l.spent, 0))`,
	`select 'window' as broken, w.* from credits_pool_window w left join (
			select bot_id, pool, period, starts_at, sum(held) held, sum(spent) spent
			from credits_hold_leg where pool is not null group by 1, 2, 3, 4) l using (bot_id, pool, period, starts_at)
		where (w.held, w.spent) is distinct from (coalesce(l.held, 0), coalesce(l.spent, 0))`,
	`select 'visitor window' as broken, w.* from credits_visitor_window w left join (
			select h.bot_id, subject_kind, subject_key, period, starts_at, sum(l.held) held, sum(l.spent) spent
			from credits_hold_leg l join credits_hold h on h.bot_id = l.bot_id and h.id = l.hold_id
			where l.pool = 'free_reserve' group by 1, 2, 3, 4, 5) l using (bot_id, subject_kind, subject_key, period, starts_at)
		where (w.held, w.spent) is distinct from (coalesce(l.held, 0), coalesce(l.spent, 0))`,
	// 4. What is held is held by open holds.
	`select 'lot' as broken, t.bot_id, t.id from credits_lot t left join (
			select bot_id, lot_id, sum(held) held, sum(spent) spent from credits_hold_leg where lot_id is not null group by 1, 2
		) l on l.bot_id = t.bot_id and l.lot_id = t.id
		where (t.held, t.spent) is distinct from (coalesce(l.held, 0), coalesce(l.spent, 0))`,
	`select 'hold' as broken, h.bot_id, h.id from credits_hold h left join credits_hold_leg l
			on l.bot_id = h.bot_id and l.hold_id = h.id
		group by h.bot_id, h.id
		having coalesce(sum(l.held), 0) <> case h.state when 'open' then h.amount else 0 end or coalesce(sum(l.spent), 0) <> h.spent`,
	// 6. Replaying the entries gives the tables.
	`select 'replay' as broken, coalesce(r.account, t.account) account, coalesce(r.part, t.part) part, r.amount replayed, t.amount
		from (select bot_id, account, part, sum(amount) amount from credits_entry
				where account <> 'bot' and part <> 'budget' group by 1, 2, 3) r
		full join (
			select bot_id, 'lot:' || id as account, part, amount from credits_lot, lateral (values ('available', available),
				('held', held), ('spent', spent), ('expired', expired), ('revoked', revoked), ('frozen', frozen)) v(part, amount)
			union all
			select bot_id, pool || ':' || period || ':' || credits_iso(starts_at), part, amount from credits_pool_window,
				lateral (values ('held', held), ('spent', spent)) v(part, amount)
		) t using (bot_id, account, part)
		where coalesce(r.amount, 0) <> coalesce(t.amount, 0)`,
	// 7. A hold is paid by its own subject's lots at its own bot.
	`select 'owner' as broken, h.bot_id, h.id from credits_hold h
		join credits_hold_leg l on l.bot_id = h.bot_id and l.hold_id = h.id
		join credits_lot t on t.bot_id = l.bot_id and t.id = l.lot_id
		where h.subject_kind <> 'customer' or t.customer_id <> h.subject_key`,
];

/** Settings as an editor might publish them; budgets in credits. */
export function settings(
	overrides: Partial<Omit<BotSettings, 'pools'>> & { pools?: Partial<BotSettings['pools']> } = {},
): BotSettings {
	const { pools, ...rest } = overrides;
	return botSettingsSchema.parse({
		name: 'Shop help',
		slug: 'shop-help',
		version: 1,
		time_zone: 'Europe/Berlin',
		...rest,
		pools: {
			owner_cap: { credits_per_month: 100 },
			free_reserve: { credits: 30, window: 'day', per_visitor: 3 },
			...pools,
		},
	});
}

let holds = 0;

/** A hold of one credit for a visitor, with a new id unless one is given. */
export function hold(overrides: Partial<HoldBody> = {}): HoldBody {
	holds += 1;
	return {
		id: `00000000-0000-4000-8000-${String(holds).padStart(12, '0')}`,
		subject: { kind: 'visitor', key: 'v1' },
		purpose: 'answer',
		amount: 1000,
		ttl_seconds: 60,
		...overrides,
	};
}

/** What a refusal says: its code and details. */
export async function refusal(promise: Promise<unknown>): Promise<{ code: string; details?: object }> {
	try {
		await promise;
	} catch (error) {
		const { code, details } = error as { code: string; details?: object };
		if (!code) throw error;
		return { code, ...(details && { details }) };
	}
	throw new Error('it was not refused');
}
