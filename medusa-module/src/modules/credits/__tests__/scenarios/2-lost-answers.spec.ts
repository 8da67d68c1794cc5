import { hold, refusal } from '../ledger';
import { BOT, customer, setStage, USAGE, visitor } from './stage';
import { openWire } from './wire';

describe('scenario 2: it is committed, and the answer is lost', () => {
	const stage = setStage('2');
	const { reserve, settle, grant, credits, pools } = stage;
	let log: jest.SpyInstance;

	beforeEach(() => {
		log = jest.spyOn(console, 'log').mockImplementation(); // where knex reports each connection that it loses
	});
	afterEach(() => log.mockRestore());

	/** A process whose wire from Postgres is cut after the next commit, before the answer comes through. */
	async function onAWire() {
		const wire = await openWire(stage.books.url);
		const connection = stage.books.connect(wire.url, 1);
		const process = stage.books.openProcess({ connection });
		return {
			process,
			/** Makes the call; its answer never arrives. */
			async loseAnswerOf(call: () => Promise<unknown>) {
				wire.loseAnswers();
				await expect(call()).rejects.toThrow(/terminated|ended|ECONNRESET/);
				wire.deliverAnswers();
			},
			async close() {
				await connection.destroy();
				await wire.close();
			},
		};
	}

	it('of a reserve: the same request gets the same hold, and another body under its id is a conflict', async () => {
		const { process, loseAnswerOf, close } = await onAWire();
		await reserve(hold({ subject: visitor('warm') }), process); // its settings are read before the wire is cut
		await grant('cus_1', 'grant:li_1');
		const body = hold({ subject: customer('cus_1') });
		await loseAnswerOf(() => reserve(body, process));
		expect(await credits('cus_1')).toMatchObject({ left: 9000, held: 1000 });
		expect(await reserve(body, process)).toMatchObject({ pool: 'end_user_credits', left: 9000, replayed: true });
		expect(await refusal(reserve({ ...body, amount: 2000 }, process))).toEqual({ code: 'hold_conflict' });
		expect(await refusal(reserve({ ...body, purpose: 'playground' }, process))).toEqual({ code: 'hold_conflict' });
		expect(await refusal(reserve({ ...body, subject: customer('cus_2') }))).toEqual({ code: 'hold_conflict' });
		expect(await credits('cus_1')).toMatchObject({ left: 9000, held: 1000 });
		await close();
	});

	it('of a settle: the same request gets the same answer, and another amount, usage or end is a conflict', async () => {
		const { process, loseAnswerOf, close } = await onAWire();
		await grant('cus_1', 'grant:li_1');
		const { id } = await reserve(hold({ subject: customer('cus_1') }), process);
		await loseAnswerOf(() => settle(id, 700, process));
		expect(await credits('cus_1')).toMatchObject({ left: 9300, held: 0 });
		expect(await settle(id, 700, process)).toEqual({ spent: 700, absorbed: 0, left: 9300 });
		expect(await refusal(settle(id, 701, process))).toEqual({ code: 'hold_conflict' });
		const usage = { ...USAGE, output_tokens: 1 };
		expect(await refusal(process.settle(BOT, id, { amount: 700, usage }))).toEqual({ code: 'hold_conflict' });
		expect(await refusal(stage.release(id, process))).toEqual({ code: 'hold_conflict' });
		expect(await credits('cus_1')).toMatchObject({ left: 9300, held: 0 });
		await close();
	});

	it('of a grant and a reversal: each happens once, and the key stands for nothing else', async () => {
		const { process, loseAnswerOf, close } = await onAWire();
		const pack = {
			bot_id: BOT,
			customer_id: 'cus_1',
			source_key: 'grant:li_1',
			category: 'pack',
			amount: 5000,
		} as const;
		await loseAnswerOf(() => process.grant(pack));
		const { lot_id, replayed } = await process.grant(pack);
		expect(replayed).toBe(true);
		expect(await refusal(process.grant({ ...pack, amount: 5001 }))).toEqual({ code: 'grant_conflict' });

		const reversal = { key: 'reversal:1', lot_id, amount: 2000, reason: 'refund' };
		await loseAnswerOf(() => process.revoke(BOT, reversal));
		expect(await process.revoke(BOT, reversal)).toEqual({ revoked: 2000, shortfall: 0 });
		expect(await refusal(process.revoke(BOT, { ...reversal, amount: 1 }))).toEqual({ code: 'reversal_conflict' });
		expect(await credits('cus_1')).toMatchObject({ left: 3000, lots: [{ granted: 5000, revoked: 2000 }] });
		await close();
	});

	it('of a whole batch: everybody who asks again gets the same hold', async () => {
		const { process, loseAnswerOf, close } = await onAWire();
		await reserve(hold({ subject: visitor('warm') }), process);
		const bodies = Array.from({ length: 20 }, (_, n) => hold({ subject: visitor(`v${n}`) }));
		await loseAnswerOf(() => Promise.all(bodies.map((body) => reserve(body, process))));
		const again = await Promise.all(bodies.map((body) => reserve(body, process)));
		expect(again.map(({ id }) => id)).toEqual(bodies.map(({ id }) => id));
		expect((await pools()).free_reserve).toEqual({ held: 21_000, spent: 0 });
		await close();
	});
});

