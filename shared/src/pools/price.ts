import { toMillicredits } from '../credits/index.js';
import type { Price } from './settings.js';

/** Tokens that one answer used. */
export interface TokenUsage {
	input_tokens: number;
	output_tokens: number;
}

/**
 * What an answer costs, in millicredits. A rate that does not divide is rounded up to the next millicredit, once, at
 * the end (LEDGER.md, "Units and time").
 */
export function priceOfAnswer(price: Price, usage: TokenUsage): number {
	if (price.mode === 'per_answer') return toMillicredits(price.credits);
	const perThousand =
		BigInt(toMillicredits(price.credits_per_1k_input)) * BigInt(usage.input_tokens) +
		BigInt(toMillicredits(price.credits_per_1k_output)) * BigInt(usage.output_tokens);
	return Math.max(toMillicredits(price.minimum_credits), Number((perThousand + 999n) / 1000n));
}
