import { indexText, type KnowledgeIndex } from './knowledge-index';
import type { Passage } from './passage';
import { grams, words } from './words';

/** The share of the grams' score in the whole, measured against the stems'. */
const GRAMS_WEIGHT = 0.7;
const LIMIT = 6;

/** Below this confidence a bot says that it does not know. */
export const CONFIDENCE_MIN = 0.45;

export interface RetrievedPassage {
	passage: Passage;
	/** 0 to 1; 1 is the best in stems and in grams at once. */
	score: number;
	/** Words of the passage that the question asks for, in lower case. */
	terms: string[];
}

export interface Retrieval {
	question: string;
	/** The best first: `passages[n - 1]` is what `[n]` cites. */
	passages: RetrievedPassage[];
	/** 0 to 1: how much of what the question asks for the best passage holds. */
	confidence: number;
}

/** A word of a question that tells something. */
export interface QueryTerm {
	word: string;
	/** Stems that answer to it, with how much each of them counts: the word's own, or its corrections. */
	stems: ReadonlyMap<string, number>;
	grams: readonly string[];
	/** How much finding it tells. */
	idf: number;
}

/** The telling words of a question, each once. */
export function queryTerms(index: KnowledgeIndex, question: string): QueryTerm[] {
	const terms = new Map<string, QueryTerm>();
	for (const word of words(question)) {
		if (index.language.isStopWord(word)) continue;
		const stem = index.language.stem(word);
		if (terms.has(stem)) continue;
		const stems = new Map([[stem, 1]]);
		if (index.stems.frequency(stem) === 0) {
			for (const correction of index.spelling.corrections(stem)) stems.set(correction.word, correction.similarity);
		}
		terms.set(stem, { word, stems, grams: grams([word]), idf: index.stems.idf(stem) });
	}
	return [...terms.values()];
}

/** How much of what is asked for some text holds, 0 to 1, weighed by how much each word tells. */
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

function heldShare(term: QueryTerm, stems: ReadonlySet<string>, textGrams: ReadonlySet<string>): number {
	let best = 0;
	for (const [stem, weight] of term.stems) if (stems.has(stem)) best = Math.max(best, weight);
	if (best === 1) return 1;
	const share = term.grams.filter((gram) => textGrams.has(gram)).length / Math.max(1, term.grams.length);
	return Math.max(best, share * share);
}

/**
 * Finds the passages that hold most of what a question asks for: BM25 over stems, plus 0.7 × BM25 over character
 * 4-grams, each divided by its best score. A question without a telling word finds nothing.
 */
export function retrieve(index: KnowledgeIndex, question: string, options: { limit?: number } = {}): Retrieval {
	const terms = queryTerms(index, question);
	const stemWeights = new Map<string, number>();
	for (const term of terms) {
		for (const [stem, weight] of term.stems) stemWeights.set(stem, Math.max(weight, stemWeights.get(stem) ?? 0));
	}
	const gramWeights = new Map<string, number>();
	for (const gram of terms.flatMap((term) => term.grams)) gramWeights.set(gram, (gramWeights.get(gram) ?? 0) + 1);

	const byStems = index.stems.scores(stemWeights);
	const byGrams = index.grams.scores(gramWeights);
	const stemsFactor = 1 / (best(byStems) || 1);
	const gramsFactor = GRAMS_WEIGHT / (best(byGrams) || 1);
	const scores = byStems.map((score, at) => score * stemsFactor + (byGrams[at] as number) * gramsFactor);

	const asked = new Set(stemWeights.keys());
	const passages = top(scores, options.limit ?? LIMIT).map((at) => {
		const passage = index.passages[at] as Passage;
		return {
			passage,
			score: (scores[at] as number) / (1 + GRAMS_WEIGHT),
			terms: [...new Set(words(indexText(passage)))].filter((word) => asked.has(index.language.stem(word))),
		};
	});
	const first = passages[0];
	return { question, passages, confidence: first ? coverage(index, terms, indexText(first.passage)) : 0 };
}

function best(scores: Float64Array): number {
	let most = 0;
	for (const score of scores) if (score > most) most = score;
	return most;
}

/** The positions of the best scores above 0, best first; equal ones in their order. */
function top(scores: Float64Array, limit: number): number[] {
	const found: number[] = [];
	for (let at = 0; at < scores.length; at += 1) {
		const score = scores[at] as number;
		if (score <= 0) continue;
		if (found.length === limit && score <= (scores[found[limit - 1] as number] as number)) continue;
		let place = found.length;
		while (place > 0 && (scores[found[place - 1] as number] as number) < score) place -= 1;
		found.splice(place, 0, at);
		if (found.length > limit) found.pop();
	}
	return found;
}