describe('scenario 2: many ask the same at once', () => {
	const stage = setStage('2_at_once');
	const { reserve, settle, grant, credits, pools } = stage;

	it('and all are answered the same, one of them first, and it is paid once', async () => {
		const body = hold();
		const answers = await Promise.all(Array.from({ length: 10 }, () => reserve(body)));
		expect(new Set(answers.map(({ replayed, ...answer }) => JSON.stringify(answer))).size).toBe(1);
		expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
		expect((await pools()).free_reserve).toEqual({ held: 1000, spent: 0 });
	});

	it('with different bodies under one id: one of them has it, the others conflict', async () => {
		const body = hold();
		const other = stage.books.openProcess();
		const outcomes = await Promise.allSettled(
			[1, 2, 3, 4].map((amount) => reserve({ ...body, amount }, amount % 2 ? stage.ledger : other)),
		);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		for (const outcome of outcomes) {
			if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'hold_conflict' });
		}
	});

	it('in two processes: one hold, which ends once', async () => {
		const [first, second] = [stage.ledger, stage.books.openProcess()];
		for (let round = 0; round < 10; round++) {
			const body = hold({ subject: visitor(`twin-${round}`) });
			const [a, b] = await Promise.all([reserve(body, first), reserve(body, second)]);
			expect([a.replayed, b.replayed].sort()).toEqual([false, true]);
			const [settled, released] = await Promise.allSettled([
				settle(body.id, 1000, first),
				stage.release(body.id, second),
			]);
			expect([settled.status, released.status].sort()).toEqual(['fulfilled', 'rejected']);
		}
	});

	it('for the last credit: they are answered with the hold that has it', async () => {
		const [first, second] = [stage.ledger, stage.books.openProcess()];
		for (let round = 0; round < 20; round++) {
			const key = `last-${round}`;
			await grant(key, `grant:${key}`, { amount: 4000 });
			const body = hold({ subject: customer(key), amount: 4000 });
			const answers = await Promise.all([reserve(body, first), reserve(body, second)]);
			expect(answers.map(({ pool }) => pool)).toEqual(['end_user_credits', 'end_user_credits']);
		}
	});

	it('as a grant: it is granted once', async () => {
		const grants = await Promise.all(Array.from({ length: 20 }, () => grant('cus_1', 'grant:li_1')));
		expect(new Set(grants.map(({ lot_id }) => lot_id)).size).toBe(1);
		expect(grants.filter(({ replayed }) => !replayed)).toHaveLength(1);
		expect(await credits('cus_1')).toMatchObject({ left: 10_000 });
		expect(await refusal(grant('cus_2', 'grant:li_1'))).toEqual({ code: 'grant_conflict' });
	});
});
