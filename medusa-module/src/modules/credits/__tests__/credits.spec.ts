import { randomUUID } from 'node:crypto';
import type { HoldBody } from '@answerpack/shared/contract';
import { hold, openLedger, refusal, settings } from './ledger';

const BOT = 'bot1';
const USAGE = { model: 'extractive', input_tokens: 0, output_tokens: 0 };
const customer = (key: string) => ({ kind: 'customer', key }) as const;
const visitor = (key: string) => ({ kind: 'visitor', key }) as const;
const operator = { kind: 'operator', key: 'editor' } as const;
const pack = (customer_id: string, source_key: string, amount = 10_000, extra = {}) => ({
	bot_id: BOT,
	customer_id,
	source_key,
	category: 'pack' as const,
	amount,
	...extra,
});

describe('the ledger', () => {
	let books: Awaited<ReturnType<typeof openLedger>>;
	let ledger: typeof books.ledger;
	const reserve = (body: HoldBody, bot = BOT) => ledger.reserve(bot, body);
	const settle = (id: string, amount = 1000) => ledger.settle(BOT, id, { amount, usage: USAGE });
	const credits = (customer_id: string) => ledger.customerCredits(BOT, customer_id);
	const pools = async () => {
		const [bot] = await ledger.listBots();
		return Object.fromEntries(bot?.pools.map(({ pool, held, spent }) => [pool, { held, spent }]) ?? []);
	};

	beforeAll(async () => {
		books = await openLedger('answerpack_credits_spec');
		ledger = books.ledger;
	});
	beforeEach(async () => {
		await books.clear();
		await ledger.putBot(BOT, settings());
	});
	afterEach(async () => {
		expect(await ledger.audit()).toEqual([]);
	});
	afterAll(() => books.close());

	describe('bots', () => {
		it('keeps the newest version, whatever order they arrive in', async () => {
			await ledger.putBot(BOT, settings({ version: 5, name: 'Newest' }));
			expect(await ledger.putBot(BOT, settings({ version: 4, name: 'Late' }))).toEqual({ bot_id: BOT, version: 5 });
			expect((await ledger.retrieveBot(BOT)).settings.name).toBe('Newest');
		});

		it('puts published limits into effect for the very next hold', async () => {
			await reserve(hold());
			const none = { free_reserve: { credits: 1, window: 'day' as const, per_visitor: 1 } };
			await ledger.putBot(BOT, settings({ version: 2, pools: none }));
			expect(await refusal(reserve(hold({ subject: visitor('v2') })))).toMatchObject({ code: 'free_reserve_used_up' });
		});

		it('puts them into effect for holds that are open already: no more, and nothing late', async () => {
			const owner_cap = {
				credits_per_month: 100,
				alert_at_percent: [],
				open_to_visitors_percent: 0,
				training_percent: 100,
			};
			await ledger.putBot(BOT, settings({ version: 2, pools: { owner_cap } }));
			const play = hold({ subject: operator, purpose: 'playground', amount: 8000 });
			const late = await reserve(hold({ subject: operator, purpose: 'playground', amount: 5000, ttl_seconds: 1 }));
			await reserve(play);
			books.setNow('2026-03-10T12:00:01Z');
			await ledger.expireHolds(10);
			await ledger.putBot(BOT, settings({ version: 3, pools: { owner_cap: { ...owner_cap, credits_per_month: 10 } } }));
			expect(await refusal(ledger.extend(BOT, play.id, { ttl_seconds: 60, amount: 11_000 }))).toMatchObject({
				code: 'owner_cap_reached',
			});
			expect(await settle(late.id, 5000)).toEqual({ spent: 2000, absorbed: 3000, left: 0 });
			await ledger.putBot(BOT, settings({ version: 4, status: 'paused', pools: { owner_cap } }));
			expect(await refusal(ledger.extend(BOT, play.id, { ttl_seconds: 60, amount: 9000 }))).toEqual({
				code: 'bot_paused',
			});
			expect((await pools()).owner_cap).toEqual({ held: 8000, spent: 2000 });
		});

		it('opens no second budget when the time zone changes in the middle of a window', async () => {
			await ledger.putBot(
				BOT,
				settings({ version: 2, time_zone: 'UTC', pools: { free_reserve: { credits: 1, window: 'day' } } }),
			);
			await reserve(hold());
			await ledger.putBot(BOT, settings({ version: 3, pools: { free_reserve: { credits: 1, window: 'day' } } }));
			expect(await refusal(reserve(hold({ subject: visitor('v2') })))).toEqual({
				code: 'free_reserve_used_up',
				details: { resets_at: '2026-03-11T00:00:00.000Z' },
			});
		});

		it('refuses a time zone that the database does not know, and keeps what it had', async () => {
			const unknown = ledger.putBot(BOT, { ...settings({ version: 2 }), time_zone: 'US/Pacific-New' });
			expect(await refusal(unknown)).toMatchObject({ code: 'invalid_request', details: { field: 'time_zone' } });
			expect((await ledger.retrieveBot(BOT)).settings.version).toBe(1);
		});

		it('notices other content under the same version, in every process', async () => {
			await reserve(hold());
			await books.openProcess().putBot(BOT, settings({ pools: { free_reserve: { credits: 1, window: 'day' } } }));
			expect(await refusal(reserve(hold({ subject: visitor('v2') })))).toMatchObject({ code: 'free_reserve_used_up' });
		});

		it('does not know a bot that was never published, and refuses a paused one', async () => {
			expect(await refusal(reserve(hold(), 'nobody'))).toEqual({ code: 'bot_not_found' });
			await ledger.putBot(BOT, settings({ version: 2, status: 'paused' }));
			expect(await refusal(reserve(hold()))).toEqual({ code: 'bot_paused' });
		});
	});

	describe('visitors', () => {
		it('get their own limit, then a refusal that says when it ends, and others still get theirs', async () => {
			for (const left of [2000, 1000, 0]) expect((await reserve(hold())).left).toBe(left);
			expect(await refusal(reserve(hold()))).toEqual({
				code: 'visitor_limit_reached',
				details: { resets_at: '2026-03-10T23:00:00.000Z' },
			});
			expect(await reserve(hold({ subject: visitor('v2') }))).toMatchObject({ pool: 'free_reserve', left: 2000 });
		});

		it('never reach the owner cap unless the owner opened a share of it', async () => {
			const closed = settings({ version: 2, pools: { free_reserve: { credits: 0, window: 'day' } } });
			await ledger.putBot(BOT, closed);
			expect(await refusal(reserve(hold()))).toEqual({ code: 'free_reserve_used_up' });

			const open = { ...closed.pools.owner_cap, credits_per_month: 4, open_to_visitors_percent: 50 };
			await ledger.putBot(BOT, settings({ version: 3, pools: { ...closed.pools, owner_cap: open } }));
			expect(await reserve(hold())).toMatchObject({ pool: 'owner_cap', left: 1000 });
			expect(await reserve(hold())).toMatchObject({ pool: 'owner_cap', left: 0 });
			expect(await refusal(reserve(hold()))).toMatchObject({
				code: 'free_reserve_used_up',
				details: { resets_at: '2026-03-31T22:00:00.000Z' },
			});
			expect(await reserve(hold({ subject: operator, purpose: 'playground' }))).toMatchObject({ pool: 'owner_cap' });
		});
	});

	describe('operators', () => {
		it('train within the training share, and play within the rest', async () => {
			const owner_cap = {
				credits_per_month: 2,
				alert_at_percent: [],
				open_to_visitors_percent: 0,
				training_percent: 50,
			};
			await ledger.putBot(BOT, settings({ version: 2, pools: { owner_cap } }));
			await reserve(hold({ subject: operator, purpose: 'training' }));
			expect(await refusal(reserve(hold({ subject: operator, purpose: 'training' })))).toMatchObject({
				code: 'training_limit_reached',
			});
			await reserve(hold({ subject: operator, purpose: 'playground' }));
			expect(await refusal(reserve(hold({ subject: operator, purpose: 'playground' })))).toMatchObject({
				code: 'owner_cap_reached',
			});
		});

		it('are the only ones who train', async () => {
			expect(await refusal(reserve(hold({ purpose: 'training' })))).toEqual({ code: 'not_allowed' });
		});
	});

	describe('customers', () => {
		it('pay with their own credits, and neither the owner cap nor the reserve moves', async () => {
			await ledger.grant(pack('cus_1', 'grant:li_1'));
			const { id, pool, left } = await reserve(hold({ subject: customer('cus_1') }));
			expect({ pool, left }).toEqual({ pool: 'end_user_credits', left: 9000 });
			expect(await credits('cus_1')).toMatchObject({ left: 9000, held: 1000 });
			expect(await settle(id)).toEqual({ spent: 1000, absorbed: 0, left: 9000 });
			expect(await credits('cus_1')).toMatchObject({ left: 9000, held: 0, lots: [{ left: 9000, spent: 1000 }] });
			expect(await pools()).toEqual({ owner_cap: { held: 0, spent: 0 }, free_reserve: { held: 0, spent: 0 } });
			expect((await ledger.customerAnswers('cus_1', { limit: 10, offset: 0 })).answers).toMatchObject([
				{ id, bot_id: BOT, pool: 'end_user_credits', state: 'settled', spent: 1000, lots: [{ amount: 1000 }] },
			]);
		});

		it('fall back to the reserve when their credits are used up, and are told so when that is used up too', async () => {
			await ledger.grant(pack('cus_1', 'grant:li_1', 1000));
			const pools = [];
			for (let n = 0; n < 4; n++) pools.push((await reserve(hold({ subject: customer('cus_1') }))).pool);
			expect(pools).toEqual(['end_user_credits', 'free_reserve', 'free_reserve', 'free_reserve']);
			expect(await refusal(reserve(hold({ subject: customer('cus_1') })))).toEqual({
				code: 'credits_used_up',
				details: { resets_at: '2026-03-10T23:00:00.000Z' },
			});
			expect(await refusal(reserve(hold({ subject: customer('cus_2'), amount: 4000 })))).toMatchObject({
				code: 'visitor_limit_reached',
			});
		});

		it('keep their credits while free answers last, where the owner wants it so', async () => {
			await ledger.putBot(BOT, settings({ version: 2, pools: { paying_visitors: 'free_first' } }));
			await ledger.grant(pack('cus_1', 'grant:li_1'));
			const pools = [];
			for (let n = 0; n < 4; n++) pools.push((await reserve(hold({ subject: customer('cus_1') }))).pool);
			expect(pools).toEqual(['free_reserve', 'free_reserve', 'free_reserve', 'end_user_credits']);
		});

		it('burn soonest expiry first, then giveaway, plan, pack, adjustment, and one answer may take several lots', async () => {
			const soon = new Date('2026-04-01T00:00:00Z');
			await ledger.grant({ ...pack('cus_1', 'adjustment', 600), category: 'adjustment' });
			await ledger.grant(pack('cus_1', 'never', 600));
			await ledger.grant(pack('cus_1', 'soon', 600, { expires_at: soon }));
			await ledger.grant({ ...pack('cus_1', 'given', 600, { expires_at: soon }), category: 'giveaway' });
			const { id } = await reserve(hold({ subject: customer('cus_1'), amount: 2000 }));
			const used = async (part: string) =>
				Object.fromEntries((await credits('cus_1')).lots.map((lot) => [lot.source_key, lot[part as 'held']]));
			expect(await used('held')).toEqual({ given: 600, soon: 600, never: 600, adjustment: 200 });
			await settle(id, 700);
			expect(await used('spent')).toEqual({ given: 600, soon: 100, never: 0, adjustment: 0 });
			expect(await used('left')).toEqual({ given: 0, soon: 500, never: 600, adjustment: 600 });
		});
	});

	describe('grants', () => {
		it('say when they expire by the database’s clock, and what the order granted', async () => {
			await ledger.grant(pack('cus_1', 'grant:li_1', 1000, { valid_days: 365, reference: { order_id: 'order_1' } }));
			expect(await ledger.lotsOfOrder('order_1')).toMatchObject([
				{ customer_id: 'cus_1', expires_at: '2027-03-10T12:00:00.000Z' },
			]);
		});
	});

	describe('a hold', () => {
		it.each([
			['a new visitor’s that is too dear', { amount: 4000 }],
			['a new customer’s that is too dear', { amount: 4000, subject: customer('cus_1') }],
			['a visitor’s training', { purpose: 'training' as const }],
		])('leaves no row of any kind when it is refused: %s', async (_what, body) => {
			const before = await books.fingerprints();
			await refusal(reserve(hold(body)));
			expect(await books.fingerprints()).toEqual(before);
		});

		it('leaves no trace when it is refused, so that the same id may ask again after a purchase', async () => {
			const body = hold({ subject: customer('cus_1'), amount: 4000 });
			expect(await refusal(reserve(body))).toMatchObject({ code: 'visitor_limit_reached' });
			await ledger.grant(pack('cus_1', 'grant:li_1'));
			expect(await reserve(body)).toMatchObject({ pool: 'end_user_credits', left: 6000 });
		});

		it('gives everything back when it is released', async () => {
			const { id } = await reserve(hold());
			expect(await ledger.release(BOT, id, { reason: 'model failed' })).toEqual({ released: 1000, left: 3000 });
			expect((await pools()).free_reserve).toEqual({ held: 0, spent: 0 });
		});

		it('costs nobody anything when it is released, and keeps what it took all the same', async () => {
			const { id } = await reserve(hold());
			const usage = { model: 'm', input_tokens: 900, output_tokens: 3, cost: 0.0021 };
			const released = { released: 1000, left: 3000 };
			expect(await ledger.release(BOT, id, { reason: 'unknown', usage })).toEqual(released);
			// Kept as JSON in between, its members come in another order.
			const { model, ...counted } = usage;
			expect(await ledger.release(BOT, id, { usage: { ...counted, model }, reason: 'unknown' })).toEqual(released);
			expect(await refusal(ledger.release(BOT, id, { reason: 'unknown' }))).toEqual({ code: 'hold_conflict' });
			expect((await pools()).free_reserve).toEqual({ held: 0, spent: 0 });
			expect(await books.rows('select usage from credits_hold')).toEqual([{ usage }]);
		});

		it('ends once: the same end again answers the same, another is a conflict', async () => {
			const { id } = await reserve(hold());
			const first = await settle(id);
			await reserve(hold());
			expect(await settle(id)).toEqual(first);
			expect(await refusal(settle(id, 999))).toEqual({ code: 'hold_conflict' });
			expect(await refusal(ledger.release(BOT, id, { reason: 'late' }))).toEqual({ code: 'hold_conflict' });
			expect(await refusal(settle(randomUUID()))).toEqual({ code: 'hold_not_found' });
		});

		it('lives longer and grows when it is extended, within what is left', async () => {
			await ledger.grant(pack('cus_1', 'grant:li_1', 2000));
			const { id } = await reserve(hold({ subject: customer('cus_1') }));
			books.setNow('2026-03-10T12:00:30Z');
			const extend = (amount?: number) => ledger.extend(BOT, id, { ttl_seconds: 60, amount });
			expect(await extend(1500)).toMatchObject({ amount: 1500, left: 500, expires_at: '2026-03-10T12:01:30.000Z' });
			expect(await refusal(extend(2001))).toMatchObject({ code: 'credits_used_up' });
			expect(await extend()).toMatchObject({ amount: 1500, left: 500 });
			await settle(id, 1500);
			expect(await refusal(extend())).toEqual({ code: 'hold_conflict' });
		});
	});

	it('reports usage by local day, pool and purpose', async () => {
		await ledger.grant(pack('cus_1', 'grant:li_1'));
		await settle((await reserve(hold())).id);
		await settle((await reserve(hold({ subject: customer('cus_1') }))).id, 250);
		books.setNow('2026-03-10T23:30:00Z');
		await settle((await reserve(hold())).id);
		const range = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
		expect(await ledger.usage(BOT, { ...range, by: 'day' })).toEqual({
			usage: [
				{ from: '2026-03-10', pool: 'end_user_credits', purpose: 'answer', answers: 1, spent: 250 },
				{ from: '2026-03-10', pool: 'free_reserve', purpose: 'answer', answers: 1, spent: 1000 },
				{ from: '2026-03-11', pool: 'free_reserve', purpose: 'answer', answers: 1, spent: 1000 },
			],
		});
		expect((await ledger.usage(BOT, { ...range, by: 'month' })).usage).toHaveLength(2);
		// The local days that the time touches, each of them whole.
		const evening = { from: '2026-03-10T22:00:00Z', to: '2026-03-10T23:00:00Z', by: 'day' as const };
		expect((await ledger.usage(BOT, evening)).usage.map(({ from }) => from)).toEqual(['2026-03-10', '2026-03-10']);
	});

	it('reports what one customer used, and nobody else’s', async () => {
		await ledger.grant(pack('cus_1', 'grant:li_1', 1000));
		for (const key of ['cus_1', 'cus_1', 'cus_2'])
			await settle((await reserve(hold({ subject: customer(key) }))).id, 250);
		await ledger.release(BOT, (await reserve(hold({ subject: customer('cus_1') }))).id, { reason: 'failed' });
		books.setNow('2026-03-10T23:30:00Z');
		await settle((await reserve(hold({ subject: customer('cus_1') }))).id);
		const range = { from: '2026-03-10T00:00:00Z', to: '2026-03-12T00:00:00Z' };
		expect(await ledger.customerUsage(BOT, 'cus_1', { ...range, by: 'day' })).toEqual({
			usage: [
				{ from: '2026-03-10', pool: 'end_user_credits', purpose: 'answer', answers: 1, spent: 250 },
				{ from: '2026-03-10', pool: 'free_reserve', purpose: 'answer', answers: 1, spent: 250 },
				{ from: '2026-03-11', pool: 'free_reserve', purpose: 'answer', answers: 1, spent: 1000 },
			],
		});
		expect((await ledger.customerUsage(BOT, 'cus_1', { ...range, by: 'month' })).usage).toMatchObject([
			{ from: '2026-03-01', pool: 'end_user_credits', spent: 250 },
			{ from: '2026-03-01', pool: 'free_reserve', answers: 2, spent: 1250 },
		]);
	});

	it('has entries that the database itself refuses to change', async () => {
		await reserve(hold());
		await expect(books.rows('update credits_entry set amount = 0')).rejects.toThrow('append-only');
		await expect(books.rows('delete from credits_entry')).rejects.toThrow('append-only');
	});
});
