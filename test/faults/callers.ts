import { setTimeout as pause } from 'node:timers/promises';
import {
	AnswerpackError,
	type ErrorCode,
	errorBodySchema,
	isAnswerpackError,
	isErrorCode,
} from '@answerpack/shared/contract';
import { createLedgerClient, type LedgerClient } from '@answerpack/shared/server';

/** Between two attempts of a caller: a process that is down is asked again soon, and not all the time. */
const PAUSE_MS = 50;
const CALL_TIMEOUT_MS = 5_000;

/** What a call said in the end: its answer, or the code of a refusal. */
export type Outcome<T> = { answer: T } | { refused: ErrorCode };

/** A call is repeated, each time at any of the processes, until one of them says how it ended. */
export async function untilKnown<T>(urls: string[], call: (url: string) => Promise<T>): Promise<T> {
	for (;;) {
		try {
			return await call(urls[Math.floor(Math.random() * urls.length)] as string);
		} catch (error) {
			const away = isAnswerpackError(error) && ['shop_unreachable', 'ledger_unreachable'].includes(error.code);
			if (!away) throw error;
		}
		await pause(PAUSE_MS);
	}
}

/** Tells a refusal, which is an answer, from what must never happen. @param statuses of refusals */
export async function outcomeOf<T>(call: Promise<T>, statuses = [402]): Promise<Outcome<T>> {
	try {
		return { answer: await call };
	} catch (error) {
		if (isAnswerpackError(error) && statuses.includes(error.status)) return { refused: error.code };
		throw error;
	}
}

/** The ledger as Strapi calls it: the same client, the same secret. */
export function createCaller(urls: string[], secret: string) {
	const clients = new Map(urls.map((url) => [url, createLedgerClient({ url, secret, timeout_ms: CALL_TIMEOUT_MS })]));
	return <T>(call: (ledger: LedgerClient) => Promise<T>) =>
		untilKnown(urls, (url) => call(clients.get(url) as LedgerClient));
}

export interface Request {
	method?: string;
	headers?: Record<string, string>;
	body?: object;
}

/**
 * Calls any other route of Medusa, once.
 * @throws AnswerpackError with our code; `shop_unreachable` when nobody answered, or not in our shape.
 */
export async function request<T>(url: string, { method = 'GET', headers, body }: Request): Promise<T> {
	const response = await fetch(url, {
		method,
		headers: { 'Content-Type': 'application/json', ...headers },
		body: body && JSON.stringify(body),
		signal: AbortSignal.timeout(60_000),
	}).catch((cause) => {
		throw new AnswerpackError('shop_unreachable', undefined, { cause });
	});
	const json: unknown = await response.json().catch((cause) => {
		throw new AnswerpackError('shop_unreachable', undefined, { cause });
	});
	if (response.ok) return json as T;
	const refusal = errorBodySchema.safeParse(json);
	if (refusal.success && isErrorCode(refusal.data.error.code)) throw new AnswerpackError(refusal.data.error.code);
	throw new Error(`${method} ${url}: ${response.status} ${JSON.stringify(json)}`);
}
