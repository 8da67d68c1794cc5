// As many processes of Medusa, and of Strapi, as wanted on one Postgres: what fault tests and benchmarks look at, without
// storefront and admin panels.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { layOutPlaceholder } from './builds.mjs';
import { createChildren } from './children.mjs';
import { signal, waitUntilGone } from './pids.mjs';
import { freePort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { createProgress } from './progress.mjs';
import { migrateMedusa, readPublishableKey, startMedusa, startStrapi } from './servers.mjs';
import { ensureState, lockData, readState } from './state.mjs';

/**
 * A durable Postgres with a seeded shop in it. The plugin must be built.
 * @param {object} [options]
 * @param {string} [options.folder] where it is, and is kept for the next time; without it nothing is left behind
 * @param {(line: string) => void} [options.log]
 * @param {import('./stripe.mjs').Stripe} [options.stripe] read when a process is started; without it the shop takes test payments only
 */
export async function openMedusas({ folder: kept, log = () => {}, stripe } = {}) {
	const folder = kept ?? mkdtempSync(join(tmpdir(), 'answerpack-medusas-'));
	const unlock = lockData(folder);
	ensureState(folder);
	const state = readState(folder);
	const progress = createProgress(log);
	const cluster = { folder: join(folder, 'postgres'), port: await freePort(), password: state.secrets.postgres };
	let postgres = await startPostgres(cluster);
	await postgres.ensureDatabase('medusa');

	/** Each has a folder for its log and its pid. @type {import('./servers.mjs').Context[]} */
	const contexts = [];
	/** @param {string} name */
	async function contextOf(name) {
		const data = join(folder, name);
		mkdirSync(data, { recursive: true });
		const [medusa, elsewhere] = [await freePort(), 1];
		const ports = { storefront: elsewhere, strapi: elsewhere, stripe: elsewhere, postgres: cluster.port, medusa };
		const children = createChildren(data);
		await children.stopLeftovers();
		const context = { ports, data, state, children, progress, postgres, ...(stripe && { stripe }) };
		contexts.push(context);
		return context;
	}
	const first = await contextOf('migration');
	await migrateMedusa(first);

	return {
		state,
		publishable_key: await readPublishableKey(first),
		database_url: postgres.url('medusa'),

		/**
		 * One process of Medusa, at the same address however often it is started.
		 * @param {string} name
		 */
		async add(name) {
			const context = await contextOf(name);
			return { url: `http://127.0.0.1:${context.ports.medusa}`, start: () => startMedusa(context) };
		},

		/**
		 * One process of Strapi, at the same address however often it is started. All of them share a database; the first has
		 * to be up before the next is started, since it makes the tables.
		 * @param {string} name
		 * @param {{url: string}} medusa whom it asks
		 */
		async addStrapi(name, medusa) {
			layOutPlaceholder();
			await postgres.ensureDatabase('strapi');
			const context = await contextOf(name);
			context.ports.strapi = await freePort();
			context.ports.medusa = Number(new URL(medusa.url).port);
			return { url: `http://127.0.0.1:${context.ports.strapi}`, start: () => startStrapi(context) };
		},

		/** The address of one of the databases. @param {'medusa' | 'strapi'} database */
		databaseUrl: (database) => postgres.url(database),

		/** The database goes away in an orderly way, as for an upgrade of it. */
		stopPostgres: () => postgres.stop(),
		/** All of Postgres is gone from one moment to the next; what it had committed is in its log. */
		async killPostgres() {
			const client = new pg.Client({ connectionString: postgres.url('postgres') });
			await client.connect();
			client.on('error', () => {}); // it dies as well
			const { rows } = await client.query('select pid from pg_stat_activity');
			const pids = [postgres.pid, ...rows.map(({ pid }) => pid)];
			for (const pid of pids) signal(pid, 'SIGKILL');
			// Those that are left hold its shared memory, and end when they see that it is gone.
			for (const pid of pids) await waitUntilGone(pid, 10_000);
		},
		async startPostgres() {
			postgres = await startPostgres(cluster);
		},

		async stop() {
			await Promise.all(contexts.map(({ children }) => children.close(['strapi', 'medusa'])));
			await postgres.stop();
			unlock();
			if (!kept) rmSync(folder, { recursive: true, force: true });
		},
	};
}
