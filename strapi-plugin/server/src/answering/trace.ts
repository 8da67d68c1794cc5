import type { RetrievedPassage } from '../knowledge';

/** How an answer came about, for the editors who look at it later. The passages' texts are its sources. */
export interface AnswerTrace {
	/** `passages[n - 1]` is what `[n]` cites; the best first. */
	passages: { id: string; score: number }[];
	/** 0 to 1: how likely the passages hold the answer; `null` where nothing was found. */
	confidence: number | null;
	/** Of the rules that the model was given: the same rules have the same; `null` without a model. */
	prompt_version: string | null;
	/** Of the bot's settings that answering goes by. */
	settings_version: string;
	/** The answer that was given again. */
	cached_from?: string;
}

/** The trace of an answer that nothing was found for. */
export function emptyTrace(settings_version: string): AnswerTrace {
	return { passages: [], confidence: null, prompt_version: null, settings_version };
}

export function passagesOf(passages: readonly RetrievedPassage[]): AnswerTrace['passages'] {
	return passages.map(({ passage: { id }, score }) => ({ id, score: Math.round(score * 1000) / 1000 }));
}
