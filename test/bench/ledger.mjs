// `npm run bench:ledger [-- --quick]`: how fast the ledger is beside the usual ways, all in one run on one durable
// Postgres. Prints progress, and one JSON object as its last line. See README.md.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../stack/ports.mjs';
import { startPostgres } from '../stack/postgres.mjs';
import { openDatabase } from './ledger/database.mjs';
import { measureHttp } from './ledger/http.mjs';
import { measure } from './ledger/measure.mjs';
import { openLedger } from './ledger/ours.mjs';
import { openInteractive, openRateLimiter } from './ledger/peers.mjs';
import { drainWithTwoProcesses } from './ledger/two-processes.mjs';

const quick = process.argv.includes('--quick');
const SECONDS = quick ? 1.5 : 8;
const CALLERS = 256;
const CUSTOMERS = 10_000;
const GROWN = quick ? { lots: 60_000, entries: 300_000 } : { lots: 1_000_000, entries: 5_000_000 };
const HTTP = quick ? { seconds: 1, rounds: 2, callers: [256] } : { seconds: 4, rounds: 3, callers: [32, 128, 512] };
const say = (/** @type {string} */ line) => console.log(line);

const folder = mkdtempSync(join(tmpdir(), 'answerpack-bench-'));
chmodSync(folder, 0o711); // as root, Postgres runs as a user of its own, who has to get in
const postgres = await startPostgres({ folder: join(folder, 'postgres'), port: await freePort() });
try {
	const result = await bench();
	console.log(JSON.stringify(result));
} finally {
	await postgres.stop();
	rmSync(folder, { recursive: true, force: true });
}

async function bench() {
	const database = await openDatabase(postgres, 'bench');
	const ledger = await openLedger(database.url);
	await ledger.publish();
	await database.addCustomers(CUSTOMERS);

	say('a bare durable commit, one caller');
	const bare = await measure(1, SECONDS, database.bareCommit());
	say('one hot free reserve, one caller');
	const single = await measure(1, SECONDS, ledger.hot());
	say(`one hot free reserve, ${CALLERS} callers`);
	const hot = await measure(CALLERS, SECONDS, ledger.hot());
	say(`reserve and settle, ${CUSTOMERS} customers, ${CALLERS} callers`);
	const customers = await measure(CALLERS, SECONDS, ledger.customers(CUSTOMERS));

	say('the same two, interactive');
	const interactive = await openInteractive(database.url);
	const interactiveHot = await measure(16, SECONDS, interactive.hot());
	const interactiveCustomers = await measure(16, SECONDS, interactive.customers(CUSTOMERS));
	await interactive.close();
	say('rate-limiter-flexible on Postgres, one key, with 4, 16 and 32 connections');
	const limited = [];
	for (const connections of [4, 16, 32]) {
		const limiter = await openRateLimiter(database.url, connections);
		limited.push((await measure(CALLERS, SECONDS, limiter.consume)).per_second);
		await limiter.close();
	}

	say(`a ledger that has grown by ${GROWN.lots} lots and ${GROWN.entries} entries`);
	await database.grow(GROWN);
	const grownHot = await measure(CALLERS, SECONDS, ledger.hot());
	const grownCustomers = await measure(CALLERS, SECONDS, ledger.customers(CUSTOMERS));
	await ledger.close();

	say('two processes drain one pool');
	const two_processes = await drainWithTwoProcesses(database.url, quick ? 2000 : 20_000);
	await database.close();

	say('reserve and settle over HTTP, through one Medusa process');
	const http = await measureHttp({ ...HTTP, say });

	return {
		hot: {
			per_second: hot.per_second,
			ratio_interactive: ratio(hot.per_second, interactiveHot.per_second),
			ratio_rate_limiter: ratio(hot.per_second, Math.max(...limited)),
			p99_ms: hot.p99_ms,
			p50_ms_single: single.p50_ms,
			bare_commit_p50_ms: bare.p50_ms,
			ratio_single_bare_commit: ratio(single.p50_ms, bare.p50_ms),
		},
		customers: {
			per_second: customers.per_second,
			ratio_interactive: ratio(customers.per_second, interactiveCustomers.per_second),
		},
		grown: {
			...GROWN,
			ratio_hot: ratio(grownHot.per_second, hot.per_second),
			ratio_customers: ratio(grownCustomers.per_second, customers.per_second),
			ratio: Math.min(
				ratio(grownHot.per_second, hot.per_second),
				ratio(grownCustomers.per_second, customers.per_second),
			),
		},
		http,
		two_processes,
	};
}

/** @param {number} ours @param {number} theirs */
function ratio(ours, theirs) {
	return Math.round((ours / theirs) * 100) / 100;
}
