import type { KnowledgeIndex } from './knowledge-index';
import { grams, words } from './words';

/** How many unknown words of a question are looked up among those that look alike: a page of nonsense must cost little. */
const CORRECTED_WORDS_MAX = 8;

/** A word of a question that tells something. */
export interface QueryTerm {
	/** Stems that answer to it, with how much each of them counts: the word's own, or the ones it may be misspelt for. */
	stems: ReadonlyMap<string, number>;
	grams: readonly string[];
	/** How much finding it tells. */
	idf: number;
}

/** The telling words of a question, each once. */
export function queryTerms(index: KnowledgeIndex, question: string): QueryTerm[] {
	const terms = new Map<string, QueryTerm>();
	let corrected = 0;
	for (const word of words(question)) {
		if (index.language.isStopWord(word)) continue;
		const own = index.language.stem(word);
		if (terms.has(own)) continue;
		const stems = new Map([[own, 1]]);
		let idf = index.stems.idf(own);
		const unknown = index.stems.frequency(own) === 0 && corrected < CORRECTED_WORDS_MAX;
		if (unknown) corrected += 1;
		const corrections = unknown ? index.spelling.corrections(own) : [];
		if (corrections.length) idf = Math.max(...corrections.map((correction) => index.stems.idf(correction.word)));
		for (const correction of corrections) stems.set(correction.word, correction.similarity);
		terms.set(own, { stems, grams: grams([word]), idf });
	}
	return [...terms.values()];
}

/** How much of what is asked for a text holds, 0 to 1, each word weighed by how much it tells. */
export function coverage(index: KnowledgeIndex, terms: readonly QueryTerm[], text: string): number {
	const textWords = words(text);
	const stems = new Set(textWords.map((word) => index.language.stem(word)));
	const textGrams = new Set(grams(textWords));
	let asked = 0;
	let held = 0;
	for (const term of terms) {
		asked += term.idf;
		held += term.idf * heldShare(term, stems, textGrams);
	}
	return asked === 0 ? 0 : held / asked;
}

/** 1 for the word itself; a part for a correction, or for what shares its letters: another inflection, a compound. */
function heldShare(term: QueryTerm, stems: ReadonlySet<string>, textGrams: ReadonlySet<string>): number {
	let most = 0;
	for (const [stem, weight] of term.stems) if (stems.has(stem)) most = Math.max(most, weight);
	const share = term.grams.filter((gram) => textGrams.has(gram)).length / Math.max(1, term.grams.length);
	return Math.max(most, share * share);
}
