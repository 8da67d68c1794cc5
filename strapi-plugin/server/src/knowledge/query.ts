import type { KnowledgeIndex } from './knowledge-index';
import { grams, runs, words, wordsOf } from './words';

/** How many unknown words of a question are looked up among those that look alike: a page of nonsense must cost little. */
const CORRECTED_WORDS_MAX = 8;

/** A word of a question that tells something. */
export interface QueryTerm {
	/** Known stems that answer to it, with how much each of them counts: the word's own, or the ones it may be misspelt for. */
	stems: ReadonlyMap<number, number>;
	grams: readonly string[];
	/** How much finding it tells. */
	idf: number;
	/** How often the question says it. */
	count: number;
}

/** The telling words of a question, each once. */
export function queryTerms(index: KnowledgeIndex, question: string): QueryTerm[] {
	const { language, stemTerms } = index;
	const terms = new Map<string, QueryTerm>();
	let corrected = 0;
	for (const word of words(question, language.code)) {
		if (language.isStopWord(word)) continue;
		const own = language.stem(word);
		const known = terms.get(own);
		if (known) {
			known.count += 1;
			continue;
		}
		const stem = stemTerms.find(own);
		const stems = new Map(stem === undefined ? [] : [[stem, 1]]);
		// A word that nobody wrote tells no more than one written once: to a small shop's index most words are unknown.
		let idf = index.stems.idfOf(Math.max(1, index.stems.frequency(stem)));
		if (stem === undefined && corrected < CORRECTED_WORDS_MAX) {
			corrected += 1;
			const corrections = index.spelling.corrections(own, (term) => index.stems.frequency(term));
			for (const { term, similarity } of corrections) stems.set(term, similarity);
			if (corrections.length) idf = Math.max(...corrections.map(({ term }) => index.stems.idf(term)));
		}
		terms.set(own, { stems, grams: grams(word), idf, count: 1 });
	}
	return [...terms.values()];
}

/** How much each stem of the index counts for a question. */
export function stemWeights(terms: readonly QueryTerm[]): Map<number, number> {
	const weights = new Map<number, number>();
	for (const { stems, count } of terms) {
		for (const [stem, weight] of stems) weights.set(stem, Math.max(weight * count, weights.get(stem) ?? 0));
	}
	return weights;
}

/** The grams of a question, with how often it has them; those of stop words left out. */
export function gramCounts(index: KnowledgeIndex, question: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const run of runs(question, index.language.code)) {
		if (wordsOf(run).every((word) => index.language.isStopWord(word))) continue;
		for (const gram of grams(run)) counts.set(gram, 1 + (counts.get(gram) ?? 0));
	}
	return counts;
}

/** How much of what is asked for a text holds, 0 to 1, each word weighed by how much it tells. */
export function coverage(index: KnowledgeIndex, terms: readonly QueryTerm[], text: string): number {
	const asked = terms.reduce((sum, { idf }) => sum + idf, 0);
	return asked === 0 ? 0 : heldIdf(index, terms, text) / asked;
}

/** The idf of what a text holds of a question. */
export function heldIdf(index: KnowledgeIndex, terms: readonly QueryTerm[], text: string): number {
	const { language, stemTerms } = index;
	const textRuns = runs(text, language.code);
	const stems = new Set(textRuns.flatMap(wordsOf).map((word) => stemTerms.find(language.stem(word))));
	const textGrams = new Set(textRuns.flatMap(grams));
	return terms.reduce((sum, term) => sum + term.idf * heldShare(term, stems, textGrams), 0);
}

/** 1 for the word itself; a part for a correction, or for what shares its letters: another inflection, a compound. */
function heldShare(term: QueryTerm, stems: ReadonlySet<number | undefined>, textGrams: ReadonlySet<string>): number {
	let most = 0;
	for (const [stem, weight] of term.stems) if (stems.has(stem)) most = Math.max(most, weight);
	const share = term.grams.filter((gram) => textGrams.has(gram)).length / Math.max(1, term.grams.length);
	return Math.max(most, share * share);
}
