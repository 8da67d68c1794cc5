import { join } from 'node:path';
import { Migrator } from '@medusajs/framework/mikro-orm/migrations';
import { MikroORM } from '@medusajs/framework/mikro-orm/postgresql';
import { createPgConnection } from '@medusajs/framework/utils';
import ReportsModuleService from '../service';
import type { Sql } from '../sql';

// Refusals are counted in memory and written together: exactly, whoever counts beside, and within bounds.

const { DB_HOST, DB_PORT, DB_USERNAME, DB_PASSWORD } = process.env;
const url = (database: string) => `postgres://${DB_USERNAME}:${DB_PASSWORD}@${DB_HOST}:${DB_PORT}/${database}`;
const NAME = 'answerpack_refusals';

let sql: ReturnType<typeof createPgConnection>;

beforeAll(async () => {
	const server = createPgConnection({ clientUrl: url('postgres') });
	await server.raw(`drop database if exists ${NAME}`);
	await server.raw(`create database ${NAME}`);
	await server.destroy();
	const orm = await MikroORM.init({
		clientUrl: url(NAME),
		entities: [],
		discovery: { warnWhenNoEntities: false },
		extensions: [Migrator],
		migrations: { path: join(__dirname, '../migrations'), silent: true, snapshot: false },
	});
	await orm.getMigrator().up();
	await orm.close();
	sql = createPgConnection({ clientUrl: url(NAME), pool: { min: 0, max: 5 } });
});
afterAll(() => sql.destroy());
beforeEach(() => sql.raw('truncate answerpack_refusal'));

const openProcess = (connection: Sql = sql) => new ReportsModuleService({ __pg_connection__: connection });
const refused = (key = 'v1', overrides: object = {}) => ({
	bot_id: 'bot1',
	day: '2026-03-10',
	code: 'visitor_limit_reached' as const,
	subject: { kind: 'visitor' as const, key },
	...overrides,
});
const DAY = ['2026-03-10', '2026-03-10'] as const;

test('refusals are told apart by bot, day, reason and person, and added to those of before', async () => {
	const [one, other] = [openProcess(), openProcess()];
	for (const reports of [one, other, one]) {
		reports.countRefusal(refused('v1'));
		reports.countRefusal(refused('v2'));
		reports.countRefusal(refused('v1', { day: '2026-03-11' }));
		reports.countRefusal(refused('v1', { bot_id: 'bot2' }));
		reports.countRefusal(refused('cus_1', { code: 'credits_used_up', subject: { kind: 'customer', key: 'cus_1' } }));
		await reports.flush();
	}
	expect(await one.refusedPeople(['bot1'], ...DAY)).toEqual([
		{ code: 'visitor_limit_reached', subject_kind: 'visitor', refusals: 6, people: 2 },
		{ code: 'credits_used_up', subject_kind: 'customer', refusals: 3, people: 1 },
	]);
	expect(await one.refusals(['bot1', 'bot2'], '2026-03-11', '2026-03-12')).toMatchObject([
		{ day: '2026-03-11', refusals: 3 },
	]);
	expect(await one.refusedCustomers(['bot1'], ...DAY, 10)).toEqual([
		{ bot_id: 'bot1', customer_id: 'cus_1', code: 'credits_used_up', refusals: 3, last: '2026-03-10' },
	]);
});

test('several processes that write at once lose nothing', async () => {
	const processes = Array.from({ length: 4 }, () => openProcess());
	for (let n = 0; n < 200; n++) processes[n % 4]?.countRefusal(refused(`v${n % 7}`));
	await Promise.all(processes.map((reports) => reports.flush()));
	expect(await openProcess().refusedPeople(['bot1'], ...DAY)).toMatchObject([{ refusals: 200, people: 7 }]);
});

test('what could not be written is kept, and written with the next ones', async () => {
	let down = true;
	const database: Sql = sql;
	const reports = openProcess({
		raw: <T>(...call: Parameters<Sql['raw']>) =>
			down ? Promise.reject<T>(new Error('the database is away')) : database.raw<T>(...call),
	});
	reports.countRefusal(refused());
	await expect(reports.flush()).rejects.toThrow('the database is away');
	reports.countRefusal(refused());
	down = false;
	await reports.flush();
	expect(await reports.refusedPeople(['bot1'], ...DAY)).toMatchObject([{ refusals: 2, people: 1 }]);
});

test('a storm of strangers fills neither memory nor table, and is counted all the same', async () => {
	const reports = openProcess();
	for (let storm = 0; storm < 4; storm++) {
		for (let n = 0; n < 3000; n++) reports.countRefusal(refused(`v${storm}-${n}`));
		await reports.flush();
	}
	const { rows } = await sql.raw('select count(*)::int as n from answerpack_refusal');
	expect(rows[0].n).toBeGreaterThan(1900);
	expect(rows[0].n).toBeLessThanOrEqual(2001); // 2,000 people, and all the others
	expect(await reports.refusedPeople(['bot1'], ...DAY)).toMatchObject([{ refusals: 12_000 }]);
	// Somebody who is known is still told apart.
	reports.countRefusal(refused('v0-0'));
	await reports.flush();
	expect(await sql.raw(`select refusals::int as n from answerpack_refusal where subject_key = 'v0-0'`)).toMatchObject({
		rows: [{ n: 2 }],
	});
});

test('what no report can show any more is forgotten', async () => {
	const reports = openProcess();
	const today = new Date().toISOString().slice(0, 10);
	reports.countRefusal(refused('v1', { day: '2020-01-01' }));
	reports.countRefusal(refused('v1', { day: today }));
	await reports.flush();
	expect(await reports.forgetRefusals()).toBe(1);
	expect(await reports.refusals(['bot1'], '2020-01-01', today)).toMatchObject([{ day: today }]);
});
