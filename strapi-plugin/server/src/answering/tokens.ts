/** Counts a text's tokens as the current OpenAI models do; other models' counts are near it. */
export type TokenCounter = (text: string) => number;

let counter: Promise<TokenCounter> | undefined;

/** The counter, loaded when first wanted: its tables take a quarter of a second. */
export function loadTokenCounter(): Promise<TokenCounter> {
	counter ??= import('gpt-tokenizer/encoding/o200k_base').then(({ countTokens }) => {
		// A text that names a control token is a text like any other.
		return (text) => countTokens(text, { disallowedSpecial: new Set() });
	});
	return counter;
}
