import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';

/** A number that never ends the benchmark. */
const BUDGET = 1e15;

/**
 * The same work as one transaction for each hold, statement by statement, as most applications write it: on tables of
 * its own, with the same columns and indexes. Sixteen connections, which is where it is fastest.
 * @param {string} url
 */
export async function openInteractive(url) {
	const pool = new pg.Pool({ connectionString: url, max: 16 });
	await pool.query(`
		create schema interactive;
		create table interactive.pool (id text primary key, budget bigint not null, held bigint not null);
		insert into interactive.pool values ('hot', ${BUDGET}, 0);
		create table interactive.visitor (key text primary key, held bigint not null);
		create table interactive.account (like credits_account including all);
		create table interactive.lot (like credits_lot including all);
		create table interactive.hold (like credits_hold including all);
		create table interactive.leg (like credits_hold_leg including all);
		create table interactive.entry (like credits_entry including all);
		insert into interactive.account select * from credits_account;
		insert into interactive.lot select * from credits_lot;
	`);
	let asked = 0;

	/** @param {(client: pg.PoolClient) => Promise<void>} work */
	async function inTransaction(work) {
		const client = await pool.connect();
		try {
			await client.query('begin');
			await work(client);
			await client.query('commit');
		} catch (error) {
			await client.query('rollback');
			throw error;
		} finally {
			client.release();
		}
	}

	const today = "date_trunc('day', now())";
	const insertHold = (
		/** @type {pg.PoolClient} */ client,
		/** @type {string} */ id,
		/** @type {'visitor' | 'customer'} */ kind,
		/** @type {string} */ key,
	) =>
		client.query(
			`insert into interactive.hold (bot_id, id, subject_kind, subject_key, purpose, state, amount, pool, period, starts_at,
					request_hash, left_then, settings_version, created_at, expires_at)
				values ('bench', $1::uuid, $2, $3, 'answer', 'open', 1000,
					${kind === 'visitor' ? `'free_reserve', 'day', ${today}` : "'end_user_credits', null, null"},
					$1::uuid, 0, 1, now(), now() + interval '10 minutes')`,
			[id, kind, key],
		);
	const insertLeg = (/** @type {pg.PoolClient} */ client, /** @type {string} */ id, /** @type {string} */ lot) =>
		client.query(`insert into interactive.leg (bot_id, hold_id, n, lot_id, held) values ('bench', $1, 1, $2, 1000)`, [
			id,
			lot,
		]);
	const insertEntry = (
		/** @type {pg.PoolClient} */ client,
		/** @type {string} */ id,
		/** @type {string | null} */ lot,
	) =>
		client.query(
			`insert into interactive.entry (bot_id, at, operation, hold_id, lot_id, pool, period, starts_at, source, target, amount)
				values ('bench', now(), 'reserve', $1, $2, ${lot ? 'null, null, null' : `'free_reserve', 'day', ${today}`},
					'available', 'held', 1000)`,
			[id, lot],
		);

	return {
		hot: () => () => {
			asked += 1;
			const [id, key] = [randomUUID(), `visitor-${asked % 5000}`];
			return inTransaction(async (client) => {
				await client.query(
					`insert into interactive.visitor values ($1, 1000)
						on conflict (key) do update set held = interactive.visitor.held + 1000`,
					[key],
				);
				await client.query(`select budget, held from interactive.pool where id = 'hot' for update`);
				await client.query(`update interactive.pool set held = held + 1000 where id = 'hot'`);
				await insertHold(client, id, 'visitor', key);
				await insertEntry(client, id, null);
			});
		},
		/** @param {number} count */
		customers: (count) => async () => {
			asked += 1;
			const [id, customer] = [randomUUID(), `cus_${asked % count}`];
			let lot = '';
			await inTransaction(async (client) => {
				const of = [customer];
				await client.query(
					`select from interactive.account where bot_id = 'bench' and customer_id = $1 for update`,
					of,
				);
				const { rows } = await client.query(
					`select id from interactive.lot where bot_id = 'bench' and customer_id = $1 and available > 0
						and (expires_at is null or expires_at > now()) order by expires_at nulls last, created_at for update`,
					of,
				);
				lot = rows[0].id;
				await client.query(
					`update interactive.lot set available = available - 1000, held = held + 1000 where bot_id = 'bench' and id = $1`,
					[lot],
				);
				await client.query(
					`update interactive.account set available = available - 1000, held = held + 1000
						where bot_id = 'bench' and customer_id = $1`,
					of,
				);
				await insertHold(client, id, 'customer', customer);
				await insertLeg(client, id, lot);
				await insertEntry(client, id, lot);
			});
			await inTransaction(async (client) => {
				await client.query(`select from interactive.hold where bot_id = 'bench' and id = $1 for update`, [id]);
				await client.query(`select from interactive.account where bot_id = 'bench' and customer_id = $1 for update`, [
					customer,
				]);
				await client.query(
					`update interactive.lot set held = held - 1000, spent = spent + 1000 where bot_id = 'bench' and id = $1`,
					[lot],
				);
				await client.query(
					`update interactive.account set held = held - 1000, spent = spent + 1000
						where bot_id = 'bench' and customer_id = $1`,
					[customer],
				);
				await client.query(
					`update interactive.leg set held = 0, spent = 1000 where bot_id = 'bench' and hold_id = $1`,
					[id],
				);
				await client.query(
					`update interactive.hold set state = 'settled', ended_at = now(), spent = 1000
						where bot_id = 'bench' and id = $1`,
					[id],
				);
				await insertEntry(client, id, lot);
			});
		},
		close: () => pool.end(),
	};
}

/**
 * A rate limiter that keeps one number for a key, and no record of anything.
 * @param {string} url
 * @param {number} connections
 */
export async function openRateLimiter(url, connections) {
	const pool = new pg.Pool({ connectionString: url, max: connections });
	/** @type {RateLimiterPostgres} */
	const limiter = await new Promise((resolve, reject) => {
		const created = new RateLimiterPostgres(
			{ storeClient: pool, points: BUDGET, duration: 86_400, tableName: 'rate_limiter', clearExpiredByTimeout: false },
			(/** @type {Error | undefined} */ error) => (error ? reject(error) : resolve(created)),
		);
	});
	return { consume: () => limiter.consume('hot', 1), close: () => pool.end() };
}
