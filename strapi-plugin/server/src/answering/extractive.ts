import { setTimeout } from 'node:timers/promises';
import { extractAnswer } from '../knowledge';
import type { Answerer } from './answerer';

/** Words that are sent together, and the pause between two groups: about as fast as one can follow. */
const GROUP_WORDS = 3;
const PAUSE_MS = 30;

/** Answers with the best sentences of the best passage, as they are written, and cites it. Needs no model. */
export const answerByExtract: Answerer = async function* ({ index, retrieval, signal }) {
	const { answered, text } = extractAnswer(index, retrieval);
	for (const [position, group] of wordGroups(answered ? text : '').entries()) {
		if (position > 0) await setTimeout(PAUSE_MS, undefined, { signal });
		yield group;
	}
	return { answered, usage: { model: 'extractive', input_tokens: 0, output_tokens: 0 } };
};

/** Cuts a text after every third word; joined, the pieces are the text again. */
export function wordGroups(text: string): string[] {
	return text.match(new RegExp(`(?:\\S+\\s*){1,${GROUP_WORDS}}`, 'g')) ?? [];
}
