import { AnswerpackError } from '@answerpack/shared/contract';
import type { OpenAI } from 'openai';
import type { AnswerpackConfig } from '../config';
import type { Answerer, AnswerReport } from './answerer';
import { createCitationFilter } from './citations';
import { buildMessages, type Message, UNKNOWN_ANSWER } from './prompt';

/** The longest answer, reasoning included, in tokens. */
const OUTPUT_TOKENS_MAX = 2000;
const FAILURE_LENGTH_MAX = 300;
/** For a server that reports no usage: an English token is about four characters. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * Answers with a model behind any OpenAI-compatible `chat/completions`. The package is loaded with the first answer, so
 * that a bot without a key never loads it.
 * @throws AnswerpackError `model_unreachable` when the provider refuses, breaks off or falls silent.
 */
export function createModelAnswerer(config: AnswerpackConfig['openai'] & { apiKey: string }): Answerer {
	return async function* (task) {
		const messages = buildMessages({ ...task, passages: task.retrieval.passages });
		const watchdog = createWatchdog(config.idleTimeoutSeconds);
		const citations = createCitationFilter(task.retrieval.passages.length);
		let text = '';
		let usage: AnswerReport['usage'] | undefined;
		let waiting = ''; // what may still turn out to be the word for "I do not know"
		let finished = false;
		try {
			const signal = AbortSignal.any([task.signal, watchdog.signal]);
			for await (const chunk of await open(config, messages, signal)) {
				watchdog.touch();
				usage = readUsage(config.model, chunk.usage) ?? usage;
				const choice = chunk.choices?.[0];
				finished ||= Boolean(choice?.finish_reason);
				const piece = choice?.delta?.content ?? '';
				text += piece;
				waiting += piece;
				if (couldBeUnknown(text)) continue;
				const shown = citations.push(waiting);
				waiting = '';
				if (shown) yield shown;
			}
			// The SDK ends its loop as if all were well when it is aborted, and when the body just ends.
			signal.throwIfAborted();
			if (!finished) throw new Error('the answer ended before it was finished');
		} catch (cause) {
			if (task.signal.aborted) throw cause;
			throw failed(watchdog.signal.aborted ? watchdog.signal.reason : cause, config.apiKey);
		} finally {
			watchdog.end();
		}
		if (!text.trim()) throw failed(new Error('empty answer'), config.apiKey);
		const answered = !isUnknown(text);
		if (answered) {
			const rest = citations.push(waiting) + citations.end();
			if (rest) yield rest;
		}
		return { answered, usage: usage ?? estimate(config.model, messages, text) };
	};
}

/** The cause is for the operator's log: the provider's status and words, without the key, not even a part of it. */
function failed(reason: unknown, apiKey: string): AnswerpackError {
	const { message, cause } = reason instanceof Error ? reason : new Error(String(reason));
	const words = [message, cause instanceof Error ? cause.message : '']
		.filter(Boolean)
		.join(' ')
		.replaceAll(apiKey, '(key)')
		.replace(/\bsk-\S*|\S*\*\*\S*/g, '(key)') // as providers repeat it: sk-ab********yz
		.replace(/\s+/g, ' ')
		.slice(0, FAILURE_LENGTH_MAX);
	return new AnswerpackError('model_unreachable', undefined, { cause: new Error(words) });
}

async function open(config: AnswerpackConfig['openai'], messages: Message[], signal: AbortSignal) {
	const { default: OpenAI } = await import('openai');
	const client = new OpenAI({ apiKey: config.apiKey, baseURL: config.baseUrl });
	return client.chat.completions.create(
		{
			model: config.model,
			messages,
			stream: true,
			stream_options: { include_usage: true },
			max_completion_tokens: OUTPUT_TOKENS_MAX,
		},
		{ signal },
	);
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

function couldBeUnknown(text: string): boolean {
	const begun = text.trimStart();
	return UNKNOWN_ANSWER.startsWith(begun.trimEnd()) || isUnknown(begun);
}

function isUnknown(text: string): boolean {
	return new RegExp(`^\\W*${UNKNOWN_ANSWER}\\W*$`).test(text);
}

/** What the provider counted; `undefined` for what is no count, as some compatible servers send it. */
function readUsage(model: string, usage: OpenAI.CompletionUsage | null | undefined): AnswerReport['usage'] | undefined {
	const { prompt_tokens, completion_tokens } = usage ?? {};
	if (!isCount(prompt_tokens) || !isCount(completion_tokens)) return undefined;
	return { model, input_tokens: prompt_tokens, output_tokens: completion_tokens };
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

function estimate(model: string, messages: Message[], text: string): AnswerReport['usage'] {
	const input = messages.reduce((sum, { content }) => sum + content.length, 0);
	return {
		model,
		input_tokens: Math.ceil(input / CHARACTERS_PER_TOKEN),
		output_tokens: Math.ceil(text.length / CHARACTERS_PER_TOKEN),
	};
}
