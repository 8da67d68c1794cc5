import type { Usage } from '@answerpack/shared/contract';
import type { Finding } from '../bot-index/bot-index';
import type { Tone } from '../content-types/bot/schema';
import type { Turn } from './conversation';
import type { Message } from './prompt';
import type { TokenCounter } from './tokens';

/** How a bot is to answer, as its editors want it. */
export interface Manner {
	name: string;
	instructions: string | null;
	tone: Tone;
	/** What it does not speak about, in its editors' words. */
	declined_topics: readonly string[];
	/** The model that answers; `null`: the one of the plugin's options. */
	model: string | null;
	/** The longest answer; `null`: as long as the plugin allows. */
	output_tokens_max: number | null;
}

/** What an answerer is given: a question, and the passages that it may answer from. */
export interface AnswerTask extends Pick<Finding, 'index' | 'retrieval'> {
	question: string;
	bot: Manner;
	/** The visitor's language as a BCP 47 tag. */
	language: string | undefined;
	/** What was said before, the oldest first. */
	conversation: readonly Turn[];
	/** Aborted when the visitor stops, when time is up, or when this process ends. */
	signal: AbortSignal;
}

/** How answering went: whether the bot knew, and what it took. */
export interface AnswerReport {
	answered: boolean;
	usage: Usage;
	/** It had more to say, but nobody pays for more than it was allowed to write. */
	cut: boolean;
}

/** An answer that is ready to be written. Nobody has been asked yet. */
export interface PreparedAnswer {
	model: string;
	/** Says whether two answers came about by the same rules; `null` where no model is given any. */
	prompt_version: string | null;
	/** What the model is going to read; empty where there is none. */
	messages: readonly Message[];
	/** What the model will have to read, by our own count. */
	readonly input_tokens: number;
	countTokens: TokenCounter;
	/** Yields the answer's text piece by piece, and returns its report. Throws when it cannot go on. */
	write(output_tokens_max: number): AsyncGenerator<string, AnswerReport>;
}

export interface Answerer {
	/** Of whatever decides what it writes, besides question and passages: the same answers come from the same version. */
	version(bot: Manner): string;
	/** Whether it understands a question that only makes sense after the one before. */
	readsConversation: boolean;
	prepare(task: AnswerTask): Promise<PreparedAnswer>;
}
