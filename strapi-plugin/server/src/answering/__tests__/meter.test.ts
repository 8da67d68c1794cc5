import { setImmediate } from 'node:timers/promises';
import { type Price, priceOfAnswer } from '@answerpack/shared/pools';
import fc from 'fast-check';
import { createMeter, type Extension, firstHold, outputTokensPaidBy, SLICE_TOKENS } from '../meter';

const fixed: Price = { mode: 'per_answer', credits: 1 };
const metered: Price = {
	mode: 'metered',
	credits_per_1k_input: 0.2,
	credits_per_1k_output: 1,
	minimum_credits: 0.1,
};
const input_tokens = 1000; // 0.2 credits
const held = { pool: 'end_user_credits', amount: 600, left: 1000 } as const;
const refuse = async () => 'refused' as const;

const milli = fc.integer({ min: 0, max: 5000 }).map((n) => n / 1000);
const prices = fc.record({
	mode: fc.constant('metered' as const),
	credits_per_1k_input: milli,
	credits_per_1k_output: milli.filter((n) => n > 0),
	minimum_credits: milli,
});

test('a hold pays for as many tokens as its amount is the price of, and for not one more', () => {
	fc.assert(
		fc.property(prices, fc.nat(100_000), fc.nat(1_000_000), (price, input_tokens, amount) => {
			const output_tokens = outputTokensPaidBy(price, { input_tokens }, amount);
			const affordable = (n: number) => priceOfAnswer(price, { input_tokens, output_tokens: n }) <= amount;
			if (affordable(0)) expect([affordable(output_tokens), affordable(output_tokens + 1)]).toEqual([true, false]);
			else expect(output_tokens).toBe(0);
		}),
	);
});

test('a fixed price is held whole and limits nothing', async () => {
	expect(firstHold(fixed, { input_tokens })).toBe(1000);
	const meter = createMeter(fixed, { input_tokens }, held, refuse);
	expect(meter.outputTokensMax).toBe(Number.POSITIVE_INFINITY);
	expect(await meter.take(1_000_000)).toBe(true);
});

test('a metered answer holds what it reads and a slice of what it writes', () => {
	expect(firstHold(metered, { input_tokens })).toBe(200 + SLICE_TOKENS);
});

test('the model may write no more than everything that is left pays for', () => {
	expect(createMeter(metered, { input_tokens }, held, refuse).outputTokensMax).toBe(1400);
});

test('more is asked for when most of it is written, before anybody has to wait', async () => {
	const asked: number[] = [];
	const meter = createMeter(metered, { input_tokens }, held, async (amount) => {
		asked.push(amount);
		return { amount, left: 1600 - amount };
	});
	expect(await meter.take(299)).toBe(true);
	expect(asked).toEqual([]);
	expect(await meter.take(1)).toBe(true);
	expect(asked).toEqual([200 + 300 + SLICE_TOKENS]);
	expect(await meter.take(300)).toBe(true);
	expect(meter.held).toEqual({ pool: 'end_user_credits', amount: 900, left: 700 });
	expect(meter.used).toEqual({ input_tokens, output_tokens: 600 });
});

test('the last slice is what is left, and then the answer ends', async () => {
	const asked: number[] = [];
	const meter = createMeter(metered, { input_tokens }, { ...held, left: 50 }, async (amount) => {
		asked.push(amount);
		return { amount, left: 0 };
	});
	expect(await meter.take(449)).toBe(true);
	expect(await meter.take(1)).toBe(false);
	expect(asked).toEqual([650]);
});

test('a refusal lets what is held be written to its end', async () => {
	const meter = createMeter(metered, { input_tokens }, held, refuse);
	expect(await meter.take(399)).toBe(true);
	expect(await meter.take(1)).toBe(false);
	expect(meter.held.amount).toBe(600);
});

test('while nobody can say whether there is more, what is held is written to its end, and more is asked for again', async () => {
	let answer: Extension = 'unknown';
	const meter = createMeter(metered, { input_tokens }, held, async () => answer);
	expect(await meter.take(350)).toBe(true);
	await setImmediate(); // nobody waits for that answer
	expect(meter.outOfReach).toBe(true);
	answer = { amount: 1000, left: 600 };
	expect(await meter.take(50)).toBe(true); // all that was held is used, but now there is more
	expect(meter.outOfReach).toBe(false);
	answer = 'unknown';
	expect(await meter.take(399)).toBe(true);
	await setImmediate();
	expect(await meter.take(1)).toBe(false);
	expect([meter.outOfReach, meter.held.amount]).toEqual([true, 1000]);
});
