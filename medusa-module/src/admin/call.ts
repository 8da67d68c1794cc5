import Medusa from '@medusajs/js-sdk';

// Filled in by Medusa when the admin is built: where the server is, and how one signs in.
declare const __BACKEND_URL__: string | undefined;
declare const __AUTH_TYPE__: 'session' | 'jwt' | undefined;
declare const __JWT_TOKEN_STORAGE_KEY__: string | undefined;

const BACKEND_URL = __BACKEND_URL__ ?? '/';
const AUTH_TYPE = __AUTH_TYPE__ ?? 'session';

/** Medusa's own routes. */
export const sdk = new Medusa({
	baseUrl: BACKEND_URL,
	auth: { type: AUTH_TYPE, jwtTokenStorageKey: __JWT_TOKEN_STORAGE_KEY__ || undefined },
});

/** What one of our routes refused: its code says it to our forms, in the language of the admin. */
export class Refused extends Error {
	override readonly name = 'Refused';
	constructor(
		/** A code of the contract; `unreachable` when there was no answer of ours at all. */
		readonly code: string,
		message: string,
		/** The field that is wrong, where one is. */
		readonly field?: string,
	) {
		super(message);
	}
}

export interface Call {
	method?: 'GET' | 'POST' | 'DELETE';
	body?: object;
	query?: Record<string, string | number | readonly string[] | undefined>;
}

/**
 * Calls `/admin/answerpack/…`. Not by the SDK, which keeps an error's message and drops its code.
 * @throws Refused
 */
export async function call<T>(path: string, { method = 'GET', body, query = {} }: Call = {}): Promise<T> {
	const token = AUTH_TYPE === 'jwt' ? await sdk.client.getToken() : null;
	const response = await fetch(urlOf(path, query), {
		method,
		credentials: AUTH_TYPE === 'session' ? 'include' : 'omit',
		headers: {
			accept: 'application/json',
			...(body && { 'content-type': 'application/json' }),
			...(token && { authorization: `Bearer ${token}` }),
		},
		...(body && { body: JSON.stringify(body) }),
	}).catch(() => undefined);
	const answer = await response?.json().catch(() => undefined);
	if (response?.ok && answer !== undefined) return answer as T;
	const { code, message, details } = (answer as { error?: Partial<ErrorShape> } | undefined)?.error ?? {};
	throw new Refused(code ?? 'unreachable', message ?? response?.statusText ?? '', details?.field);
}

interface ErrorShape {
	code: string;
	message: string;
	details: { field?: string };
}

function urlOf(path: string, query: NonNullable<Call['query']>): URL {
	const base = new URL(BACKEND_URL, window.location.origin);
	const url = new URL(`${base.pathname.replace(/\/$/, '')}/admin/answerpack/${path}`, base.origin);
	for (const [name, value] of Object.entries(query)) {
		for (const one of [value ?? []].flat())
			url.searchParams.append(Array.isArray(value) ? `${name}[]` : name, String(one));
	}
	return url;
}
