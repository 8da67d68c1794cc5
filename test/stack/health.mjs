import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.mjs';

const TIMEOUT_MS = 180_000;
const CALL_TIMEOUT_MS = 5_000;

/**
 * Waits until a server answers as it should, or has ended, or much too much time has passed.
 * @param {import('./children.mjs').Child} child
 * @param {string} url
 * @param {RequestInit} [request]
 */
export async function untilHealthy(child, url, request) {
	let last = 'it does not answer';
	for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await sleep(100)) {
		if (child.has_ended) throw child.failure(`${child.name} ended while it was starting`);
		try {
			const response = await fetch(url, { ...request, signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
			if (response.ok) return;
			last = `it answers ${response.status}`;
		} catch {
			// Not listening yet.
		}
	}
	throw new Failure(
		`${child.name} is not ready after ${TIMEOUT_MS / 1000} s: ${last} at ${url}. Its log: ${child.log}`,
	);
}
