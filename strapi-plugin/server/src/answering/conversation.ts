import type { StoredAnswer } from './answer-store';
import type { TokenCounter } from './tokens';

/** A question of this conversation, and what the bot answered. */
export interface Turn {
	question: string;
	answer: string;
}

/** How much of a conversation a model reads again, in tokens. */
export const CONVERSATION_TOKENS_MAX = 1000;

/** What was asked and answered; what failed, was not known, or is erased is left out. */
export function turnsOf(answers: readonly StoredAnswer[]): Turn[] {
	return answers.flatMap(({ question, events }) => {
		const last = events.at(-1);
		if (question === null || last?.event !== 'done' || !last.data.answered) return [];
		// Its numbers meant other passages.
		return [{ question, answer: textOf(events).replace(/\s*\[\d+\]/g, '') }];
	});
}

/** The latest turns that fit together, the oldest first. */
export function withinBudget(turns: readonly Turn[], countTokens: TokenCounter): Turn[] {
	let left = CONVERSATION_TOKENS_MAX;
	const fits = turns.findLastIndex(({ question, answer }) => {
		left -= countTokens(question) + countTokens(answer);
		return left < 0;
	});
	return turns.slice(fits + 1);
}

/** The text of an answer. */
export function textOf(events: StoredAnswer['events']): string {
	return events.map((event) => (event.event === 'delta' ? event.data.text : '')).join('');
}
