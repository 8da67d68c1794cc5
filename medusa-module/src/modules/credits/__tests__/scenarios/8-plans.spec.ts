import { hold, settings } from '../ledger';
import { BOT, customer, setStage } from './stage';

// As far as the ledger reaches: what a plan grants is a lot with its invoice for a key, and what ends it is a reversal.
describe('scenario 8: plans', () => {
	const none = { free_reserve: { credits: 0, window: 'day' as const } };
	const stage = setStage('8', () => settings({ pools: none }));
	const { reserve, settle, grant, credits } = stage;
	const subject = customer('cus_1');
	const MAY = new Date('2026-05-10T00:00:00Z');
	const APRIL = new Date('2026-04-10T00:00:00Z');
	const allowance = (invoice: string, expires_at: Date, amount = 10_000) =>
		grant('cus_1', `grant:${invoice}`, { category: 'plan', amount, expires_at });
	const takeBack = (key: string, lot_id: string, amount: number) =>
		stage.ledger.revoke(BOT, { key, lot_id, amount, reason: 'the plan was changed' });
	/** What became of the lots, by their keys. */
	const lots = async () =>
		Object.fromEntries(
			(await credits('cus_1')).lots.map(({ source_key, left, spent, revoked }) => [
				source_key,
				{ left, spent, revoked },
			]),
		);

	it('that are upgraded in mid-answer: the answer is paid by the old allowance, whose rest does not come back', async () => {
		const old = await allowance('in_1', APRIL);
		const { id } = await reserve(hold({ subject, amount: 4000 }));
		await allowance('in_2', APRIL, 50_000);
		expect(await takeBack('upgrade:1', old.lot_id, 10_000)).toEqual({ revoked: 6000, shortfall: 4000 });
		expect(await settle(id, 1500)).toEqual({ spent: 1500, absorbed: 0, left: 50_000 });
		expect(await lots()).toEqual({
			'grant:in_1': { left: 0, spent: 1500, revoked: 8500 },
			'grant:in_2': { left: 50_000, spent: 0, revoked: 0 },
		});
	});

	it('that are cancelled at once in mid-answer: the answer is finished and paid, and nothing else is left', async () => {
		const { lot_id } = await allowance('in_1', APRIL);
		const { id } = await reserve(hold({ subject, amount: 4000 }));
		await takeBack('cancel:1', lot_id, 10_000);
		expect(await stage.ledger.extend(BOT, id, { ttl_seconds: 60 })).toMatchObject({ amount: 4000, left: 0 });
		expect(await settle(id, 4000)).toEqual({ spent: 4000, absorbed: 0, left: 0 });
		expect(await lots()).toEqual({ 'grant:in_1': { left: 0, spent: 4000, revoked: 6000 } });
	});

	it('whose renewal is delivered twice, also at once and in two processes: one allowance', async () => {
		const other = stage.books.openProcess();
		const renewal = {
			bot_id: BOT,
			customer_id: 'cus_1',
			source_key: 'grant:in_2',
			category: 'plan',
			amount: 10_000,
			expires_at: MAY,
		} as const;
		const granted = await Promise.all([stage.ledger, other, stage.ledger, other].map((it) => it.grant(renewal)));
		expect(granted.filter(({ replayed }) => !replayed)).toHaveLength(1);
		expect(new Set(granted.map(({ lot_id }) => lot_id)).size).toBe(1);
		expect(await stage.ledger.grant(renewal)).toMatchObject({ replayed: true });
		expect(await credits('cus_1')).toMatchObject({ left: 10_000 });
	});

	it('whose renewal comes before the cancel that preceded it: each ends what is its own', async () => {
		const first = await allowance('in_1', APRIL);
		await settle((await reserve(hold({ subject, amount: 3000 }))).id, 3000);
		await allowance('in_2', MAY);
		expect(await takeBack('cancel:in_1', first.lot_id, 10_000)).toEqual({ revoked: 7000, shortfall: 3000 });
		expect(await lots()).toEqual({
			'grant:in_1': { left: 0, spent: 3000, revoked: 7000 },
			'grant:in_2': { left: 10_000, spent: 0, revoked: 0 },
		});
	});
});
