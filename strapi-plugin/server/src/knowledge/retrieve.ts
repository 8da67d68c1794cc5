import { indexText, type KnowledgeIndex } from './knowledge-index';
import type { Passage } from './passage';
import { coverage, type QueryTerm, queryTerms } from './query';
import { words } from './words';

/** What the score of the grams counts beside that of the stems, each divided by its best. */
const GRAMS_WEIGHT = 0.5;
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

/**
 * Finds the passages that hold most of what a question asks for: BM25 over stems, plus 0.5 × BM25 over character
 * 4-grams, each divided by its best score. A question without a telling word finds nothing.
 */
export function retrieve(index: KnowledgeIndex, question: string, options: { limit?: number } = {}): Retrieval {
	const terms = queryTerms(index, question);
	const stemWeights = stemWeightsOf(terms);
	const gramWeights = gramWeightsOf(terms);
	const byStems = index.stems.scores(stemWeights);
	const byGrams = index.grams.scores(gramWeights);
	const stemsFactor = 1 / (most(byStems) || 1);
	const gramsFactor = GRAMS_WEIGHT / (most(byGrams) || 1);
	const scores = byStems.map((score, at) => score * stemsFactor + (byGrams[at] as number) * gramsFactor);

	const found = top(scores, options.limit ?? LIMIT);
	const passages = found.map((at) => {
		const passage = index.passages[at] as Passage;
		const passageWords = new Set(words(indexText(passage)));
		return {
			passage,
			score: (scores[at] as number) / (1 + GRAMS_WEIGHT),
			terms: [...passageWords].filter((word) => stemWeights.has(index.language.stem(word))),
		};
	});

	const first = found[0];
	if (first === undefined) return { question, passages, confidence: 0 };
	// Three views of the same question, each 0 to 1. That a word is there tells less than how much of the passage is
	// about it; words that the stems miss show in the grams. Their mean tells best when there is nothing to tell.
	const held = coverage(index, terms, indexText(index.passages[first] as Passage));
	const askedOfStems = terms.reduce((sum, term) => sum + term.idf, 0);
	const askedOfGrams = [...gramWeights].reduce((sum, [gram, weight]) => sum + weight * index.grams.idf(gram), 0);
	const confidence = (held + share(byStems[first], askedOfStems) + share(byGrams[first], askedOfGrams)) / 3;
	return { question, passages, confidence };
}

/** A score, measured against that of a passage of ordinary length that holds every term once: the sum of their idf. */
function share(score = 0, sumOfIdf: number): number {
	return sumOfIdf === 0 ? 0 : Math.min(1, score / sumOfIdf);
}

function stemWeightsOf(terms: readonly QueryTerm[]): Map<string, number> {
	const weights = new Map<string, number>();
	for (const [stem, weight] of terms.flatMap((term) => [...term.stems])) {
		weights.set(stem, Math.max(weight, weights.get(stem) ?? 0));
	}
	return weights;
}

function gramWeightsOf(terms: readonly QueryTerm[]): Map<string, number> {
	const weights = new Map<string, number>();
	for (const gram of terms.flatMap((term) => term.grams)) weights.set(gram, 1 + (weights.get(gram) ?? 0));
	return weights;
}

function most(scores: Float64Array): number {
	let best = 0;
	for (const score of scores) if (score > best) best = score;
	return best;
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
