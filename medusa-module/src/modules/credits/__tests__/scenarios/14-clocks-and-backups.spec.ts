import { randomUUID } from 'node:crypto';
import { hold, refusal, settings } from '../ledger';
import { openBackups } from './backup';
import { BOT, customer, setStage, visitor } from './stage';

/** Only what the process takes for the time is changed; everything goes on as fast as before. */
const NO_TIMERS = [
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'setInterval',
	'setTimeout',
	'clearImmediate',
	'clearInterval',
	'clearTimeout',
] as const;

describe('scenario 14: clocks', () => {
	const stage = setStage('14');
	const { reserve, settle, release, grant, credits, pools } = stage;
	const subject = customer('cus_1');

	it('of processes that are years off change nothing: the database’s clock is the only one', async () => {
		const process = stage.books.openProcess({ clock: 'database' });
		const databaseNow = async () =>
			Date.parse((await stage.books.rows<{ at: string }>('select clock_timestamp()::text as at'))[0]?.at ?? '');
		await grant('cus_1', 'grant:li_1');
		const before = await databaseNow();
		jest.useFakeTimers({ now: Date.parse('2041-01-01T00:00:00Z'), doNotFake: [...NO_TIMERS] });
		const { id, expires_at } = await reserve(hold({ subject, ttl_seconds: 60 }), process);
		await process.grant({
			bot_id: BOT,
			customer_id: 'cus_2',
			source_key: 'grant:li_2',
			category: 'pack',
			amount: 1,
			valid_days: 1,
		});
		await process.expireHolds(10);
		await process.expireLots(10);
		const answer = await settle(id, 1000, process);
		const { lots } = await process.customerCredits(BOT, 'cus_2');
		jest.useRealTimers();
		expect(answer).toEqual({ spent: 1000, absorbed: 0, left: 9000 });
		for (const [at, ms] of [
			[expires_at, 60_000],
			[`${lots[0]?.expires_at}`, 86_400_000],
		] as const) {
			expect(Date.parse(at)).toBeGreaterThanOrEqual(Math.floor(before) + ms - 1);
			expect(Date.parse(at)).toBeLessThanOrEqual((await databaseNow()) + ms);
		}
	});

	it('that differ around midnight open two windows, and each gives exactly its budget', async () => {
		const early = stage.books.openProcess({ clock: () => new Date('2026-03-10T22:59:00Z') });
		const late = stage.books.openProcess({ clock: () => new Date('2026-03-10T23:01:00Z') });
		const asks = Array.from({ length: 50 }, (_, n) => hold({ subject: visitor(`v${n}`), ttl_seconds: 3600 }));
		const won = async (process: typeof early) => {
			const outcomes = await Promise.allSettled(asks.map((body) => reserve({ ...body, id: randomUUID() }, process)));
			return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value.id : []));
		};
		const [yesterdays, todays] = await Promise.all([won(early), won(late)]);
		expect([yesterdays.length, todays.length]).toEqual([30, 30]);
		// Each ends by the other one's clock.
		await Promise.all([...yesterdays.map((id) => settle(id, 400, late)), ...todays.map((id) => release(id, early))]);
		stage.books.setNow('2026-03-10T22:59:00Z');
		expect((await pools()).free_reserve).toEqual({ held: 0, spent: 12_000 });
		stage.books.setNow('2026-03-10T23:01:00Z');
		expect((await pools()).free_reserve).toEqual({ held: 0, spent: 0 });
	});

	it('that differ let one process expire what another still holds: it is paid late, and once', async () => {
		const ahead = stage.books.openProcess({ clock: () => new Date('2026-03-10T12:10:00Z') });
		await grant('cus_1', 'grant:li_1');
		const { id } = await reserve(hold({ subject }));
		expect(await ahead.expireHolds(10)).toBe(1);
		expect(await refusal(stage.ledger.extend(BOT, id, { ttl_seconds: 60 }))).toEqual({ code: 'hold_conflict' });
		expect(await settle(id)).toEqual({ spent: 1000, absorbed: 0, left: 9000 });
		expect(await settle(id, 1000, ahead)).toEqual({ spent: 1000, absorbed: 0, left: 9000 });
		expect(await credits('cus_1')).toMatchObject({ left: 9000, held: 0 });
	});

	it('that step back, also over midnight, leave what was held and granted before usable and exact', async () => {
		stage.books.setNow('2026-03-10T23:30:00Z');
		await grant('cus_1', 'grant:li_1', { valid_days: 1 });
		const [settled, released, extended, open] = [
			await reserve(hold({ subject })),
			await reserve(hold({ subject })),
			await reserve(hold()),
			await reserve(hold({ subject: visitor('v2') })),
		];
		stage.books.setNow('2026-03-10T22:30:00Z');
		expect(await settle(settled.id, 600)).toMatchObject({ spent: 600, absorbed: 0 });
		expect(await release(released.id)).toMatchObject({ released: 1000 });
		expect(await stage.ledger.extend(BOT, extended.id, { ttl_seconds: 1 })).toMatchObject({
			amount: 1000,
			expires_at: extended.expires_at, // never earlier than it was promised
		});
		expect(await stage.ledger.expireHolds(10)).toBe(0);
		expect(await stage.ledger.expireLots(10)).toBe(0);
		for (let n = 0; n < 3; n++) await reserve(hold({ ttl_seconds: 1 }));
		expect(await refusal(reserve(hold()))).toMatchObject({ code: 'visitor_limit_reached' });
		stage.books.setNow('2026-03-10T23:31:00Z');
		expect(await stage.ledger.expireHolds(10)).toBe(5);
		expect(await settle(open.id)).toMatchObject({ spent: 1000 });
		expect(await credits('cus_1')).toMatchObject({ left: 9400, held: 0 });
	});
});

