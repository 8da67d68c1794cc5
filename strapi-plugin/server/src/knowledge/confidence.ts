import { headingText, indexText, type KnowledgeIndex } from './knowledge-index';
import type { Passage } from './passage';
import { coverage, heldIdf, type QueryTerm } from './query';
import { sentences } from './sentences';

/** Below this confidence a bot says that it does not know. */
export const CONFIDENCE_MIN = 0.45;

/** How many of the best passages may hold the sentence that answers. */
const PASSAGES = 3;
/** So many rare words found are proof enough; more would let a long question outweigh all that is missing. */
const RARE_WORDS_MAX = 4;

/**
 * The log-odds that the passages hold the answer, by three signs: what share of the question one sentence holds; how much
 * the best passage is about it, by its letters; and how many rare words it holds at all, since two of two prove less than
 * six of six. Found by logistic regression on half of the articles of XQuAD in Spanish and Turkish, and rounded.
 */
const SENTENCE = 6;
const GRAMS = 4.5;
const RARE_WORD = 1.2;
const NOTHING = -6.6;

interface Found {
	index: KnowledgeIndex;
	terms: readonly QueryTerm[];
	/** Of the question, with how often it has them. */
	grams: ReadonlyMap<string, number>;
	/** What the grams of the best passage scored. */
	gramsScore: number;
	/** The best first; at least one. */
	passages: readonly Passage[];
}

/** How likely it is that passages hold the answer, 0 to 1. */
export function confidenceOf({ index, terms, grams, gramsScore, passages }: Found): number {
	const best = Math.max(...passages.slice(0, PASSAGES).flatMap((passage) => sentenceShares(index, terms, passage)));
	// Measured against a passage of ordinary length that holds every gram once.
	const asked = [...grams].reduce((sum, [gram, count]) => sum + count * index.grams.idf(index.gramTerms.find(gram)), 0);
	const held = heldIdf(index, terms, indexText(passages[0] as Passage));
	const rareWords = held / index.stems.idf(undefined);
	const odds =
		SENTENCE * best +
		GRAMS * Math.min(1, gramsScore / (asked || 1)) +
		RARE_WORD * Math.min(RARE_WORDS_MAX, rareWords) +
		NOTHING;
	return 1 / (1 + Math.exp(-odds));
}

/** How much of the question each sentence holds; where it stands belongs to it. */
function sentenceShares(index: KnowledgeIndex, terms: readonly QueryTerm[], passage: Passage): number[] {
	const list = passage.text.split('\n').flatMap((line) => sentences(line, passage.locale));
	return list.map((sentence) => coverage(index, terms, `${headingText(passage)}\n${sentence}`));
}
