import { confidenceOf } from './confidence';
import { indexText, type KnowledgeIndex } from './knowledge-index';
import type { Passage } from './passage';
import { gramCounts, queryTerms, stemWeights } from './query';
import { type Embedded, FUSED_MAX, fuse, similarities } from './vectors';
import { words } from './words';

/** What the score of the grams counts beside that of the stems, each divided by its best. */
const GRAMS_WEIGHT = 0.5;
/** What title and headings count once more, beside all that a passage says. */
const HEADINGS_WEIGHT = 0.5;
/** What the document counts that a passage is of: "Does it suit gas?" is asked of the kettle that the title names. */
const DOCUMENT_WEIGHT = 1;
const LIMIT = 6;

export interface RetrieveOptions {
	/** How many passages at most; 6. */
	limit?: number;
	/** Only passages of these sources. */
	sources?: readonly string[];
	/** Also what an embedding model finds, its ranks fused with those of the words. */
	embedded?: Embedded;
}

export interface RetrievedPassage {
	passage: Passage;
	/** 0 to 1; 1 is the best by stems and by grams at once, and by vectors where there are any. */
	score: number;
	/** Words of the passage that the question asks for, in lower case. */
	terms: string[];
}

export interface Retrieval {
	question: string;
	/** The best first: `passages[n - 1]` is what `[n]` cites. */
	passages: RetrievedPassage[];
	/** 0 to 1: how likely it is that the passages hold the answer. Below `CONFIDENCE_MIN` the bot does not know. */
	confidence: number;
}

/**
 * Finds the passages that hold most of what a question asks for: BM25 over stems, plus 0.5 × BM25 over character
 * 4-grams, each divided by its best score. A question without a telling word finds nothing.
 */
export function retrieve(index: KnowledgeIndex, question: string, options: RetrieveOptions = {}): Retrieval {
	const terms = queryTerms(index, question);
	const stems = stemWeights(terms);
	const byStems = index.stems.scores(stems);
	const byHeadings = index.headings.scores(stems);
	const byDocument = index.documentStems.scores(stems);
	const grams = gramCounts(index, question);
	const byGrams = index.grams.scores(
		new Map(
			[...grams].flatMap(([gram, count]) => {
				const term = index.gramTerms.find(gram);
				return term === undefined ? [] : [[term, count]];
			}),
		),
	);
	if (options.sources) keepTo(options.sources, index, [byStems, byGrams]);
	const inAll = byStems.map((score, slot) => {
		// What holds nothing of the question is not found for the sake of its neighbours.
		if (score === 0) return 0;
		const ofDocument = byDocument[index.documentAt(slot)] as number;
		return score + HEADINGS_WEIGHT * (byHeadings[slot] as number) + DOCUMENT_WEIGHT * ofDocument;
	});
	const stemsFactor = 1 / (most(inAll) || 1);
	const gramsFactor = GRAMS_WEIGHT / (most(byGrams) || 1);
	const compare = (a: number, b: number) => index.compare(a, b);
	let scores: Float64Array = inAll.map(
		(score, slot) => (score * stemsFactor + (byGrams[slot] as number) * gramsFactor) / (1 + GRAMS_WEIGHT),
	);
	if (options.embedded && terms.length) {
		const byVectors = similarities(index, options.embedded, scores.length);
		if (options.sources) keepTo(options.sources, index, [byVectors]);
		scores = fuse([top(scores, FUSED_MAX, compare), top(byVectors, FUSED_MAX, compare)], scores.length);
	}

	const found = top(scores, options.limit ?? LIMIT, compare);
	const passages = found.map((slot) => {
		const passage = index.passageAt(slot);
		const passageWords = new Set(words(indexText(passage), index.language.code));
		return {
			passage,
			score: scores[slot] as number,
			terms: [...passageWords].filter((word) => stems.has(index.stemTerms.find(index.language.stem(word)) ?? -1)),
		};
	});

	const first = found[0];
	const confidence =
		first === undefined
			? 0
			: confidenceOf({
					index,
					terms,
					grams,
					gramsScore: byGrams[first] as number,
					passages: passages.map(({ passage }) => passage),
				});
	return { question, passages, confidence };
}

/** Forgets what passages of other sources scored. */
function keepTo(sources: readonly string[], index: KnowledgeIndex, scores: readonly Float64Array[]): void {
	for (const list of scores) {
		for (let slot = 0; slot < list.length; slot += 1) {
			if (list[slot] && !sources.includes(index.passageAt(slot).source ?? '')) list[slot] = 0;
		}
	}
}

function most(scores: Float64Array): number {
	let best = 0;
	for (const score of scores) if (score > best) best = score;
	return best;
}

/** The slots of the best scores above 0, best first; equal ones in the order given. */
function top(scores: Float64Array, limit: number, compare: (a: number, b: number) => number): number[] {
	const found: number[] = [];
	const isBefore = (a: number, b: number) => {
		const difference = (scores[a] as number) - (scores[b] as number);
		return difference > 0 || (difference === 0 && compare(a, b) < 0);
	};
	for (let slot = 0; slot < scores.length; slot += 1) {
		if ((scores[slot] as number) <= 0) continue;
		if (found.length === limit && !isBefore(slot, found[limit - 1] as number)) continue;
		let place = found.length;
		while (place > 0 && isBefore(slot, found[place - 1] as number)) place -= 1;
		found.splice(place, 0, slot);
		if (found.length > limit) found.pop();
	}
	return found;
}