describe('scenario 14: a database that is restored from a backup while holds are open', () => {
	const stage = setStage('14_backup');
	const { reserve, settle, release, grant, credits, pools } = stage;
	let backups: ReturnType<typeof openBackups>;
	let log: jest.SpyInstance;

	beforeAll(() => {
		backups = openBackups(stage.books);
	});
	beforeEach(() => {
		log = jest.spyOn(console, 'log').mockImplementation(); // where knex reports each connection that it loses
	});
	afterEach(() => log.mockRestore());
	afterAll(() => backups.close());

	it('has the same books again when everybody asks again for what they believe has happened', async () => {
		const { lot_id } = await grant('cus_1', 'grant:li_1');
		const subject = customer('cus_1');
		const [settled, released, open] = [1000, 2000, 500].map((amount) => hold({ subject, amount, ttl_seconds: 600 }));
		if (!settled || !released || !open) throw new Error('three holds are needed');
		for (const body of [settled, released, open]) await reserve(body);
		await backups.take();

		const late = hold({ subject: visitor('v1') });
		/** What callers keep until they have an answer, and ask again for: Strapi's outbox, the sweep of orders. */
		const retries = [
			() => settle(settled.id, 700),
			() => release(released.id),
			() => reserve(late),
			() => settle(late.id),
			() => grant('cus_1', 'grant:li_2'),
			() => stage.ledger.revoke(BOT, { key: 'reversal:1', lot_id, amount: 3000, reason: 'refund' }),
		];
		const answers: unknown[] = [];
		for (const retry of retries) answers.push(forgetLot(await retry()));
		const before = { credits: await creditsWithoutIds(), pools: await pools() };

		await backups.goBack();
		expect(await credits('cus_1')).toMatchObject({ left: 6500, held: 3500 });
		expect(await stage.ledger.audit()).toEqual([]);
		const again: unknown[] = [];
		for (const retry of retries) again.push(forgetLot(await retry()));
		expect(again).toEqual(answers);
		expect({ credits: await creditsWithoutIds(), pools: await pools() }).toEqual(before);
		stage.books.setNow('2026-03-10T12:10:00Z');
		expect(await stage.ledger.expireHolds(10)).toBe(1);
		expect(await credits('cus_1')).toMatchObject({ held: 0 });
	});

	it('does not know a hold that was taken after the backup: its settle is refused, and nobody is charged', async () => {
		await grant('cus_1', 'grant:li_1');
		await backups.take();
		const lost = await reserve(hold({ subject: customer('cus_1') }));
		await backups.goBack();
		expect(await refusal(settle(lost.id))).toEqual({ code: 'hold_not_found' });
		expect(await refusal(stage.ledger.extend(BOT, lost.id, { ttl_seconds: 60 }))).toEqual({ code: 'hold_not_found' });
		expect(await credits('cus_1')).toMatchObject({ left: 10_000, held: 0 });
	});

	it('has older settings than the processes remember: theirs do not count', async () => {
		await backups.take();
		const generous = { free_reserve: { credits: 1000, window: 'day' as const, per_visitor: 1000 } };
		await stage.ledger.putBot(BOT, settings({ version: 2, pools: generous }));
		await reserve(hold({ amount: 900_000 }));
		await backups.goBack();
		expect(await refusal(reserve(hold({ amount: 4000 })))).toEqual({ code: 'visitor_limit_reached' });
		expect(await reserve(hold({ amount: 3000 }))).toMatchObject({ left: 0 });
	});

	it('that go back with the database, which then gets other settings: a process that went on obeys those', async () => {
		const log = jest.spyOn(console, 'log').mockImplementation();
		const backups = openBackups(stage.books);
		await backups.take();
		const free_reserve = { credits: 1000, window: 'day' as const, per_visitor: 1000 };
		await stage.ledger.putBot(BOT, settings({ version: 2, pools: { free_reserve } }));
		await reserve(hold());
		await backups.goBack();
		await stage.books
			.openProcess()
			.putBot(BOT, settings({ version: 3, pools: { free_reserve: { credits: 0, window: 'day' } } }));
		expect(await refusal(reserve(hold()))).toEqual({ code: 'free_reserve_used_up' });
		await backups.close();
		log.mockRestore();
	});

	/** What the customer has, as a caller sees it who does not know the ids that the ledger makes up. */
	async function creditsWithoutIds() {
		const { left, held, lots } = await credits('cus_1');
		return { left, held, lots: lots.map(({ id, ...lot }) => lot) };
	}

	function forgetLot(answer: object) {
		const { lot_id, ...rest } = answer as { lot_id?: string };
		return rest;
	}
});
