import { setTimeout } from 'node:timers/promises';
import { extractAnswer } from '../knowledge';
import type { Answerer } from './answerer';

/** Words that are sent together, and the pause between two groups: about as fast as one can follow. */
const GROUP_WORDS = 3;
const PAUSE_MS = 30;
/** What stands in the books where a model's name would. */
const MODEL = 'extractive';

/** Answers with the best sentences of the best passage, as they are written, and cites it. Needs no model. */
export const answerByExtract: Answerer = {
	version: () => MODEL,
	readsConversation: false,
	prepare: async ({ index, retrieval, signal }) => ({
		model: MODEL,
		prompt_version: null,
		messages: [],
		input_tokens: 0,
		countTokens: () => 0,
		async *write() {
			const { answered, text } = extractAnswer(index, retrieval);
			for (const [position, group] of wordGroups(answered ? text : '').entries()) {
				if (position > 0) await setTimeout(PAUSE_MS, undefined, { signal });
				yield group;
			}
			return { answered, usage: { model: MODEL, input_tokens: 0, output_tokens: 0 }, cut: false };
		},
	}),
};

/** Cuts a text after every third word; joined, the pieces are the text again. */
export function wordGroups(text: string): string[] {
	return text.match(new RegExp(`(?:\\S+\\s*){1,${GROUP_WORDS}}`, 'g')) ?? [];
}
