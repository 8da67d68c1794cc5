import { Postings } from './postings';
import { grams } from './words';

/** Shorter words have too many neighbours: "Tee" and "See" are both right. */
const LENGTH_MIN = 4;
/** From this length on, two slips are forgiven. */
const LENGTH_OF_TWO_SLIPS = 8;
/** How many words that look alike are compared letter by letter. */
const CANDIDATES_MAX = 32;

/** A known word that a misspelt one may stand for. */
export interface Correction {
	word: string;
	/** Above 0 and below 1, the less the greater the share of letters that are slips: its cube. */
	similarity: number;
}

/** Finds what a misspelt word was meant to be, among the words of an index. */
export class Spelling {
	readonly #words: readonly string[];
	readonly #trigrams: Postings;

	constructor(known: readonly string[]) {
		this.#words = known;
		this.#trigrams = new Postings(known.map((word) => grams([word], 3)));
	}

	/**
	 * The nearest known words, all equally near: one slip away, two when the word is long. A slip is a letter too many,
	 * too few, wrong, or two swapped (Damerau 1964). The first letter must be right: people rarely miss it, and without
	 * it "Wanne" would be taken for "Kanne".
	 */
	corrections(word: string): Correction[] {
		if (word.length < LENGTH_MIN || /\p{N}/u.test(word)) return [];
		const slipsMax = word.length < LENGTH_OF_TWO_SLIPS ? 1 : 2;
		const scores = this.#trigrams.scores(new Map(grams([word], 3).map((gram) => [gram, 1])));
		const candidates: number[] = [];
		for (let at = 0; at < scores.length; at += 1) {
			const candidate = this.#words[at] as string;
			if (
				(scores[at] as number) > 0 &&
				candidate[0] === word[0] &&
				Math.abs(candidate.length - word.length) <= slipsMax
			) {
				candidates.push(at);
			}
		}
		candidates.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
		let nearest = slipsMax;
		let found: string[] = [];
		for (const at of candidates.slice(0, CANDIDATES_MAX)) {
			const candidate = this.#words[at] as string;
			const count = slips(word, candidate);
			if (count > nearest) continue;
			if (count < nearest) found = [];
			nearest = count;
			found.push(candidate);
		}
		return found.map((candidate) => ({ word: candidate, similarity: 1 - nearest / word.length }));
	}
}

/** The number of slips between two words: the restricted Damerau–Levenshtein distance. */
function slips(a: string, b: string): number {
	let beforePrevious: number[] = [];
	let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i += 1) {
		const row = [i];
		for (let j = 1; j <= b.length; j += 1) {
			const wrong = a[i - 1] === b[j - 1] ? 0 : 1;
			let least = Math.min(
				(previous[j] as number) + 1,
				(row[j - 1] as number) + 1,
				(previous[j - 1] as number) + wrong,
			);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				least = Math.min(least, (beforePrevious[j - 2] as number) + 1);
			}
			row.push(least);
		}
		beforePrevious = previous;
		previous = row;
	}
	return previous[b.length] as number;
}
