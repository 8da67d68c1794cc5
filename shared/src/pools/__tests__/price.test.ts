import { type Price, priceOfAnswer } from '../index.js';

const metered = (input: number, output: number, minimum = 0): Price => ({
	mode: 'metered',
	credits_per_1k_input: input,
	credits_per_1k_output: output,
	minimum_credits: minimum,
});

describe('price of an answer, in millicredits', () => {
	test.each<[string, Price, number, number, number]>([
		['a fixed price, whatever the tokens', { mode: 'per_answer', credits: 1 }, 5000, 900, 1000],
		['a fixed price with decimals', { mode: 'per_answer', credits: 0.25 }, 0, 0, 250],
		['a free answer', { mode: 'per_answer', credits: 0 }, 100, 100, 0],
		['metered: input and output at their own rates', metered(1, 3), 2000, 500, 3500],
		['metered: below one millicredit is rounded up', metered(0.001, 0), 1, 0, 1],
		['metered: rounded up once, at the end', metered(0.001, 0.001), 1, 1, 1],
		['metered: exactly one millicredit is not rounded further', metered(0.001, 0), 1000, 0, 1],
		['metered: one token over is', metered(0.001, 0), 1001, 0, 2],
		['metered: at least the minimum', metered(0.001, 0.001, 0.5), 10, 10, 500],
		['metered: no more than the use once it exceeds the minimum', metered(1, 1, 0.5), 600, 0, 600],
		['metered: no use and no minimum cost nothing', metered(1, 1), 0, 0, 0],
	])('%s', (_what, price, input_tokens, output_tokens, expected) => {
		expect(priceOfAnswer(price, { input_tokens, output_tokens })).toBe(expected);
	});

	test('a long answer at a high rate is exact, where a double would not be', () => {
		expect(priceOfAnswer(metered(9_007_199_254.001, 0), { input_tokens: 999, output_tokens: 0 })).toBe(
			Number((9_007_199_254_001n * 999n + 999n) / 1000n),
		);
	});
});
