import type { Failure } from './api.js';

/** How often a broken connection is tried again before the visitor is asked. */
export const RETRIES_MAX = 4;
/** Nothing heard for this long, three heartbeats, means that the connection is gone. */
export const IDLE_MS_MAX = 45_000;

/** How long to wait before the next try: 0.5 s, doubled each time, spread so that not everybody comes back at once. */
export function backOffMs(retry: number): number {
	return 500 * 2 ** retry * (0.75 + Math.random() / 2);
}

/** True when the way to the server broke; false when the server has spoken: then trying again is the visitor's choice. */
export function isTransient({ status, ended }: Failure): boolean {
	return !status && !ended;
}

/**
 * True when an answer's id is spent, so that asking again needs a new one: the server has ended this answer, or has
 * refused it without taking a credit. In every other case the same id is what keeps a retry from being paid twice.
 */
export function isIdSpent({ status, ended }: Failure): boolean {
	return ended || [402, 404, 409].includes(status as number);
}

/** Waits, unless it is given up meanwhile. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
	await new Promise((resolve) => {
		setTimeout(resolve, ms);
		signal.addEventListener('abort', resolve);
	});
}
