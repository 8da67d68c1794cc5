import { hold, settings } from '../ledger';
import { allAtOnce, BOT, customer, setStage, USAGE, visitor } from './stage';

describe('scenario 12: one malformed request in a batch of hundreds', () => {
	const free_reserve = { credits: 1000, window: 'day' as const, per_visitor: 1000 };
	const stage = setStage('12', () => settings({ pools: { free_reserve } }));
	const { reserve, settle, grant, pools } = stage;
	const GOOD = 300;
	/** Stands in the middle of the others. */
	const among = <T>(good: T[], bad: T[]) => [...good.slice(0, GOOD / 2), ...bad, ...good.slice(GOOD / 2)];

	it.each([
		['a NUL in a key', { subject: visitor('nul\u0000') }],
		['an amount past 64 bits', { amount: 2 ** 64 }],
		['a negative amount', { amount: -1000 }],
		['an id that is none', { id: 'x'.repeat(5000) }],
		['a purpose that there is not', { purpose: 'dancing' as never }],
	])('to reserve, with %s, fails alone', async (_what, wrong) => {
		const good = Array.from({ length: GOOD }, (_, n) => hold({ subject: visitor(`v${n % 50}`) }));
		const bodies = among(good, [hold(wrong)]);
		const outcomes = await Promise.allSettled(bodies.map((body) => reserve(body)));
		const failed = outcomes.flatMap(({ status }, n) => (status === 'rejected' ? n : []));
		expect(failed).toEqual([GOOD / 2]);
		expect((await pools()).free_reserve).toEqual({ held: GOOD * 1000, spent: 0 });
	});

	it('to settle fails alone', async () => {
		await grant('cus_1', 'grant:li_1', { amount: GOOD * 1000 + 1000 });
		const { answers } = await allAtOnce(
			Array.from({ length: GOOD + 1 }, () => reserve(hold({ subject: customer('cus_1') }))),
		);
		const [poisoned, ...good] = answers.map(({ id }) => id);
		const usage = { ...USAGE, model: 'nul\u0000' };
		const ends = among(
			good.map((id) => () => settle(id)),
			[() => stage.ledger.settle(BOT, `${poisoned}`, { amount: 1000, usage })],
		);
		const outcomes = await Promise.allSettled(ends.map((end) => end()));
		expect(outcomes.flatMap(({ status }, n) => (status === 'rejected' ? n : []))).toEqual([GOOD / 2]);
		expect(await stage.credits('cus_1')).toMatchObject({ left: 0, held: 1000, lots: [{ spent: GOOD * 1000 }] });
		expect(await settle(`${poisoned}`)).toMatchObject({ spent: 1000 });
	});

	it('leaves those that are refused their refusal, and those that conflict their conflict', async () => {
		await stage.ledger.putBot(
			BOT,
			settings({ version: 2, pools: { free_reserve: { ...free_reserve, credits: 150 } } }),
		);
		const known = hold({ subject: visitor('known') });
		await reserve(known);
		const good = Array.from({ length: GOOD }, (_, n) => hold({ subject: visitor(`v${n}`) }));
		const asks = among(good, [hold({ subject: visitor('nul\u0000') }), { ...known, amount: 1 }]);
		const { answers, refused } = await allAtOnce(asks.map((body) => reserve(body)));
		expect(answers).toHaveLength(149);
		expect(refused).toMatchObject({ free_reserve_used_up: GOOD - 149, hold_conflict: 1 });
	});
});
