import { hold, refusal, settings } from '../ledger';
import { BOT, customer, setStage, visitor } from './stage';

describe('scenario 6: what expires', () => {
	const stage = setStage('6');
	const { reserve, settle, release, grant, credits, pools } = stage;
	const AT_ONE = new Date('2026-03-10T13:00:00Z');
	const subject = customer('cus_1');

	it('is a lot, from the exact moment on: what was held before may be spent, and the rest does not come back', async () => {
		await grant('cus_1', 'grant:li_1', { amount: 5000, expires_at: AT_ONE });
		const held = await reserve(hold({ subject, amount: 2000, ttl_seconds: 3600 }));
		stage.books.setNow('2026-03-10T12:59:59.999Z');
		expect(await reserve(hold({ subject, amount: 1 }))).toMatchObject({ pool: 'end_user_credits', left: 2999 });
		stage.books.setNow('2026-03-10T13:00:00.000Z');
		expect(await reserve(hold({ subject }))).toMatchObject({ pool: 'free_reserve' });
		expect(await credits('cus_1')).toMatchObject({ left: 0 });
		expect(await settle(held.id, 500)).toEqual({ spent: 500, absorbed: 0, left: 0 });
		expect(await stage.ledger.expireLots(10)).toBe(1);
		expect((await credits('cus_1')).lots).toMatchObject([{ left: 0, held: 1, spent: 500, expired: 4499 }]);
		stage.books.setNow('2026-03-10T13:01:00Z');
		expect(await stage.ledger.expireHolds(10)).toBe(2);
		expect((await credits('cus_1')).lots).toMatchObject([{ left: 0, held: 0, spent: 500, expired: 4500 }]);
		expect(await stage.ledger.expireLots(10)).toBe(0);
	});

	it.each([
		['before the sweeper', false],
		['after the sweeper', true],
	])('is a lot, when its hold is released %s: what comes back is expired', async (_when, swept) => {
		await grant('cus_1', 'grant:soon', { amount: 1000, expires_at: AT_ONE });
		await grant('cus_1', 'grant:never', { amount: 1000 });
		const { id } = await reserve(hold({ subject, amount: 1500, ttl_seconds: 3600 }));
		stage.books.setNow('2026-03-10T13:00:00Z');
		if (swept) await stage.ledger.expireLots(10);
		expect(await release(id)).toEqual({ released: 1500, left: 1000 });
		expect((await credits('cus_1')).lots).toMatchObject([
			{ source_key: 'grant:soon', left: 0, expired: 1000 },
			{ source_key: 'grant:never', left: 1000, expired: 0 },
		]);
	});

	it('is a hold, from the exact moment on, and the credits go back to the same lot', async () => {
		await grant('cus_1', 'grant:li_1');
		const { id } = await reserve(hold({ subject }));
		stage.books.setNow('2026-03-10T12:00:59.999Z');
		expect(await stage.ledger.expireHolds(10)).toBe(0);
		expect(await stage.ledger.extend(BOT, id, { ttl_seconds: 1 })).toMatchObject({ amount: 1000 });
		stage.books.setNow('2026-03-10T12:01:00.999Z');
		expect(await refusal(stage.ledger.extend(BOT, id, { ttl_seconds: 60 }))).toEqual({ code: 'hold_conflict' });
		expect(await stage.ledger.expireHolds(10)).toBe(1);
		expect(await credits('cus_1')).toMatchObject({ left: 10_000, held: 0 });
		expect(await release(id)).toEqual({ released: 0, left: 10_000 });
	});

	it.each([
		['before the sweeper', false],
		['after the sweeper', true],
	])('is a hold, which is not said to be open when it is asked for again %s', async (_when, swept) => {
		await grant('cus_1', 'grant:li_1');
		const body = hold({ subject });
		await reserve(body);
		stage.books.setNow('2026-03-10T12:00:59.999Z');
		expect(await reserve(body)).toMatchObject({ pool: 'end_user_credits', replayed: true });
		stage.books.setNow('2026-03-10T12:01:00Z');
		if (swept) await stage.ledger.expireHolds(10);
		expect(await refusal(reserve(body))).toEqual({ code: 'hold_conflict' });
		await stage.ledger.expireHolds(10);
		expect(await credits('cus_1')).toMatchObject({ left: 10_000, held: 0 });
	});

	it('is a hold that is settled late: it takes what is still there, and the rest is absorbed', async () => {
		await grant('cus_1', 'grant:li_1', { amount: 2500 });
		const late = await reserve(hold({ subject, amount: 2000 }));
		stage.books.setNow('2026-03-10T12:01:00Z');
		await stage.ledger.expireHolds(10);
		await settle((await reserve(hold({ subject }))).id);
		const answer = await settle(late.id, 2000);
		expect(answer).toEqual({ spent: 1500, absorbed: 500, left: 0 });
		expect(await settle(late.id, 2000)).toEqual(answer);
		expect(await credits('cus_1')).toMatchObject({ left: 0, held: 0 });
	});

	it('is a hold that is settled before any sweeper saw it: it still holds, and pays', async () => {
		await grant('cus_1', 'grant:li_1');
		const { id } = await reserve(hold({ subject, amount: 2000 }));
		stage.books.setNow('2026-03-10T14:00:00Z');
		expect(await settle(id, 2000)).toEqual({ spent: 2000, absorbed: 0, left: 8000 });
		expect(await stage.ledger.expireHolds(10)).toBe(0);
	});

	it('waits for a sweeper that was dead for a week: nothing could be spent meanwhile, and all of it is swept', async () => {
		const asks = Array.from({ length: 40 }, (_, n) => n);
		for (const n of asks) await grant(`cus_${n}`, `grant:${n}`, { amount: 2000, valid_days: n % 2 ? 1 : 30 });
		await Promise.all(asks.map((n) => reserve(hold({ subject: customer(`cus_${n}`) }))));
		await Promise.all(asks.slice(0, 20).map((n) => reserve(hold({ subject: visitor(`v${n}`) }))));
		stage.books.setNow('2026-03-17T12:00:00Z');
		expect(await credits('cus_1')).toMatchObject({ left: 0, held: 1000 });
		expect(await reserve(hold({ subject: customer('cus_1') }))).toMatchObject({ pool: 'free_reserve', left: 2000 });

		const [first, second] = [stage.ledger, stage.books.openProcess()];
		const swept = await Promise.all([first.expireHolds(45), second.expireHolds(45), first.expireHolds(45)]);
		let holds = swept.reduce((sum, count) => sum + count);
		for (let more = -1; more !== 0; holds += more) more = await first.expireHolds(45);
		expect(holds).toBe(60);
		const lots = await Promise.all([first.expireLots(15), second.expireLots(15)]);
		expect(lots.reduce((sum, count) => sum + count) + (await first.expireLots(15))).toBe(20);
		expect(await credits('cus_1')).toMatchObject({ left: 0, held: 0, lots: [{ expired: 2000 }] });
		expect(await credits('cus_2')).toMatchObject({ left: 2000, held: 0 });
		expect((await pools()).free_reserve).toEqual({ held: 1000, spent: 0 });
	});

	it('is every hold that is due, also while the books of another bot are broken', async () => {
		const log = jest.spyOn(console, 'log').mockImplementation();
		await grant('cus_1', 'grant:li_1');
		await reserve(hold({ subject }));
		await stage.ledger.putBot('bot2', settings());
		await stage.ledger.reserve('bot2', hold());
		await stage.books.rows('update credits_account set held = 0');
		stage.books.setNow('2026-03-10T12:01:00Z');
		expect(await stage.ledger.expireHolds(10)).toBe(1);
		await stage.books.rows('update credits_account set held = 1000');
		expect(await stage.ledger.expireHolds(10)).toBe(1);
		log.mockRestore();
	});
});
