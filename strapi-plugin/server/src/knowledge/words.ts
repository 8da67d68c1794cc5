import { segments } from './segments';

// A run: letters with their marks, or a number with its decimals. Apostrophes and hyphens end it: "l'eau", "on-line".
const RUN = /\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{M}\p{N}]+/gu;
// Scripts that put no space between words; the segmenter of the run time knows their dictionaries.
const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Scripts whose characters are syllables or words: two of them tell what four letters tell elsewhere. */
const SYLLABIC = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** How many phrases are remembered with their words: to find them takes a millisecond for each passage. */
const PHRASES_MAX = 10_000;
const phrases = new Map<string, readonly string[]>();
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * The runs of letters or digits of a text in their order, in lower case and one Unicode form. A run is a word, or a
 * whole phrase in scripts without spaces.
 * @param language ISO 639-1, for the two that have an i of their own: "ISPARTA" is "ısparta" in Turkish
 */
export function runs(text: string, language: string): string[] {
	const normal = text.normalize('NFKC');
	const lower = language === 'tr' || language === 'az' ? normal.toLocaleLowerCase(language) : normal.toLowerCase();
	return lower.match(RUN) ?? [];
}

/** The words of a run: itself, or what the dictionary finds in it. */
export function wordsOf(run: string): readonly string[] {
	if (!UNSPACED.test(run)) return [run];
	let found = phrases.get(run);
	if (!found) {
		if (phrases.size >= PHRASES_MAX) phrases.clear();
		found = [...segments(segmenter, run)];
		phrases.set(run, found);
	}
	return found;
}

/** The words of a text, as `runs` and `wordsOf` give them. */
export function words(text: string, language: string): string[] {
	return runs(text, language).flatMap(wordsOf);
}

/**
 * The stretches of four characters in a word or run, closed by blanks: `tee` gives ` tee` and `tee `. They find parts of
 * compound words ("Mühle" in "Kaffeemühle"), other inflections and most misspellings, in any language. Where nothing
 * stands between words there are no blanks, and of syllables two are enough.
 */
export function grams(run: string): string[] {
	const length = SYLLABIC.test(run) ? 2 : 4;
	const closed = length === 2 || UNSPACED.test(run) ? run : ` ${run} `;
	if (closed.length <= length) return [closed];
	return Array.from({ length: closed.length - length + 1 }, (_, start) => closed.slice(start, start + length));
}
