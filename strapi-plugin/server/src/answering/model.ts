import { AnswerpackError } from '@answerpack/shared/contract';
import type { OpenAI } from 'openai';
import type { AnswerpackConfig } from '../config';
import { withoutTexts } from '../privacy/without-texts';
import type { Answerer, AnswerReport, AnswerTask } from './answerer';
import { createCitationFilter } from './citations';
import { withinBudget } from './conversation';
import { createDialects, type Dialects } from './dialect';
import { buildMessages, type Message, promptVersion, UNKNOWN_ANSWER } from './prompt';
import { loadTokenCounter } from './tokens';

type ModelConfig = AnswerpackConfig['openai'] & { apiKey: string };

/** The longest answer, reasoning included, in tokens. */
const OUTPUT_TOKENS_MAX = 2000;
const FAILURE_LENGTH_MAX = 300;
const UNKNOWN = new RegExp(`^[^\\p{L}\\p{N}]*${UNKNOWN_ANSWER}(?![\\p{L}\\p{N}_])`, 'u');
/** What stands around each message, as OpenAI counts it. */
const MESSAGE_TOKENS = 4;

/**
 * Answers with a model behind any OpenAI-compatible `chat/completions`. The package is loaded with the first answer, so
 * that a bot without a key never loads it.
 * @throws AnswerpackError `model_unreachable` when the provider refuses, breaks off or falls silent.
 */
export function createModelAnswerer(config: ModelConfig): Answerer {
	const dialects = createDialects();
	let client: ReturnType<typeof clientOf> | undefined;
	return {
		version: (bot) => `${config.baseUrl} ${promptVersion(bot, bot.model ?? config.model)}`,
		readsConversation: true,
		async prepare(task) {
			const model = task.bot.model ?? config.model;
			client ??= clientOf(config);
			const [openai, countTokens] = await Promise.all([client, loadTokenCounter()]);
			const conversation = withinBudget(task.conversation, countTokens);
			const messages = buildMessages({ ...task, conversation, passages: task.retrieval.passages });
			let counted: number | undefined;
			/** Only when somebody wants to know: it takes longer than finding the passages, and providers count themselves. */
			const countInput = () => {
				counted ??= messages.reduce((sum, { content }) => sum + countTokens(content) + MESSAGE_TOKENS, 0);
				return counted;
			};
			return {
				model,
				prompt_version: promptVersion(task.bot, model),
				messages,
				get input_tokens() {
					return countInput();
				},
				countTokens,
				async *write(output_tokens_max) {
					const { usage, text, ...report } = yield* stream(
						{ ...config, model },
						openai,
						dialects,
						messages,
						task,
						output_tokens_max,
					);
					return {
						...report,
						usage: usage ?? { model, input_tokens: countInput(), output_tokens: countTokens(text) },
					};
				},
			};
		},
	};
}

/** Yields what visitors may read of the model's text; @returns all that it wrote, and what the provider counted. */
async function* stream(
	config: ModelConfig,
	client: Awaited<ReturnType<typeof clientOf>>,
	dialects: Dialects,
	messages: Message[],
	task: AnswerTask,
	output_tokens_max: number,
) {
	const allowed = task.bot.output_tokens_max ?? OUTPUT_TOKENS_MAX;
	const watchdog = createWatchdog(config.idleTimeoutSeconds);
	const citations = createCitationFilter(task.retrieval.passages.length);
	let text = '';
	let usage: AnswerReport['usage'] | undefined;
	let waiting = ''; // what may still turn out to be the word for "I do not know"
	let isAnswer = false;
	let finish_reason: string | undefined;
	try {
		const signal = AbortSignal.any([task.signal, watchdog.signal]);
		const request = { model: config.model, messages, stream: true } as const;
		const chunks = await dialects.ask(config.model, Math.min(allowed, output_tokens_max), (fields) =>
			client.chat.completions.create({ ...request, ...fields }, { signal }),
		);
		for await (const chunk of chunks) {
			watchdog.touch();
			usage = readUsage(config.model, chunk.usage) ?? usage;
			const choice = chunk.choices?.[0];
			finish_reason ??= choice?.finish_reason ?? undefined;
			const piece = choice?.delta?.content ?? '';
			text += piece;
			waiting += piece;
			isAnswer ||= !couldBeUnknown(text);
			if (!isAnswer) continue;
			const shown = citations.push(waiting);
			waiting = '';
			if (shown) yield shown;
		}
		// The SDK ends its loop as if all were well when it is aborted, and when the body just ends.
		signal.throwIfAborted();
		if (!finish_reason) throw new Error('the answer ended before it was finished');
	} catch (cause) {
		if (task.signal.aborted) throw cause;
		throw failed(watchdog.signal.aborted ? watchdog.signal.reason : cause, config.apiKey, [...saidIn(task), text]);
	} finally {
		watchdog.end();
	}
	if (!text.trim()) throw failed(new Error('empty answer'), config.apiKey, []);
	const answered = !isUnknown(text);
	if (answered) {
		const rest = citations.push(waiting) + citations.end();
		if (rest) yield rest;
	}
	return { answered, usage, text, cut: finish_reason === 'length' && output_tokens_max < allowed };
}

