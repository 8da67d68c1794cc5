import type { Language } from './language';
import type { Terms } from './terms';
import { grams, runs, wordsOf } from './words';

/**
 * Reads texts as tokens: numbers of the different runs in them. Each run is stemmed and cut into grams once, however
 * often it is met, and that is what makes building fast. Lives as long as one change of an index.
 */
export class Lexicon {
	/** By token: the stems of its words that tell something. */
	readonly stems: number[][] = [];
	/** By token. */
	readonly grams: number[][] = [];
	readonly #tokens = new Map<string, number>();

	constructor(
		private readonly language: Language,
		private readonly stemTerms: Terms,
		private readonly gramTerms: Terms,
	) {}

	read(text: string): number[] {
		return runs(text, this.language.code).map((run) => {
			const known = this.#tokens.get(run);
			if (known !== undefined) return known;
			const token = this.stems.length;
			this.#tokens.set(run, token);
			this.stems.push(
				wordsOf(run)
					.filter((word) => !this.language.isStopWord(word))
					.map((word) => this.stemTerms.intern(this.language.stem(word))),
			);
			this.grams.push(grams(run).map((gram) => this.gramTerms.intern(gram)));
			return token;
		});
	}
}
