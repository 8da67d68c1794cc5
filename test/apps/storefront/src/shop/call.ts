import { config } from '../config.js';
import { customerToken, FetchError } from './medusa.js';

/** A refusal with the code that the plugin gave it, and its reason where a code has several; empty for Medusa's own. */
export class Refusal extends FetchError {
	constructor(
		message: string,
		status: number,
		readonly code: string,
		readonly reason: string,
	) {
		super(message, '', status);
	}
}

interface Call {
	method?: 'GET' | 'POST' | 'DELETE';
	query?: Record<string, string | number>;
	body?: object;
}

/**
 * Calls a route of Medusa whose refusals carry a code, of which the SDK keeps nothing.
 * @throws Refusal; TypeError when there is no answer
 */
export async function call<T>(path: string, { method = 'GET', query = {}, body }: Call = {}): Promise<T> {
	const { medusaUrl, publishableKey } = config();
	const url = new URL(medusaUrl + path);
	for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
	const token = customerToken();
	const response = await fetch(url, {
		method,
		headers: {
			accept: 'application/json',
			'content-type': 'application/json',
			'x-publishable-api-key': publishableKey,
			...(token && { authorization: `Bearer ${token}` }),
		},
		...(body && { body: JSON.stringify(body) }),
	});
	if (response.ok) return (await response.json()) as T;
	const { message, error } = (await response.json().catch(() => ({}))) as {
		message?: string;
		error?: { code?: string; message?: string; details?: { reason?: string } };
	};
	const { code = '', details } = error ?? {};
	throw new Refusal(error?.message ?? message ?? response.statusText, response.status, code, details?.reason ?? '');
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
	return error instanceof Refusal && codes.includes(error.code);
}
