import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type AnswerEvent, type ErrorCode, PASS_HEADER } from '@answerpack/shared/contract';
import { type Slug, visitor } from './answer-stage.ts';

/** Between two attempts: who is down is asked again soon, and not all the time. */
const PAUSE_MS = 200;
const CONNECT_TIMEOUT_MS = 60_000;

/** A question, and everything that its asker has seen of the answer, over however many connections. */
export interface Asked {
	id: string;
	bot: Slug;
	pass: string;
	question: string;
	events: AnswerEvent[];
	/** Of a refusal before the stream, as a visitor's browser gets it. */
	refused?: { status: number; code: ErrorCode; message: string; retry_after: string | null };
	/** The last event, once it is there. */
	last?: Extract<AnswerEvent, { event: 'done' | 'error' }>;
}

export function newQuestion(asked: Partial<Pick<Asked, 'bot' | 'pass' | 'question'>> = {}): Asked {
	return {
		id: randomUUID(),
		bot: 'shop-help',
		pass: visitor(),
		question: 'How long does delivery to Austria take?',
		events: [],
		...asked,
	};
}

export function textOf({ events }: Pick<Asked, 'events'>): string {
	return events.map((event) => (event.event === 'delta' ? event.data.text : '')).join('');
}

/** Asks once, and reads to the end, or to where the connection ends. @param seen called with each event; false: leaves */
export async function ask(url: string, asked: Asked, seen?: (event: AnswerEvent) => unknown): Promise<Asked> {
	const { id, question } = asked;
	const path = `${url}/api/answerpack/bots/${asked.bot}/answers`;
	return read(asked, path, { method: 'POST', body: JSON.stringify({ id, question, language: 'en' }) }, seen);
}

/** Goes on where the connection was lost. */
export async function resume(url: string, asked: Asked, seen?: (event: AnswerEvent) => unknown): Promise<Asked> {
	const last_event_id = String(asked.events.at(-1)?.id ?? 0);
	return read(
		asked,
		`${url}/api/answerpack/answers/${asked.id}/events`,
		{ headers: { 'Last-Event-ID': last_event_id } },
		seen,
	);
}

export async function stop(url: string, { id, pass }: Asked): Promise<number> {
	const response = await fetch(`${url}/api/answerpack/answers/${id}/stop`, {
		method: 'POST',
		headers: { [PASS_HEADER]: pass },
	});
	return response.status;
}

/** What whoever comes back is shown: all of it, from the first event on. */
export function shownAgain(urls: string[], { id, bot, pass, question }: Asked): Promise<Asked> {
	const again: Asked = { id, bot, pass, question, events: [] };
	return untilOver(urls, again, resume);
}

/** As the widget does it: asks again with the same id until the stream begins, and goes on after whatever was lost. */
export function askUntilOver(urls: string[], asked: Asked): Promise<Asked> {
	return untilOver(urls, asked, (url) => (asked.events.length > 0 ? resume(url, asked) : ask(url, asked)));
}

async function untilOver(urls: string[], asked: Asked, attempt: (url: string, asked: Asked) => Promise<Asked>) {
	while (!asked.last) {
		delete asked.refused;
		const url = urls[Math.floor(Math.random() * urls.length)] as string;
		const { last, refused } = await attempt(url, asked).catch((error) => {
			if (!(error instanceof ConnectionLost)) throw error;
			return asked;
		});
		// 5xx: somebody is away. `answer_running`: the one before this is not over, perhaps because its process died.
		if (last || (refused && refused.status < 500 && refused.code !== 'answer_running')) break;
		await pause(PAUSE_MS);
	}
	return asked;
}

/** Nobody answers, or not to the end. */
class ConnectionLost extends Error {}

async function read(asked: Asked, url: string, init: RequestInit, seen: (event: AnswerEvent) => unknown = () => {}) {
	const gone = new AbortController();
	const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]);
	const headers = { 'Content-Type': 'application/json', [PASS_HEADER]: asked.pass, ...init.headers };
	const lost = (cause: unknown) => {
		throw new ConnectionLost('lost', { cause });
	};
	const response = await fetch(url, { ...init, headers, signal }).catch(lost);
	if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
		const { error } = (await response.json().catch(lost)) as { error: { code: ErrorCode; message: string } };
		const retry_after = response.headers.get('retry-after');
		asked.refused = { status: response.status, code: error.code, message: error.message, retry_after };
		return asked;
	}
	const decoder = new TextDecoder();
	let buffer = '';
	try {
		for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
			buffer += decoder.decode(chunk, { stream: true });
			const blocks = buffer.split('\n\n');
			buffer = blocks.pop() as string;
			for (const event of blocks.flatMap(toEvent)) {
				take(asked, event);
				if (seen(event) === false) return asked;
			}
		}
	} catch (cause) {
		if (cause instanceof OutOfOrder) throw cause;
		lost(cause);
	} finally {
		gone.abort();
	}
	return asked;
}

class OutOfOrder extends Error {}

/** Every event comes once, in order, whatever was lost in between. */
function take(asked: Asked, event: AnswerEvent): void {
	const expected = (asked.events.at(-1)?.id ?? 0) + 1;
	if (event.id !== expected || asked.last) {
		throw new OutOfOrder(`answer ${asked.id}: event ${event.id} (${event.event}) instead of ${expected}`);
	}
	asked.events.push(event);
	if (event.event === 'done' || event.event === 'error') asked.last = event;
}

function toEvent(block: string): AnswerEvent[] {
	const fields = Object.fromEntries(block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line)?.slice(1) ?? []));
	if (!fields.event) return []; // a heartbeat
	return [{ id: Number(fields.id), event: fields.event, data: JSON.parse(fields.data) } as AnswerEvent];
}
