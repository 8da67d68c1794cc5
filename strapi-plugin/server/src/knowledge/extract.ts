import type { KnowledgeIndex } from './knowledge-index';
import { coverage, queryTerms } from './query';
import { CONFIDENCE_MIN, type Retrieval } from './retrieve';
import { sentences } from './sentences';

/** How many of the best passages may give the answer. */
const PASSAGES = 3;

export interface ExtractedAnswer {
	/** False when the bot does not know. */
	answered: boolean;
	/** One to three whole sentences of one passage and its marker: `We ship to Austria. [1]`; empty when not answered. */
	text: string;
	/** Numbers of the passages that the text is from. */
	citations: number[];
}

/** Answers with the sentence that holds most of what is asked, and its neighbours; or not at all. */
export function extractAnswer(
	index: KnowledgeIndex,
	retrieval: Retrieval,
	options: { confidenceMin?: number } = {},
): ExtractedAnswer {
	const unknown: ExtractedAnswer = { answered: false, text: '', citations: [] };
	if (retrieval.confidence < (options.confidenceMin ?? CONFIDENCE_MIN)) return unknown;
	const terms = queryTerms(index, retrieval.question);
	let answer = unknown;
	let best = -1;
	for (const [at, { passage, score }] of retrieval.passages.slice(0, PASSAGES).entries()) {
		const lines = passage.text
			.split('\n')
			.flatMap((line) =>
				sentences(line, passage.locale).map((text, place) => ({ text, before: place === 0 ? '\n' : ' ' })),
			);
		for (const [place, sentence] of lines.entries()) {
			const worth = score * (EXP.base + coverage(index, terms, sentence.text));
			if (worth <= best) continue;
			best = worth;
			const window = lines.slice(Math.max(0, place - 1), place + 2);
			const text = window.map((part, n) => (n === 0 ? part.text : part.before + part.text)).join('');
			answer = { answered: true, text: `${text} [${at + 1}]`, citations: [at + 1] };
		}
	}
	return answer;
}
export const EXP = { base: 0.2 };
