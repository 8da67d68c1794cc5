import { type AnswerEvent, ERRORS, type ErrorCode, type Usage } from '@answerpack/shared/contract';
import type { Message } from './prompt';

type EventName = AnswerEvent['event'];
type EventData<Name extends EventName> = Extract<AnswerEvent, { event: Name }>['data'];

/** Why an answer ends before its answerer is through. */
export type Interruption = 'stopped' | 'timed out' | 'shut down';

/**
 * An answer on its way: its events so far, and everyone who follows them. It lives as long as its pump, whether anybody
 * follows or not.
 */
export class LiveAnswer {
	readonly events: AnswerEvent[] = [];
	/** Settles when the first event is there, or rejects with the refusal that came instead. */
	readonly started: Promise<void>;
	/** Settles when the pump is through with it, the last row written. */
	readonly finished: Promise<void>;
	interruption: Interruption | undefined;
	/** What the model read, and what it took, for those who look over its shoulder; known where it runs. */
	messages: readonly Message[] = [];
	usage: Usage | undefined;
	/** What it may be given again for, once it is answered; see answer-cache.ts. */
	cache_key: string | undefined;
	/** A hold was asked for, and nobody has said that there is none. */
	may_be_held = false;
	/** It is an earlier answer, given again. */
	cached = false;
	/** From the question to the first word that could be read, in milliseconds. */
	first_word_ms: number | null = null;

	#over = false;
	#abort = new AbortController();
	#wake = new Set<() => void>();
	#start!: () => void;
	#refuse!: (reason: unknown) => void;
	#finish!: () => void;

	/** @param asked_at by `performance.now()` */
	constructor(
		readonly id: string,
		private readonly asked_at = performance.now(),
	) {
		this.started = new Promise((resolve, reject) => {
			this.#start = resolve;
			this.#refuse = reject;
		});
		this.started.catch(() => {}); // also when nobody waits for it
		this.finished = new Promise((resolve) => {
			this.#finish = resolve;
		});
	}

	get signal(): AbortSignal {
		return this.#abort.signal;
	}

	/** True once something was shown that a visitor could read. */
	get delivered(): boolean {
		return this.events.some(({ event, data }) => event === 'delta' && /[^\s\p{Cf}]/u.test(data.text));
	}

	/** From the question until now, in milliseconds. */
	get took_ms(): number {
		return Math.round(performance.now() - this.asked_at);
	}

	append<Name extends EventName>(event: Name, data: EventData<Name>): void {
		if (event === 'delta') this.first_word_ms ??= this.took_ms;
		this.events.push({ id: this.events.length + 1, event, data } as AnswerEvent);
		this.#start();
		this.#wakeAll();
	}

	refuse(reason: unknown): void {
		this.#refuse(reason);
	}

	/** The pump is through. Whatever went wrong on its way, nobody is left waiting for a last event. */
	finish(): void {
		if (this.events.length > 0 && !isLast(this.events.at(-1))) this.append('error', errorEvent(0, 'internal').data);
		this.#over = true;
		this.#wakeAll();
		this.#finish();
	}

	interrupt(why: Interruption): void {
		this.interruption ??= why;
		this.#abort.abort(new Error(`answer ${why}`));
	}

	/** Every event after `afterId`, the past ones at once, the coming ones as they come, up to the last or the signal. */
	async *follow(afterId: number, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
		let next = afterId;
		while (!signal.aborted) {
			const event = this.events[next];
			if (!event) {
				if (this.#over || isLast(this.events.at(-1))) return;
				await this.#nextChange(signal);
				continue;
			}
			next += 1;
			yield event;
		}
	}

	#wakeAll(): void {
		for (const wake of this.#wake) wake();
	}

	#nextChange(signal: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			const wake = () => {
				this.#wake.delete(wake);
				signal.removeEventListener('abort', wake);
				resolve();
			};
			this.#wake.add(wake);
			signal.addEventListener('abort', wake);
		});
	}
}

/** `done` and `error` end a stream. */
function isLast(event: AnswerEvent | undefined): boolean {
	return event?.event === 'done' || event?.event === 'error';
}

/** The event that ends an answer which costs nothing because it failed. */
export function errorEvent(id: number, code: ErrorCode): Extract<AnswerEvent, { event: 'error' }> {
	return { id, event: 'error', data: { code, message: ERRORS[code][1], retryable: true } };
}
