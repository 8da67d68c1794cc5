import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Child } from '../stack/children.mjs';
import { signal } from '../stack/pids.mjs';

/** A boot may lose its database in the middle, and is tried again; so often in a row is something else. */
const BOOTS_MAX = 5;

/** What has been done to them. */
export interface Harm {
	/** How often, for each process. */
	processes_killed: number[];
	backends_terminated: number;
	postgres_crashed: number;
}

const between = (least_ms: number, most_ms: number) => pause(least_ms + Math.random() * (most_ms - least_ms));

/**
 * A process that runs is killed at random moments and started again, until it is over; then it runs.
 * @param start starts it, and ends when it is up
 */
export async function killAgainAndAgain(
	running: Child,
	start: () => Promise<Child>,
	{ over, harm }: { over: () => boolean; harm: Harm },
): Promise<void> {
	let killed = 0;
	for (let child = running; ; child = await boot(start)) {
		await between(1000, 7000);
		if (over()) break;
		signal(-child.pid, 'SIGKILL');
		await child.ended;
		killed += 1;
	}
	harm.processes_killed.push(killed);
}

async function boot(start: () => Promise<Child>): Promise<Child> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await start();
		} catch (error) {
			if (attempt === BOOTS_MAX) throw error;
		}
	}
}

/** A session, as soon as Postgres has recovered from what was done to it before. */
async function connect(url: string): Promise<pg.Client> {
	for (;;) {
		const client = new pg.Client({ connectionString: url });
		client.on('error', () => {}); // it dies in a crash as well
		try {
			await client.connect();
			return client;
		} catch (error) {
			if ((error as { code?: string }).code !== '57P03') throw error; // "in recovery mode", "starting up"
		}
		await between(20, 100);
	}
}

/** Ends sessions of the shop's database at random moments, and now and then crashes Postgres as a whole. */
export async function cutConnections(url: string, { over, harm }: { over: () => boolean; harm: Harm }): Promise<void> {
	for (await between(1000, 4000); !over(); await between(1000, 4000)) {
		const client = await connect(url);
		if (Math.random() < 0.15) {
			const { rows } = await client.query(`select pid from pg_stat_activity where datname = current_database()
				and backend_type = 'client backend' and pid <> pg_backend_pid() order by random() limit 1`);
			// A backend that is killed takes all others with it: Postgres recovers from its log.
			if (rows[0]) signal(rows[0].pid, 'SIGKILL');
			harm.postgres_crashed += rows.length;
		} else {
			const { rowCount } = await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
				where datname = current_database() and pid <> pg_backend_pid() and random() < 0.5`);
			harm.backends_terminated += rowCount ?? 0;
		}
		await client.end();
	}
}
