import { segments } from './segments';

// A word: letters with their marks, or a number with its decimals. Apostrophes and hyphens end it: "l'eau", "on-line".
const WORD = /\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{M}\p{N}]+/gu;
// Scripts that put no space between words; the segmenter of the run time knows their dictionaries.
const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** The words of a text in their order, in lower case and one Unicode form. */
export function words(text: string): string[] {
	const found = text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
	return found.flatMap((word) => (UNSPACED.test(word) ? [...segments(segmenter, word)] : word));
}

/**
 * The runs of `length` characters in some words, each word closed by blanks: `tee` gives ` tee` and `tee `. They find
 * parts of compound words ("Mühle" in "Kaffeemühle"), other inflections and most misspellings, in any language.
 */
export function grams(list: readonly string[], length = 4): string[] {
	const found: string[] = [];
	for (const word of list) {
		const padded = ` ${word} `;
		if (padded.length < length) found.push(padded);
		for (let start = 0; start + length <= padded.length; start += 1) found.push(padded.slice(start, start + length));
	}
	return found;
}
