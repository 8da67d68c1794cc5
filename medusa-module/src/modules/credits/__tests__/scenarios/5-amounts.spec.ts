import { hold, refusal } from '../ledger';
import { BOT, customer, setStage, visitor } from './stage';

// What no amount of the ledger is; the routes refuse the same (medusa-module/src/api/__tests__/bad-input.spec.ts).
const NO_AMOUNTS = [
	-1,
	0.5,
	2 ** 53,
	Number.NaN,
	Number.POSITIVE_INFINITY,
	'1000',
	null,
	undefined,
] as unknown as number[];

describe('scenario 5: amounts', () => {
	const stage = setStage('5');
	const { reserve, settle, grant, credits } = stage;

	it.each([
		['nothing', 0, { spent: 0, absorbed: 0, left: 10_000 }],
		['a part of the hold', 999, { spent: 999, absorbed: 0, left: 9001 }],
		['the hold', 1000, { spent: 1000, absorbed: 0, left: 9000 }],
		['the hold + 1: it is absorbed, never charged', 1001, { spent: 1000, absorbed: 1, left: 9000 }],
		['the largest safe integer', 2 ** 53 - 1, { spent: 1000, absorbed: 2 ** 53 - 1001, left: 9000 }],
	])('settled with %s', async (_what, amount, answer) => {
		await grant('cus_1', 'grant:li_1');
		const { id } = await reserve(hold({ subject: customer('cus_1') }));
		expect(await settle(id, amount)).toEqual(answer);
		expect(await settle(id, amount)).toEqual(answer);
		expect(await credits('cus_1')).toMatchObject({ left: answer.left, held: 0, lots: [{ spent: answer.spent }] });
	});

	it('may be held: nothing, all there is, and not one more', async () => {
		const subject = customer('cus_1');
		const free = await reserve(hold({ subject, amount: 0 }));
		expect(free).toMatchObject({ pool: 'free_reserve', amount: 0, left: 3000 });
		expect(await settle(free.id, 0)).toEqual({ spent: 0, absorbed: 0, left: 3000 });
		await grant('cus_1', 'grant:li_1');
		expect(await refusal(reserve(hold({ subject, amount: 10_001 })))).toMatchObject({ code: 'credits_used_up' });
		expect(await reserve(hold({ subject, amount: 10_000 }))).toMatchObject({ pool: 'end_user_credits', left: 0 });
		expect(await reserve(hold({ subject, amount: 0 }))).toMatchObject({ pool: 'free_reserve', left: 3000 });
		await grant('cus_1', 'grant:li_2', { amount: 1000 });
		const [paid, after] = await Promise.all([reserve(hold({ subject })), reserve(hold({ subject, amount: 0 }))]);
		expect([paid.pool, after.pool]).toEqual(['end_user_credits', 'free_reserve']);
	});

	it('may be the largest safe integer: granted, held, settled and taken back exactly', async () => {
		const most = 2 ** 53 - 1;
		const subject = customer('cus_1');
		const { lot_id } = await grant('cus_1', 'grant:li_1', { amount: most });
		const { id } = await reserve(hold({ subject, amount: most - 1 }));
		expect(await settle(id, most - 2)).toEqual({ spent: most - 2, absorbed: 0, left: 2 });
		const reversal = { key: 'reversal:1', lot_id, amount: most, reason: 'refund' };
		expect(await stage.ledger.revoke(BOT, reversal)).toEqual({ revoked: 2, shortfall: most - 2 });
	});

	it('of nothing cannot be granted or taken back', async () => {
		expect(await refusal(grant('cus_1', 'grant:li_1', { amount: 0 }))).toEqual({ code: 'invalid_request' });
		const { lot_id } = await grant('cus_1', 'grant:li_1');
		const reversal = { key: 'reversal:1', lot_id, amount: 0, reason: 'refund' };
		expect(await refusal(stage.ledger.revoke(BOT, reversal))).toEqual({ code: 'invalid_request' });
	});

	it.each(NO_AMOUNTS)(
		'that are %p are no amounts: nothing is granted, taken back or given away, and nothing is written',
		async (amount) => {
			const { lot_id } = await grant('cus_1', 'grant:li_1');
			const before = await stage.books.fingerprints();
			const refused = { code: 'invalid_request' };
			expect(await refusal(grant('cus_1', 'grant:li_2', { amount }))).toEqual(refused);
			const reversal = { key: 'reversal:1', lot_id, amount, reason: 'refund' };
			expect(await refusal(stage.ledger.revoke(BOT, reversal))).toEqual(refused);
			expect(await stage.books.fingerprints()).toEqual(before);
		},
	);

	it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
		'that are %p, past the contract: the database itself holds, settles and gives away nothing of the kind',
		async (amount) => {
			await grant('cus_1', 'grant:li_1');
			const { id } = await reserve(hold({ subject: customer('cus_1') }));
			const before = await stage.books.fingerprints();
			await expect(reserve(hold({ subject: customer('cus_1'), amount }))).rejects.toThrow();
			await expect(reserve(hold({ subject: visitor('v1'), amount }))).rejects.toThrow();
			await expect(settle(id, amount)).rejects.toThrow();
			const giveaway = { bot_id: BOT, code: 'SPRING', name: 'Spring', amount: 1000, total: 1000, valid_days: null };
			const times = { starts_at: new Date('2026-03-01T00:00:00Z'), ends_at: new Date('2026-04-01T00:00:00Z') };
			await expect(stage.ledger.createGiveaway({ ...giveaway, ...times, amount })).rejects.toThrow();
			await expect(stage.ledger.createGiveaway({ ...giveaway, ...times, total: amount })).rejects.toThrow();
			expect(await stage.books.fingerprints()).toEqual(before);
		},
	);
});
