import { toMillicredits } from '@answerpack/shared/credits';
import { type Price, priceOfAnswer } from '@answerpack/shared/pools';
import type { PreparedAnswer } from './answerer';
import type { Held } from './pump';

/** How many tokens of an answer are held at first, and each time when more is asked for. */
export const SLICE_TOKENS = 400;
/** More is asked for when so few are left, so that nobody waits for it. */
const EXTEND_AT_TOKENS = 100;

/** What the model reads, counted when somebody asks for it: a fixed price is the same for any. */
type Input = Pick<PreparedAnswer, 'input_tokens'>;

/** How many tokens an answer may have whose hold is of this amount, in millicredits; the price's inverse. */
export function outputTokensPaidBy(price: Price, input: Input, amount: number): number {
	if (price.mode === 'per_answer') return Number.POSITIVE_INFINITY;
	const { input_tokens } = input;
	if (priceOfAnswer(price, { input_tokens, output_tokens: 0 }) > amount) return 0;
	const read = toMillicredits(price.credits_per_1k_input);
	const written = toMillicredits(price.credits_per_1k_output);
	return written === 0 ? Number.POSITIVE_INFINITY : Math.floor((amount * 1000 - read * input_tokens) / written);
}

/** What must be held before an answer begins, in millicredits: its price, or what it reads and a slice of what it writes. */
export function firstHold(price: Price, input: Input): number {
	return priceOfAnswer(price, usageOf(input, SLICE_TOKENS));
}

/** What came of asking for more; `unknown` while nobody can say: it is asked for again. */
export type Extension = Pick<Held, 'amount' | 'left'> | 'refused' | 'unknown';

export type Meter = ReturnType<typeof createMeter>;

/**
 * Keeps an answer within what is held for it. A fixed price was held whole; a metered one grows in slices, so that no answer
 * ties up credits that others could use.
 * @param extend asks for a hold of this amount in all.
 */
export function createMeter(price: Price, input: Input, first: Held, extend: (amount: number) => Promise<Extension>) {
	let output_tokens = 0;
	let { amount, left } = first;
	let refused = false;
	let outOfReach = false;
	let extension: Promise<void> | undefined;

	const paid = () => outputTokensPaidBy(price, input, amount);

	async function grow(): Promise<void> {
		const wanted = priceOfAnswer(price, usageOf(input, output_tokens + SLICE_TOKENS));
		const affordable = Math.min(wanted, amount + left);
		const extended = affordable > amount ? await extend(affordable) : 'refused';
		outOfReach = extended === 'unknown';
		if (extended === 'refused') refused = true;
		else if (extended !== 'unknown') ({ amount, left } = extended);
	}

	return {
		/** The longest that this answer can get, in tokens: everything that its pool has left for who asks. */
		outputTokensMax: Math.max(1, outputTokensPaidBy(price, input, amount + left)),

		/** What is held now. */
		get held(): Held {
			return { ...first, amount, left };
		},

		/** More was asked for, and nobody could say. */
		get outOfReach() {
			return outOfReach;
		},

		/** What was used so far. */
		get used() {
			return { input_tokens: input.input_tokens, output_tokens };
		},

		/**
		 * Notes that so many tokens were written. Waits only when all that is held is used.
		 * @returns false when the answer has to end here.
		 */
		async take(tokens: number): Promise<boolean> {
			output_tokens += tokens;
			if (!refused && paid() - output_tokens <= EXTEND_AT_TOKENS) {
				extension ??= grow().finally(() => {
					extension = undefined;
				});
			}
			while (output_tokens >= paid()) {
				if (!extension) return false;
				await extension;
			}
			return true;
		},
	};
}

function usageOf(input: Input, output_tokens: number) {
	return {
		get input_tokens() {
			return input.input_tokens;
		},
		output_tokens,
	};
}
