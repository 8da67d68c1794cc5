import { join } from 'node:path';
import type { HoldBody } from '@answerpack/shared/contract';
import { type BotSettings, botSettingsSchema } from '@answerpack/shared/pools';
import { Migrator } from '@medusajs/framework/mikro-orm/migrations';
import { MikroORM } from '@medusajs/framework/mikro-orm/postgresql';
import { createPgConnection } from '@medusajs/framework/utils';
import CreditsModuleService from '../service';

/** When tests begin, unless they say otherwise. */
export const NOON = '2026-03-10T12:00:00Z';
export const SERVICE_SECRET = 'a-secret-of-at-least-thirty-two-characters';

export interface ProcessOptions {
	/** What it reads instead of the tests' clock; or the database's own, as in production. */
	clock?: (() => Date) | 'database';
	connection?: ReturnType<typeof createPgConnection>;
}

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

	const connect = (clientUrl = url(name), max = 20) => createPgConnection({ clientUrl, pool: { min: 0, max } });
	const sql = connect();
	let now = new Date(NOON);
	const openProcess = ({ clock = () => now, connection = sql }: ProcessOptions = {}) =>
		new CreditsModuleService(
			{ __pg_connection__: connection },
			{ service_secret: SERVICE_SECRET, ...(clock !== 'database' && { clock }) },
		);
	const rows = async <T>(query: string, bindings: string[] = []): Promise<T[]> =>
		(await sql.raw<{ rows: T[] }>(query, bindings)).rows;
	const tables = async () => {
		const found = await rows<{ name: string }>(`select relname as name from pg_class where relkind in ('r', 'p')
			and not relispartition and relnamespace = 'public'::regnamespace and relname like 'credits\\_%' order by 1`);
		return found.map(({ name }) => name);
	};

	return {
		ledger: openProcess(),
		/**
		 * Another process on the same database: it shares nothing with the first one but the tables. It may have a clock and
		 * connections of its own.
		 */
		openProcess,
		/** A pool of connections of its own, which the caller destroys. */
		connect,
		name,
		url: url(name),
		rows,
		/** The names of the ledger's tables, as the database knows them. */
		tables,
		/** Stands for everything that is written about each bot: two are equal when nothing was written in between. */
		fingerprints: async () => {
			const prints: Record<string, Record<string, string>> = {};
			for (const table of await tables()) {
				const digests = await rows<{ bot_id: string; digest: string }>(
					`select bot_id, md5(string_agg(t::text, chr(10) order by t::text)) as digest from ${table} t group by bot_id`,
				);
				for (const { bot_id, digest } of digests) prints[bot_id] = { ...prints[bot_id], [table]: digest };
			}
			return prints;
		},
		/** A transaction of the test's own, to stand in the ledger's way. */
		begin: () => sql.transaction(),
		setNow: (iso: string) => {
			now = new Date(iso);
		},
		clear: async () => {
			await sql.raw(`truncate ${await tables()}`);
			now = new Date(NOON);
		},
		close: () => sql.destroy(),
	};
}

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
