import type { Usage } from '@answerpack/shared/contract';
import type { Finding } from '../bot-index/bot-index';

/** What an answerer is given: a question, and the passages that it may answer from. */
export interface AnswerTask extends Finding {
	question: string;
	bot: { name: string; instructions: string | null };
	/** The visitor's language as a BCP 47 tag. */
	language: string | undefined;
	/** Aborted when the visitor stops, when time is up, or when this process ends. */
	signal: AbortSignal;
}

/** How answering went: whether the bot knew, and what it took. */
export interface AnswerReport {
	answered: boolean;
	usage: Usage;
}

/** Yields the answer's text piece by piece, and returns its report. Throws when it cannot go on. */
export type Answerer = (task: AnswerTask) => AsyncGenerator<string, AnswerReport>;
