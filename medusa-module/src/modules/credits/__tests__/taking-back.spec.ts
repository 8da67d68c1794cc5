import { hold, openLedger, refusal, settings } from './ledger';

const BOT = 'bot1';
const USAGE = { model: 'extractive', input_tokens: 0, output_tokens: 0 };
const subject = { kind: 'customer', key: 'cus_1' } as const;

describe('taking back', () => {
	let books: Awaited<ReturnType<typeof openLedger>>;
	let ledger: typeof books.ledger;
	let lot_id: string;
	const lot = async () => (await ledger.customerCredits(BOT, 'cus_1')).lots[0];
	const take = (amount: number) => ledger.reserve(BOT, hold({ subject, amount }));
	const settle = (id: string, amount: number) => ledger.settle(BOT, id, { amount, usage: USAGE });
	const revoke = (key: string, amount: number) => ledger.revoke(BOT, { key, lot_id, amount, reason: 'refund' });

	beforeAll(async () => {
		books = await openLedger('answerpack_taking_back_spec');
		ledger = books.ledger;
	});
	beforeEach(async () => {
		await books.clear();
		await ledger.putBot(BOT, settings({ pools: { free_reserve: { credits: 0, window: 'day' } } }));
		({ lot_id } = await ledger.grant({
			bot_id: BOT,
			customer_id: 'cus_1',
			source_key: 'grant:li_1',
			category: 'pack',
			amount: 10_000,
			valid_days: 10,
		}));
	});
	afterEach(async () => {
		expect(await ledger.audit()).toEqual([]);
	});
	afterAll(() => books.close());

	describe('a reversal', () => {
		it('takes what is left, leaves what was spent and what is held, and says what is missing', async () => {
			await settle((await take(6000)).id, 6000);
			const open = await take(1000);
			expect(await revoke('reversal:1', 10_000)).toEqual({ revoked: 3000, shortfall: 7000 });
			expect(await lot()).toMatchObject({ left: 0, held: 1000, spent: 6000, revoked: 3000 });
			await settle(open.id, 1000);
		});

		it('happens once for a key, also when many come at once', async () => {
			const answers = await Promise.all(Array.from({ length: 10 }, () => revoke('reversal:1', 4000)));
			expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
				new Set(['{"revoked":4000,"shortfall":0}']),
			);
			expect(await lot()).toMatchObject({ left: 6000, revoked: 4000 });
			expect(await refusal(revoke('reversal:1', 4001))).toEqual({ code: 'reversal_conflict' });
		});

		it('never asks for more than was granted, with all others together', async () => {
			await settle((await take(5000)).id, 5000);
			expect(await revoke('reversal:1', 8000)).toEqual({ revoked: 5000, shortfall: 3000 });
			expect(await revoke('reversal:2', 8000)).toEqual({ revoked: 0, shortfall: 2000 });
			expect(await revoke('reversal:3', 8000)).toEqual({ revoked: 0, shortfall: 0 });
		});

		it('takes what open holds give back, as far as it asked, and the rest stays the customer’s', async () => {
			const [first, second] = [await take(2000), await take(3000)];
			expect(await revoke('reversal:1', 6000)).toEqual({ revoked: 5000, shortfall: 1000 });
			await Promise.all([settle(first.id, 1500), ledger.release(BOT, second.id, { reason: 'failed' })]);
			expect(await lot()).toMatchObject({ left: 2500, held: 0, spent: 1500, revoked: 6000 });
		});

		it('needs a lot that exists, and a positive amount', async () => {
			const nowhere = ledger.revoke(BOT, { key: 'reversal:1', lot_id: 'lot_none', amount: 1, reason: 'refund' });
			expect(await refusal(nowhere)).toEqual({ code: 'lot_not_found' });
			for (const amount of [0, -1, 0.5])
				expect(await refusal(revoke('reversal:1', amount))).toEqual({ code: 'invalid_request' });
		});

		it('races answers for the last credits, and nothing is paid twice', async () => {
			const outcomes = await Promise.allSettled([take(10_000), revoke('reversal:1', 10_000), take(10_000)]);
			const paid = [outcomes[0], outcomes[2]].filter(({ status }) => status === 'fulfilled').length;
			const [, reversal] = outcomes;
			expect(reversal).toMatchObject({
				value: paid ? { revoked: 0, shortfall: 10_000 } : { revoked: 10_000, shortfall: 0 },
			});
		});
	});

	describe('a dispute', () => {
		it('freezes what is left and what comes back; won, all of it can be spent again', async () => {
			const open = await take(2000);
			expect(await ledger.freeze(BOT, 'dispute:1', lot_id)).toEqual({ frozen: 8000 });
			expect(await refusal(take(1))).toMatchObject({ code: 'credits_used_up' });
			expect(await settle(open.id, 500)).toMatchObject({ spent: 500, left: 0 });
			expect(await lot()).toMatchObject({ left: 0, frozen: 9500, spent: 500 });
			expect(await ledger.thaw(BOT, 'dispute:1')).toEqual({ thawed: 9500 });
			expect(await lot()).toMatchObject({ left: 9500, frozen: 0 });
		});

		it('that is lost is revoked, frozen credits first', async () => {
			await ledger.freeze(BOT, 'dispute:1', lot_id);
			expect(await revoke('dispute:1', 10_000)).toEqual({ revoked: 10_000, shortfall: 0 });
			expect(await ledger.thaw(BOT, 'dispute:1')).toEqual({ thawed: 0 });
			expect(await lot()).toMatchObject({ left: 0, revoked: 10_000 });
		});

		it('opens and closes once for a key, and thaws only with the last of several', async () => {
			await ledger.freeze(BOT, 'dispute:1', lot_id);
			expect(await ledger.freeze(BOT, 'dispute:1', lot_id)).toEqual({ frozen: 10_000 });
			await ledger.freeze(BOT, 'dispute:2', lot_id);
			expect(await ledger.thaw(BOT, 'dispute:1')).toEqual({ thawed: 0 });
			expect(await ledger.thaw(BOT, 'dispute:1')).toEqual({ thawed: 0 });
			expect(await ledger.thaw(BOT, 'dispute:2')).toEqual({ thawed: 10_000 });
			expect(await refusal(ledger.thaw(BOT, 'dispute:3'))).toEqual({ code: 'dispute_not_found' });
		});

		it('that outlives the lot gives nothing back', async () => {
			await ledger.freeze(BOT, 'dispute:1', lot_id);
			books.setNow('2026-03-20T12:00:00Z');
			expect(await ledger.expireLots(10)).toBe(1);
			await ledger.thaw(BOT, 'dispute:1');
			expect(await lot()).toMatchObject({ left: 0, frozen: 0, expired: 10_000 });
		});
	});

	describe('events', () => {
		const told = async () => (await ledger.leaseEvents(100)).map(({ name, data }) => ({ name, ...data }));

		it('tell once of grants, of credits that get low and are used up, and of what was absorbed', async () => {
			await settle((await take(1000)).id, 1500);
			for (let answer = 2; answer <= 10; answer++) await take(1000);
			expect(await told()).toMatchObject([
				{ name: 'credits.granted', bot_id: BOT, customer_id: 'cus_1', lot_id, amount: 10_000 },
				{ name: 'hold.absorbed', absorbed: 500 },
				{ name: 'credits.low', customer_id: 'cus_1', left: 2000 },
				{ name: 'credits.used_up', customer_id: 'cus_1' },
			]);
		});

		it('tell once in a month of each threshold of the owner cap', async () => {
			const owner_cap = {
				credits_per_month: 10,
				alert_at_percent: [50, 100],
				open_to_visitors_percent: 0,
				training_percent: 100,
			};
			await ledger.putBot(BOT, settings({ version: 2, pools: { owner_cap } }));
			const play = (amount: number) =>
				ledger.reserve(BOT, hold({ subject: { kind: 'operator', key: 'e' }, purpose: 'playground', amount }));
			await ledger.release(BOT, (await play(5000)).id, { reason: 'failed' });
			await play(6000);
			await play(4000);
			expect((await told()).slice(1)).toMatchObject([
				{ name: 'owner_cap.threshold_reached', percent: 50, budget: 10_000, used: 5000 },
				{ name: 'owner_cap.threshold_reached', percent: 100, used: 10_000, resets_at: '2026-03-31T22:00:00.000Z' },
			]);
		});

		it('go to one process at a time, and come again unless they are confirmed', async () => {
			const [first, second] = await Promise.all([ledger.leaseEvents(100), books.openProcess().leaseEvents(100)]);
			expect(first.length + second.length).toBe(1);
			await books.rows("update credits_outbox set leased_until = now() - interval '1 second'");
			const again = await ledger.leaseEvents(100);
			expect(again).toHaveLength(1);
			await ledger.confirmEvents(again.map(({ id }) => id));
			await books.rows("update credits_outbox set leased_until = now() - interval '1 second'");
			expect(await ledger.leaseEvents(100)).toEqual([]);
		});
	});
});
