import { CONFIDENCE_MIN } from './confidence';
import type { KnowledgeIndex } from './knowledge-index';
import { coverage, queryTerms } from './query';
import type { Retrieval } from './retrieve';
import { sentences } from './sentences';

/** How many of the best passages may give the answer. */
const PASSAGES = 3;

/** What a character of the sentence costs. So little decides between equals only: there the shorter says it best. */
const LENGTH_COST = 0.000_001;

export interface ExtractedAnswer {
	/** False when the bot does not know. */
	answered: boolean;
	/** One to three whole sentences of one passage and its marker: `We ship to Austria. [1]`; empty when not answered. */
	text: string;
	/** Numbers of the passages that the text is from. */
	citations: number[];
}

interface Sentence {
	text: string;
	/** The line of the passage that it stands in. */
	line: number;
}

/**
 * Answers with the sentence that holds most of what is asked, and its neighbours, of one of the three best passages;
 * or not at all when the confidence is below the least that is asked for.
 */
export function extractAnswer(
	index: KnowledgeIndex,
	retrieval: Retrieval,
	options: { confidenceMin?: number } = {},
): ExtractedAnswer {
	let answer: ExtractedAnswer = { answered: false, text: '', citations: [] };
	if (!retrieval.passages.length || retrieval.confidence < (options.confidenceMin ?? CONFIDENCE_MIN)) return answer;
	const terms = queryTerms(index, retrieval.question);
	let best = -1;
	for (const [at, { passage, score }] of retrieval.passages.slice(0, PASSAGES).entries()) {
		const list = passage.text
			.split('\n')
			.flatMap((text, line) => sentences(text, passage.locale).map((sentence) => ({ text: sentence, line })));
		for (let place = 0; place < list.length; place += 1) {
			const text = textAround(list, place);
			const own = (list[place] as Sentence).text;
			const worth = score + coverage(index, terms, own) + coverage(index, terms, text) - LENGTH_COST * own.length;
			if (worth <= best) continue;
			best = worth;
			answer = { answered: true, text: `${text} [${at + 1}]`, citations: [at + 1] };
		}
	}
	return answer;
}

/** A sentence with the ones before and after it; beyond its line only where a colon ties two lines together. */
function textAround(list: readonly Sentence[], place: number): string {
	const tied = (at: number) => {
		const [a, b] = [list[at], list[at + 1]];
		return a !== undefined && b !== undefined && (a.line === b.line || a.text.endsWith(':'));
	};
	let from = place;
	let to = place;
	if (tied(place - 1)) from -= 1;
	if (tied(place)) to += 1;
	// A line that announces others is no answer without them.
	if (to === place + 1 && to < list.length - 1 && list[place]?.text.endsWith(':')) to += 1;
	return list
		.slice(from, to + 1)
		.map((sentence, at, window) => {
			const before = window[at - 1];
			return before ? (before.line === sentence.line ? ' ' : '\n') + sentence.text : sentence.text;
		})
		.join('');
}
