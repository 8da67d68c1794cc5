import type { AnswerBody } from '@answerpack/shared/contract';
import type { CachedAnswer } from './answer-store';
import type { PreparedAnswer } from './answerer';
import type { AskedBot } from './pump';
import { versionOf } from './version';

/** What stands in the books where a model's name would. */
const MODEL = 'cache';

/**
 * What an answer depends on, when nothing was said before: two questions with the same parts get the same answer.
 * @param answerer the version of what writes the answers
 * @param knowledge the version of what the bot knows; `undefined` while that changes
 * @returns nothing for what is not given again
 */
export function cacheParts(
	bot: AskedBot,
	answerer: string,
	knowledge: string | undefined,
	{ question, language }: Pick<AnswerBody, 'question' | 'language'>,
): string[] | undefined {
	if (!bot.cache || knowledge === undefined) return undefined;
	// What it costs and whether it is paused changes nothing of what the bot says.
	const { price: _price, cache: _cache, paused: _paused, ...settings } = bot;
	return [
		'cache',
		bot.id,
		knowledge,
		versionOf([settings, answerer]),
		language?.toLowerCase() ?? '',
		sameFor(question),
	];
}

/** A question as all of its spellings have it that differ in case, spaces, or the marks around it. */
function sameFor(question: string): string {
	const plain = question.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
	return plain.replace(/^[¿¡ ]+|[?!.… ¿¡؟。？！]+$/gu, '') || plain;
}

/** An earlier answer as if it were written: at once, and without a model. */
export function prepareCached({ text, trace }: Pick<CachedAnswer, 'text' | 'trace'>): PreparedAnswer {
	return {
		model: MODEL,
		prompt_version: trace.prompt_version,
		messages: [],
		input_tokens: 0,
		countTokens: () => 0,
		async *write() {
			yield text;
			return { answered: true, usage: { model: MODEL, input_tokens: 0, output_tokens: 0 }, cut: false };
		},
	};
}
