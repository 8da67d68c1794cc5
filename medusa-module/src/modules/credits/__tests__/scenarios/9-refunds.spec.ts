import { hold, refusal, settings } from '../ledger';
import { BOT, customer, setStage } from './stage';

describe('scenario 9: refunds and disputes of one charge', () => {
	const none = { free_reserve: { credits: 0, window: 'day' as const } };
	const stage = setStage('9', () => settings({ pools: none }));
	const { reserve, settle, release, grant, credits } = stage;
	const subject = customer('cus_1');
	const revoke = (key: string, lot_id: string, amount: number) =>
		stage.ledger.revoke(BOT, { key, lot_id, amount, reason: 'refund' });
	const lot = async () => (await credits('cus_1')).lots[0];

	it('after 60 % is spent and with open holds: refunded, then disputed and lost, never more than was granted', async () => {
		const { lot_id } = await grant('cus_1', 'grant:li_1');
		await settle((await reserve(hold({ subject, amount: 6000 }))).id, 6000);
		const open = await reserve(hold({ subject, amount: 1000 }));
		expect(await revoke('reversal:1', lot_id, 5000)).toEqual({ revoked: 3000, shortfall: 2000 });
		expect(await stage.ledger.freeze(BOT, 'dispute:1', lot_id)).toEqual({ frozen: 0 });
		await release(open.id);
		expect(await lot()).toMatchObject({ frozen: 0, revoked: 4000 });
		expect(await revoke('dispute:1', lot_id, 10_000)).toEqual({ revoked: 0, shortfall: 5000 });
		await stage.ledger.thaw(BOT, 'dispute:1');
		expect(await lot()).toMatchObject({ left: 0, held: 0, spent: 6000, revoked: 4000 });
	});

	it('after 60 % is spent and with open holds: disputed first, then refunded, then won', async () => {
		const { lot_id } = await grant('cus_1', 'grant:li_1');
		await settle((await reserve(hold({ subject, amount: 6000 }))).id, 6000);
		const [first, second] = [
			await reserve(hold({ subject, amount: 1000 })),
			await reserve(hold({ subject, amount: 500 })),
		];
		expect(await stage.ledger.freeze(BOT, 'dispute:1', lot_id)).toEqual({ frozen: 2500 });
		await release(first.id);
		expect(await revoke('reversal:1', lot_id, 2000)).toEqual({ revoked: 2000, shortfall: 0 });
		expect(await lot()).toMatchObject({ left: 0, frozen: 1500, held: 500, revoked: 2000 });
		expect(await stage.ledger.thaw(BOT, 'dispute:1')).toEqual({ thawed: 1500 });
		await settle(second.id, 500);
		expect(await lot()).toMatchObject({ left: 1500, frozen: 0, held: 0, spent: 6500, revoked: 2000 });
	});

	it('whose refund arrives before the purchase: it is refused, keeps nothing, and works once the purchase is there', async () => {
		const before = await stage.books.fingerprints();
		expect(await refusal(revoke('reversal:1', 'lot_to_come', 5000))).toEqual({ code: 'lot_not_found' });
		expect(await refusal(stage.ledger.freeze(BOT, 'dispute:1', 'lot_to_come'))).toEqual({ code: 'lot_not_found' });
		expect(await stage.books.fingerprints()).toEqual(before);
		const { lot_id } = await grant('cus_1', 'grant:li_1');
		expect(await revoke('reversal:1', lot_id, 5000)).toEqual({ revoked: 5000, shortfall: 0 });
		expect(await stage.ledger.freeze(BOT, 'dispute:1', lot_id)).toEqual({ frozen: 5000 });
	});

	it('that race with answers: what is held when the refund comes is never taken twice', async () => {
		const { lot_id } = await grant('cus_1', 'grant:li_1');
		const other = stage.books.openProcess();
		const asks = Array.from({ length: 12 }, () => reserve(hold({ subject }), other));
		const refunds = Array.from({ length: 12 }, (_, n) => revoke(`reversal:${n}`, lot_id, 1000));
		const [answers, reversals] = await Promise.all([Promise.allSettled(asks), Promise.all(refunds)]);
		const held = answers.filter(({ status }) => status === 'fulfilled').length * 1000;
		const revoked = reversals.reduce((sum, reversal) => sum + reversal.revoked, 0);
		expect(held + revoked).toBe(10_000);
		for (const answer of answers) if (answer.status === 'fulfilled') await release(answer.value.id);
		// All of it was asked back: what came back late went the same way.
		expect(await lot()).toMatchObject({ left: 0, held: 0, spent: 0, revoked: 10_000 });
	});
});
