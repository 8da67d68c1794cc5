import Medusa, { FetchError } from '@medusajs/js-sdk';
import { config } from '../config.js';
import { storage } from '../storage.js';

export { FetchError };

const TOKEN_KEY = 'kupferkanne.token';

/**
 * A registration's first token belongs to no customer yet. It stays in memory: kept like a log-in, other tabs and the
 * bot would take it for one.
 */
let token_without_customer: string | null = null;

/** The customer a JWT speaks for; empty while there is none. */
export function customerOf(token: string): string {
	try {
		const body = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
		return (JSON.parse(atob(body)) as { actor_id?: string }).actor_id ?? '';
	} catch {
		return '';
	}
}

/** The signed-in customer's token, or null. This is what the bot is given. */
export function customerToken(): string | null {
	return storage.get(TOKEN_KEY);
}

/** True for the storage event by which another tab tells that it signed in or out. */
export function isTokenEvent(event: StorageEvent): boolean {
	return event.key === TOKEN_KEY || event.key === null;
}

const tokens = {
	getItem: () => token_without_customer ?? storage.get(TOKEN_KEY),
	setItem: (_key: string, token: string) => {
		token_without_customer = customerOf(token) ? null : token;
		if (token_without_customer === null) storage.set(TOKEN_KEY, token);
	},
	removeItem: () => {
		token_without_customer = null;
		storage.remove(TOKEN_KEY);
	},
};

let client: Medusa | undefined;

/** Medusa's own SDK, with the customer's JWT (cookies would be shared with the admin on the same host name). */
export function medusa(): Medusa {
	client ??= new Medusa({
		baseUrl: config().medusaUrl,
		publishableKey: config().publishableKey,
		auth: { type: 'jwt', jwtTokenStorageMethod: 'custom', storage: tokens },
	});
	return client;
}

export function hasStatus(error: unknown, ...statuses: number[]): boolean {
	return error instanceof FetchError && statuses.includes(error.status ?? 0);
}

/** Remembers what a call gave; a failure is not remembered, so that the next call tries again. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
	let answer: Promise<T> | undefined;
	return () => {
		answer ??= load().catch((error) => {
			answer = undefined;
			throw error;
		});
		return answer;
	};
}
