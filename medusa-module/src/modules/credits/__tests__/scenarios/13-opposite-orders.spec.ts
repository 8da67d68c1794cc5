import { hold, refusal, settings } from '../ledger';
import { allAtOnce, BOT, customer, setStage, visitor } from './stage';

describe('scenario 13: who comes from the other side, and who comes first', () => {
	const stage = setStage('13');
	const { reserve, settle, grant, credits, pools } = stage;
	const fail = (message: string) => Promise.reject(new Error(message));

	/** A process on its own connections, and the codes of all errors that Postgres told it, also those that it retried. */
	function watched() {
		const connection = stage.books.connect();
		const codes: string[] = [];
		connection.on('query-error', ({ code }: { code: string }) => codes.push(code));
		return { process: stage.books.openProcess({ connection }), codes, close: () => connection.destroy() };
	}

	it('asks several customers, visitors and pools in opposite orders: nobody waits in a circle', async () => {
		await stage.ledger.putBot(BOT, settings({ version: 2, pools: { free_reserve: { credits: 5000, window: 'day' } } }));
		const customers = ['a', 'b', 'c', 'd', 'e'];
		for (const key of customers) await grant(key, `grant:${key}`, { amount: 80_000 });
		const visitors = ['v1', 'v2', 'v3'];
		const others = [watched(), watched(), watched(), watched()];
		await Promise.all(
			others.map(async ({ process }, p) => {
				for (let round = 0; round < 8; round++) {
					const subjects = [...customers.map(customer), ...visitors.map(visitor)];
					if (p % 2) subjects.reverse();
					const held = await Promise.all(subjects.map((subject) => reserve(hold({ subject }), process)));
					if (round % 2) held.reverse();
					await Promise.all(held.map(({ id }) => settle(id, 700, process)));
				}
			}),
		);
		for (const key of customers) expect(await credits(key)).toMatchObject({ left: 80_000 - 4 * 8 * 700, held: 0 });
		expect((await pools()).free_reserve).toEqual({ held: 0, spent: 3 * 4 * 8 * 700 });
		expect(others.flatMap(({ codes }) => codes).filter((code) => code === '40P01')).toEqual([]);
		for (const { close } of others) await close();
	});

	it('takes back, freezes and sweeps while others answer: nobody waits in a circle', async () => {
		const others = [watched(), watched(), watched()];
		const [answering, reversing, sweeping] = others;
		if (!answering || !reversing || !sweeping) return fail('three processes are needed');
		for (let round = 0; round < 6; round++) {
			stage.books.setNow(`2026-03-10T12:0${round}:00Z`);
			const keys = Array.from({ length: 6 }, (_, n) => `cus_${round}_${n}`);
			const lots = await Promise.all(
				keys.flatMap((key) => [
					grant(key, `grant:${key}:1`, { amount: 1500, expires_at: new Date(`2026-03-10T12:0${round}:30Z`) }),
					grant(key, `grant:${key}:2`, { amount: 1500 }),
				]),
			);
			const held = await Promise.all(
				keys.map((key) => reserve(hold({ subject: customer(key), amount: 2000, ttl_seconds: 30 }))),
			);
			stage.books.setNow(`2026-03-10T12:0${round}:30Z`);
			await Promise.all([
				...held.map(({ id }, n) =>
					n % 2 ? settle(id, 1800, answering.process) : stage.release(id, answering.process),
				),
				...[...lots]
					.reverse()
					.map(({ lot_id }) =>
						reversing.process.revoke(BOT, { key: `reversal:${lot_id}`, lot_id, amount: 700, reason: 'refund' }),
					),
				...lots.map(({ lot_id }) => reversing.process.freeze(BOT, `dispute:${lot_id}`, lot_id)),
				sweeping.process.expireHolds(10),
				sweeping.process.expireLots(10),
			]);
			expect(await stage.ledger.audit()).toEqual([]);
		}
		expect(others.flatMap(({ codes }) => codes)).toEqual([]);
		for (const { close } of others) await close();
	});

	it('uses a bot, its windows and a visitor for the very first time, in several processes at once', async () => {
		const processes = [stage.ledger, ...Array.from({ length: 3 }, () => stage.books.openProcess())];
		for (let round = 0; round < 8; round++) {
			const bot = `cold-${round}`;
			const free_reserve = { credits: 5, window: 'day' as const, per_visitor: 2 };
			await stage.ledger.putBot(bot, settings({ pools: { free_reserve } }));
			const asks = processes.flatMap((process, p) =>
				['v1', `own-${p}`, 'v1'].map((key) => process.reserve(bot, hold({ subject: visitor(key) }))),
			);
			const { answers, refused } = await allAtOnce(asks);
			expect(answers).toHaveLength(5);
			for (const code of Object.keys(refused)) expect(code).toMatch(/^(free_reserve_used_up|visitor_limit_reached)$/);
			const published = (await stage.ledger.listBots()).find(({ bot_id }) => bot_id === bot);
			expect(published?.pools.find(({ pool }) => pool === 'free_reserve')).toMatchObject({ held: 5000, spent: 0 });
		}
	});

	it('gives to and takes from an account for the very first time, at once', async () => {
		const processes = [stage.ledger, stage.books.openProcess(), stage.books.openProcess()];
		for (let round = 0; round < 6; round++) {
			const key = `new-${round}`;
			const grants = processes.map((process, p) =>
				process.grant({
					bot_id: BOT,
					customer_id: key,
					source_key: `grant:${key}:${p}`,
					category: 'pack',
					amount: 1000,
				}),
			);
			const asks = processes.map((process) => reserve(hold({ subject: customer(key) }), process));
			const [granted, asked] = await Promise.all([Promise.all(grants), allAtOnce(asks)]);
			expect(granted.filter(({ replayed }) => !replayed)).toHaveLength(3);
			const paid = asked.answers.filter(({ pool }) => pool === 'end_user_credits').length;
			expect(await credits(key)).toMatchObject({ left: 3000 - paid * 1000, held: paid * 1000 });
		}
	});

	it('used its last free answer in another process, while it waited here for the reserve’s window, which guards that', async () => {
		const { books } = stage;
		await reserve(hold());
		await reserve(hold());
		const other = await books.begin();
		await other.raw("select from credits_pool_window where pool = 'free_reserve' for update");
		const refused = refusal(reserve(hold()));
		const waits = "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%credits_reserve%'";
		while ((await books.rows(waits)).length === 0);
		await other.raw("update credits_visitor_window set held = held + 1000 where subject_key = 'v1'");
		await other.commit();
		expect(await refused).toMatchObject({ code: 'visitor_limit_reached' });
		await books.rows("update credits_visitor_window set held = held - 1000 where subject_key = 'v1'");
	});
});
