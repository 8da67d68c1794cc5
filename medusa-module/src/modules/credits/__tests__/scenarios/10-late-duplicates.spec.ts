import { hold, refusal, settings } from '../ledger';
import { BOT, customer, setStage } from './stage';

describe('scenario 10: what comes again', () => {
	const stage = setStage('10', () => settings({ pools: { giveaways: { credits_per_month: 100 } } }));
	const { reserve, settle, release, grant, credits } = stage;
	const subject = customer('cus_1');

	it('three days late is answered as it was, and changes nothing', async () => {
		const pack = { reference: { order_id: 'order_1' }, valid_days: 1 };
		const { lot_id } = await grant('cus_1', 'grant:li_1', pack);
		await grant('cus_1', 'grant:li_2');
		const [paid, failed] = [hold({ subject, amount: 3000 }), hold({ subject })];
		const reversal = { key: 'reversal:1', lot_id, amount: 4000, reason: 'refund' };
		await stage.ledger.createGiveaway({
			bot_id: BOT,
			code: 'SPRING',
			name: 'Spring',
			amount: 500,
			total: 1000,
			starts_at: new Date('2026-03-01T00:00:00Z'),
			ends_at: new Date('2026-03-11T00:00:00Z'),
			valid_days: null,
		});
		const first = [
			await reserve(paid),
			await reserve(failed),
			await settle(paid.id, 2000),
			await release(failed.id),
			await stage.ledger.revoke(BOT, reversal),
		];
		await stage.ledger.claimGiveaway(BOT, 'SPRING', 'cus_1');
		stage.books.setNow('2026-03-13T12:00:00Z');
		await stage.ledger.expireLots(10);
		const before = await stage.books.fingerprints();

		for (const process of [stage.ledger, stage.books.openProcess()]) {
			const again = [
				await reserve(paid, process),
				await reserve(failed, process),
				await settle(paid.id, 2000, process),
				await release(failed.id, process),
				await process.revoke(BOT, reversal),
			];
			expect(again.map(forgetReplay)).toEqual(first.map(forgetReplay));
			expect(await refusal(process.claimGiveaway(BOT, 'SPRING', 'cus_1'))).toEqual({ code: 'giveaway_claimed' });
		}
		expect(await grant('cus_1', 'grant:li_1', pack)).toEqual({ lot_id, replayed: true });
		expect(await stage.books.fingerprints()).toEqual(before);
	});

	it('under two event ids, for one order: its line item is the key, so it is granted once', async () => {
		const events = ['evt_1', 'evt_2', 'evt_1'];
		const granted = await Promise.all(
			events.map(() => grant('cus_1', 'grant:li_1', { reference: { order_id: 'order_1' } })),
		);
		expect(new Set(granted.map(({ lot_id }) => lot_id)).size).toBe(1);
		expect(await stage.ledger.lotsOfOrder('order_1')).toHaveLength(1);
		expect(await credits('cus_1')).toMatchObject({ left: 10_000 });
	});

	it('with other content is a conflict, and changes nothing', async () => {
		const { lot_id } = await grant('cus_1', 'grant:li_1');
		const other = await grant('cus_1', 'grant:li_2');
		const key = 'reversal:1';
		await stage.ledger.revoke(BOT, { key, lot_id, amount: 4000, reason: 'refund' });
		await stage.ledger.freeze(BOT, 'dispute:1', lot_id);
		const before = await stage.books.fingerprints();
		const conflict = { code: 'grant_conflict' };
		expect(await refusal(grant('cus_1', 'grant:li_1', { amount: 1 }))).toEqual(conflict);
		expect(await refusal(grant('cus_1', 'grant:li_1', { category: 'adjustment' }))).toEqual(conflict);
		expect(await refusal(grant('cus_1', 'grant:li_1', { valid_days: 1 }))).toEqual(conflict);
		for (const changed of [
			{ lot_id, amount: 4001 },
			{ lot_id: other.lot_id, amount: 4000 },
		]) {
			const reversal = stage.ledger.revoke(BOT, { key, reason: 'refund', ...changed });
			expect(await refusal(reversal)).toEqual({ code: 'reversal_conflict' });
		}
		const dispute = stage.ledger.freeze(BOT, 'dispute:1', other.lot_id);
		expect(await refusal(dispute)).toEqual({ code: 'reversal_conflict' });
		expect(await stage.books.fingerprints()).toEqual(before);
	});

	it('for another customer is a conflict, and leaves no trace', async () => {
		await grant('cus_1', 'grant:li_1');
		const before = await stage.books.fingerprints();
		expect(await refusal(grant('cus_2', 'grant:li_1'))).toEqual({ code: 'grant_conflict' });
		expect(await stage.books.fingerprints()).toEqual(before);
	});

	it('as a freeze or a thaw is answered as it was', async () => {
		const { lot_id } = await grant('cus_1', 'grant:li_1');
		const held = await reserve(hold({ subject }));
		const frozen = await stage.ledger.freeze(BOT, 'dispute:1', lot_id);
		await release(held.id);
		expect(await stage.ledger.freeze(BOT, 'dispute:1', lot_id)).toEqual(frozen);
		const thawed = await stage.ledger.thaw(BOT, 'dispute:1');
		expect(await stage.ledger.thaw(BOT, 'dispute:1')).toEqual(thawed);
	});
});

function forgetReplay(answer: object): object {
	const { replayed, ...rest } = answer as { replayed?: boolean };
	return rest;
}
