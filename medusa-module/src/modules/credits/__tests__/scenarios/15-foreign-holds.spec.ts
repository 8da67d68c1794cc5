import { hold, refusal, settings } from '../ledger';
import { allAtOnce, BOT, customer, setStage, USAGE, visitor } from './stage';

describe('scenario 15: the price changes during an answer', () => {
	const stage = setStage('15_price');
	const { reserve, settle, grant } = stage;
	const publish = (version: number, credits: number) =>
		stage.ledger.putBot(BOT, settings({ version, price: { mode: 'per_answer', credits } }));

	it('dearer: the answer costs what was held, never more', async () => {
		await grant('cus_1', 'grant:li_1');
		const { id } = await reserve(hold({ subject: customer('cus_1') }));
		await publish(2, 5);
		expect(await reserve(hold({ subject: customer('cus_1'), amount: 5000 }))).toMatchObject({ left: 4000 });
		expect(await settle(id, 5000)).toEqual({ spent: 1000, absorbed: 4000, left: 4000 });
	});

	it('cheaper: the hold stays as it was taken, and a repeated request is still the same', async () => {
		await grant('cus_1', 'grant:li_1');
		const body = hold({ subject: customer('cus_1') });
		const { left } = await reserve(body);
		await publish(2, 0.5);
		expect(await reserve(body)).toMatchObject({ amount: 1000, left, replayed: true });
		expect(await settle(body.id, 500)).toEqual({ spent: 500, absorbed: 0, left: 9500 });
	});

	it('to nothing: a bot without a budget still answers nobody for free', async () => {
		await stage.ledger.putBot(
			BOT,
			settings({
				version: 2,
				price: { mode: 'metered', credits_per_1k_input: 0, credits_per_1k_output: 0, minimum_credits: 0 },
				pools: { free_reserve: { credits: 0, window: 'day' } },
			}),
		);
		expect(await refusal(reserve(hold({ amount: 0 })))).toEqual({ code: 'free_reserve_used_up' });
	});

	it('and what a model costs the owner may be unknown: the answer is settled without it', async () => {
		const { id } = await reserve(hold());
		const usage = { ...USAGE, model: 'a-model-that-nobody-knows' };
		expect(await stage.ledger.settle(BOT, id, { amount: 1000, usage })).toMatchObject({ spent: 1000 });
	});
});

describe('scenario 15: a hold id of another bot or customer', () => {
	const stage = setStage('15_foreign');
	const { reserve, settle, grant, credits } = stage;

	it('is not found at another bot, where it may stand for another answer', async () => {
		const { ledger } = stage;
		await ledger.putBot('bot2', settings());
		await grant('cus_1', 'grant:li_1');
		const body = hold({ subject: customer('cus_1') });
		await reserve(body);
		const notFound = { code: 'hold_not_found' };
		const before = await stage.books.fingerprints();
		expect(await refusal(ledger.settle('bot2', body.id, { amount: 1000, usage: USAGE }))).toEqual(notFound);
		expect(await refusal(ledger.release('bot2', body.id, { reason: 'failed' }))).toEqual(notFound);
		expect(await refusal(ledger.extend('bot2', body.id, { ttl_seconds: 60 }))).toEqual(notFound);
		expect(await stage.books.fingerprints()).toEqual(before);

		expect(await ledger.reserve('bot2', body)).toMatchObject({ pool: 'free_reserve', replayed: false });
		await ledger.release('bot2', body.id, { reason: 'failed' });
		expect(await credits('cus_1')).toMatchObject({ left: 9000, held: 1000 });
		expect(await settle(body.id)).toMatchObject({ spent: 1000, left: 9000 });
	});

	it('is a conflict for another customer, and neither of them pays for the other', async () => {
		await grant('cus_1', 'grant:li_1');
		await grant('cus_2', 'grant:li_2');
		const body = hold({ subject: customer('cus_1') });
		await reserve(body);
		const conflict = { code: 'hold_conflict' };
		expect(await refusal(reserve({ ...body, subject: customer('cus_2') }))).toEqual(conflict);
		expect(await refusal(reserve({ ...body, subject: visitor('cus_1') }))).toEqual(conflict);
		expect(await credits('cus_2')).toMatchObject({ left: 10_000, held: 0 });
	});

	it('is no way to another bot’s credits: lots, reversals and disputes are each bot’s own', async () => {
		const { ledger } = stage;
		await ledger.putBot('bot2', settings());
		const { lot_id } = await grant('cus_1', 'grant:li_1');
		const reversal = { key: 'reversal:1', lot_id, amount: 1000, reason: 'refund' };
		const before = await stage.books.fingerprints();
		expect(await refusal(ledger.revoke('bot2', reversal))).toEqual({ code: 'lot_not_found' });
		expect(await refusal(ledger.freeze('bot2', 'dispute:1', lot_id))).toEqual({ code: 'lot_not_found' });
		expect(await stage.books.fingerprints()).toEqual(before);
		await ledger.freeze(BOT, 'dispute:1', lot_id);
		expect(await refusal(ledger.thaw('bot2', 'dispute:1'))).toEqual({ code: 'dispute_not_found' });
		const subject = customer('cus_1');
		expect(await ledger.reserve('bot2', hold({ subject }))).toMatchObject({ pool: 'free_reserve' });
		expect(await reserve(hold({ subject: customer('cus_2') }))).toMatchObject({ pool: 'free_reserve' });
		expect(await ledger.customerCredits('bot2', 'cus_1')).toEqual({ left: 0, held: 0, lots: [] });
	});
});

describe('scenario 15: a storm of retries', () => {
	const stage = setStage('15_storm');
	const { reserve, grant, pools } = stage;

	it('under one id holds one answer’s price, however many processes it reaches', async () => {
		const processes = [stage.ledger, stage.books.openProcess(), stage.books.openProcess()];
		const body = hold();
		const { answers } = await allAtOnce(Array.from({ length: 300 }, (_, n) => reserve(body, processes[n % 3])));
		expect(answers).toHaveLength(300);
		expect((await pools()).free_reserve).toEqual({ held: 1000, spent: 0 });
	});

	it('of one visitor under ever new ids is stopped by the visitor’s limit, and leaves the reserve to the others', async () => {
		const { answers, refused } = await allAtOnce(Array.from({ length: 300 }, () => reserve(hold())));
		expect(answers).toHaveLength(3);
		expect(refused).toEqual({ visitor_limit_reached: 297 });
		expect(await reserve(hold({ subject: visitor('v2') }))).toMatchObject({ left: 2000 });
	});

	it('that holds the whole reserve and never settles: customers still pay, and it is whole again when the holds end', async () => {
		await grant('cus_1', 'grant:li_1');
		const { answers } = await allAtOnce(
			Array.from({ length: 300 }, (_, n) => reserve(hold({ subject: visitor(`v${n}`), ttl_seconds: 300 }))),
		);
		expect(answers).toHaveLength(30);
		expect(await refusal(reserve(hold({ subject: visitor('late') })))).toMatchObject({ code: 'free_reserve_used_up' });
		expect(await reserve(hold({ subject: customer('cus_1') }))).toMatchObject({ pool: 'end_user_credits' });
		stage.books.setNow('2026-03-10T12:05:00Z');
		expect(await stage.ledger.expireHolds(500)).toBe(31);
		expect((await pools()).free_reserve).toEqual({ held: 0, spent: 0 });
		expect(await reserve(hold({ subject: visitor('late') }))).toMatchObject({ pool: 'free_reserve' });
	});
});
