import { openLedger, refusal, settings } from './ledger';

const BOT = 'bot1';

describe('giveaways', () => {
	let books: Awaited<ReturnType<typeof openLedger>>;
	let ledger: typeof books.ledger;
	const claim = (customer: string, code = 'SPRING') => ledger.claimGiveaway(BOT, code, customer);
	const giveaway = (overrides = {}) =>
		ledger.createGiveaway({
			bot_id: BOT,
			code: 'SPRING',
			name: 'Spring',
			amount: 5000,
			total: 20_000,
			starts_at: new Date('2026-03-10T00:00:00Z'),
			ends_at: new Date('2026-04-20T00:00:00Z'),
			valid_days: 30,
			...overrides,
		});

	beforeAll(async () => {
		books = await openLedger('answerpack_giveaways_spec');
		ledger = books.ledger;
	});
	beforeEach(async () => {
		await books.clear();
		await ledger.putBot(BOT, settings({ pools: { giveaways: { credits_per_month: 100 } } }));
	});
	afterEach(async () => {
		expect(await ledger.audit()).toEqual([]);
	});
	afterAll(() => books.close());

	it('grant each customer once, apart from sales, for as long as they say', async () => {
		await giveaway();
		expect(await claim('cus_1')).toMatchObject({ amount: 5000, expires_at: '2026-04-09T12:00:00.000Z' });
		expect(await refusal(claim('cus_1'))).toEqual({ code: 'giveaway_claimed' });
		const { left, lots } = await ledger.customerCredits(BOT, 'cus_1');
		expect({ left, lots }).toMatchObject({
			left: 5000,
			lots: [{ category: 'giveaway', reference: { giveaway: 'SPRING' } }],
		});
	});

	it('never give more than their total, however many claim at once', async () => {
		await giveaway();
		const claims = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => claim(`cus_${n % 20}`)));
		expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
		expect(await ledger.listGiveaways(BOT)).toMatchObject([{ claimed: 20_000 }]);
		expect(await refusal(claim('cus_late'))).toEqual({ code: 'giveaway_used_up' });
	});

	it('never give more in a month than the bot allows, all of them together, and go on in the next', async () => {
		await ledger.putBot(BOT, settings({ version: 2, pools: { giveaways: { credits_per_month: 7 } } }));
		await giveaway();
		await giveaway({ code: 'SUMMER', amount: 2000 });
		const claims = await Promise.allSettled([claim('a'), claim('b', 'SUMMER'), claim('c'), claim('d', 'SUMMER')]);
		const given = claims.flatMap((it) => (it.status === 'fulfilled' ? it.value.amount : []));
		expect(given.reduce((sum, amount) => sum + amount, 0)).toBeLessThanOrEqual(7000);
		expect(await refusal(claim('e'))).toEqual({ code: 'giveaway_used_up' });
		books.setNow('2026-03-31T22:00:00Z');
		await claim('e');
	});

	it('give nothing where the owner allows none', async () => {
		await ledger.putBot(BOT, settings({ version: 2 }));
		await giveaway();
		expect(await refusal(claim('cus_1'))).toEqual({ code: 'giveaway_used_up' });
	});

	it('are not there before they begin, and end when they say or when the owner says', async () => {
		await giveaway();
		books.setNow('2026-03-09T23:59:59.999Z');
		expect(await refusal(claim('cus_1'))).toEqual({ code: 'giveaway_not_found' });
		books.setNow('2026-04-20T00:00:00.000Z');
		expect(await refusal(claim('cus_1'))).toEqual({ code: 'giveaway_ended' });
		await giveaway({ code: 'SUMMER' });
		books.setNow('2026-04-01T00:00:00Z');
		expect(await ledger.endGiveaway(BOT, 'SUMMER')).toMatchObject({ ends_at: '2026-04-01T00:00:00.000Z' });
		expect(await refusal(claim('cus_1', 'SUMMER'))).toEqual({ code: 'giveaway_ended' });
		expect(await refusal(ledger.endGiveaway(BOT, 'WINTER'))).toEqual({ code: 'giveaway_not_found' });
	});

	it('need a code of their own at a bot that exists', async () => {
		await giveaway();
		expect(await refusal(giveaway({ name: 'Another' }))).toEqual({ code: 'giveaway_conflict' });
		expect(await refusal(giveaway({ bot_id: 'nobody' }))).toEqual({ code: 'bot_not_found' });
		expect(await refusal(claim('cus_1', 'NOPE'))).toEqual({ code: 'giveaway_not_found' });
	});
});
