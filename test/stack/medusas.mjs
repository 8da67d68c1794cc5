// Medusa alone, as many processes of it as wanted on one Postgres: what fault tests and benchmarks look at, without
// Strapi, storefront and admin panels.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChildren } from './children.mjs';
import { freePort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { createProgress } from './progress.mjs';
import { migrateMedusa, readPublishableKey, startMedusa } from './servers.mjs';
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

		/** The database goes away in an orderly way, as for an upgrade of it. */
		stopPostgres: () => postgres.stop(),
		async startPostgres() {
			postgres = await startPostgres(cluster);
		},

		async stop() {
			await Promise.all(contexts.map(({ children }) => children.close(['medusa'])));
			await postgres.stop();
			unlock();
			if (!kept) rmSync(folder, { recursive: true, force: true });
		},
	};
}
