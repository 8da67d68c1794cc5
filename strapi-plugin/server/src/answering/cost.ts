import type { Usage } from '@answerpack/shared/contract';

/** What a million tokens of a model cost, in what its provider bills in. */
export interface TokenPrice {
	input: number;
	output: number;
}

const TOKENS = 1_000_000;
/** A billionth of the currency: far below what anybody bills, and without the noise of binary fractions. */
const DECIMALS = 9;

/**
 * What an answer took, with what that costs: what the provider said, else the tokens by the operator's price of this model.
 * Without either it is not known, and nothing is made up.
 */
export function withCost(usage: Usage, prices: Readonly<Record<string, TokenPrice>>): Usage {
	const price = prices[usage.model];
	if (usage.cost !== undefined || !price) return usage;
	const cost = (usage.input_tokens * price.input + usage.output_tokens * price.output) / TOKENS;
	return { ...usage, cost: Number(cost.toFixed(DECIMALS)) };
}
