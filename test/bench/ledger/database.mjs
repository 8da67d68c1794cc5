import { createRequire } from 'node:module';
import pg from 'pg';

const plugin = createRequire(createRequire(import.meta.url).resolve('@answerpack/medusa/package.json'));
const MIGRATIONS = ['Migration20261122100000', 'Migration20261122100001', 'Migration20261122100002'];

/** The bot that every figure is about. */
export const BOT = 'bench';

/**
 * A database with the ledger's own tables, and what a benchmark puts into them beside the ledger.
 * @param {import('../../stack/postgres.mjs').Postgres} postgres
 * @param {string} name
 */
export async function openDatabase(postgres, name) {
	await postgres.ensureDatabase(name);
	const url = postgres.url(name);
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	for (const migration of MIGRATIONS) {
		const module = plugin(`./.medusa/server/src/modules/credits/migrations/${migration}.js`);
		const up = new module[migration]();
		await up.up();
		for (const query of up.getQueries()) await client.query(query);
	}
	await client.query('create table bench_row (id integer primary key, n bigint not null)');
	await client.query('insert into bench_row values (1, 0)');

	return {
		url,
		/** The least that anything durable costs: one row, one commit. */
		bareCommit: () => () => client.query('update bench_row set n = n + 1 where id = 1'),
		/** @param {number} count each with three lots, the last of which never expires */
		async addCustomers(count) {
			await client.query(
				`insert into credits_account (bot_id, customer_id, available)
					select $1, 'cus_' || n, 3000000000 from generate_series(0, $2 - 1) n`,
				[BOT, count],
			);
			await client.query(
				`insert into credits_lot (bot_id, id, customer_id, source_key, request_hash, category, granted, available,
						starts_at, expires_at, created_at)
					select $1, 'lot_' || n || '_' || k, 'cus_' || n, 'grant:' || n || ':' || k, '', 'pack', 1000000000, 1000000000,
						now(), case when k < 3 then now() + k * interval '100 days' end, now()
					from generate_series(0, $2 - 1) n, generate_series(1, 3) k`,
				[BOT, count],
			);
			await client.query('vacuum analyze');
		},
		/**
		 * Years of other customers: lots that are spent, and their entries.
		 * @param {{lots: number, entries: number}} size
		 */
		async grow({ lots, entries }) {
			await client.query(
				`insert into credits_account (bot_id, customer_id, spent)
					select $1, 'old_' || n, 5000 from generate_series(1, $2) n`,
				[BOT, lots],
			);
			await client.query(
				`insert into credits_lot (bot_id, id, customer_id, source_key, request_hash, category, granted, available, spent,
						starts_at, created_at)
					select $1, 'old_' || n, 'old_' || n, 'old:' || n, '', 'pack', 5000, 0, 5000, now() - interval '1 year',
						now() - interval '1 year'
					from generate_series(1, $2) n`,
				[BOT, lots],
			);
			await client.query(
				`insert into credits_entry (bot_id, at, operation, lot_id, source, target, amount)
					select $1, now() - interval '1 year', 'settle', 'old_' || n, 'held', 'spent', 1000
					from generate_series(1, $2::integer) n`,
				[BOT, entries],
			);
			await client.query('vacuum analyze');
			await client.query('checkpoint');
		},
		close: () => client.end(),
	};
}