/** What visitor and bot have said to each other. */
function saidIn({ question, conversation }: AnswerTask): string[] {
	return [question, ...conversation.flatMap((turn) => [turn.question, turn.answer])];
}

/**
 * The cause is for the operator's log: the provider's status and words, without the key, not even a part of it.
 * @param said what must not be read there, even if the provider repeats it
 */
function failed(reason: unknown, apiKey: string, said: readonly string[]): AnswerpackError {
	const { message, cause } = reason instanceof Error ? reason : new Error(String(reason));
	const words = [message, cause instanceof Error ? cause.message : '']
		.filter(Boolean)
		.join(' ')
		.replaceAll(apiKey, '(key)')
		.replace(/\bsk-\S*|\S*\*\*\S*/g, '(key)') // as providers repeat it: sk-ab********yz
		.replace(/\s+/g, ' ')
		.slice(0, FAILURE_LENGTH_MAX);
	return new AnswerpackError('model_unreachable', undefined, { cause: new Error(withoutTexts(words, said)) });
}

async function clientOf({ apiKey, baseUrl }: ModelConfig) {
	const { default: OpenAI } = await import('openai');
	return new OpenAI({ apiKey, baseURL: baseUrl });
}

/** The SDK's own timeout ends with the headers; a stream that falls silent would hang for ever. */
function createWatchdog(seconds: number) {
	const controller = new AbortController();
	const expire = () => controller.abort(new Error(`the model was silent for ${seconds} s`));
	let timer = setTimeout(expire, seconds * 1000);
	return {
		signal: controller.signal,
		touch() {
			clearTimeout(timer);
			timer = setTimeout(expire, seconds * 1000);
		},
		end: () => clearTimeout(timer),
	};
}

/** Whether what has come so far may be, or is, the word for not knowing; models put signs around it. */
function couldBeUnknown(text: string): boolean {
	const begun = text.replace(/^[^\p{L}\p{N}]+/u, '').trimEnd();
	return UNKNOWN_ANSWER.startsWith(begun) || isUnknown(text);
}

/** What a model writes after that word, such as why it does not know, is for nobody. */
function isUnknown(text: string): boolean {
	return UNKNOWN.test(text);
}

/** What the provider counted; `undefined` for what is no count, as some compatible servers send it. */
function readUsage(model: string, usage: OpenAI.CompletionUsage | null | undefined): AnswerReport['usage'] | undefined {
	// Some providers say what they take for it, in what they bill in (OpenRouter does).
	const { prompt_tokens, completion_tokens, cost } = (usage ?? {}) as Partial<OpenAI.CompletionUsage> & {
		cost?: unknown;
	};
	if (!isCount(prompt_tokens) || !isCount(completion_tokens)) return undefined;
	const known = typeof cost === 'number' && Number.isFinite(cost) && cost >= 0;
	return { model, input_tokens: prompt_tokens, output_tokens: completion_tokens, ...(known && { cost }) };
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}
