import { failure, post, toFailure } from './api.js';
import type { AnswerEvent } from './contract.js';
import { backOffMs, IDLE_MS_MAX, isTransient, RETRIES_MAX, wait } from './retry.js';
import type { Session } from './session.js';
import { readEvents } from './sse.js';

/** What is asked: the answer's id, which is its idempotency key, and how far it has been read already. */
export interface Asked {
	/** The bot's slug. */
	bot: string;
	id: string;
	question: string;
	conversation_id: string;
	language: string;
	/** 0 when nothing has come yet. */
	last_event_id: number;
}

/**
 * Asks, and reads the answer to its end, whatever happens to the connection: before `start` the question is posted
 * again under the same id, which never asks or pays twice; after `start` the stream is resumed after the last event.
 * Every event is handed on once, in order. Resolves after `done`.
 * @throws Failure when the server refuses or ends the answer with an error, or after {@link RETRIES_MAX} broken
 *   connections in a row; the signal's reason when given up.
 */
export async function streamAnswer(
	{ askBot }: Pick<Session, 'askBot'>,
	{ bot, last_event_id, ...body }: Asked,
	onEvent: (event: AnswerEvent) => void,
	signal: AbortSignal,
): Promise<void> {
	for (let retry = 0; ; retry++) {
		try {
			const response = last_event_id
				? await askBot(`answers/${body.id}/events`, { headers: { 'Last-Event-ID': `${last_event_id}` }, signal })
				: await askBot(`bots/${bot}/answers`, { ...post(body), signal });
			for await (const { id, event, data } of readEvents(response.body as ReadableStream<Uint8Array>, IDLE_MS_MAX)) {
				signal.throwIfAborted();
				// Posted again, or resumed on another instance, the server may repeat what we have.
				if (!(+id > last_event_id)) continue;
				const parsed = { id: +id, event, data: JSON.parse(data) } as AnswerEvent;
				last_event_id = parsed.id;
				retry = 0; // it moves: count broken connections anew
				if (parsed.event === 'error') throw failure({ ...parsed.data, ended: true });
				onEvent(parsed);
				if (parsed.event === 'done') return;
			}
			throw failure({ code: 'unreachable' });
		} catch (error) {
			signal.throwIfAborted();
			const failed = toFailure(error);
			if (!isTransient(failed) || retry >= RETRIES_MAX) throw failed;
			await wait(backOffMs(retry), signal);
		}
	}
}
