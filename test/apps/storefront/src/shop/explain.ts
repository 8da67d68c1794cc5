import { words } from '../words/index.js';
import { Refusal } from './call.js';
import { FetchError } from './medusa.js';

/** An error whose message is already fit for the visitor. */
export class Sentence extends Error {}

/** The sentence a visitor reads when something failed: by its code, where the plugin has refused it, else by its status. */
export function explain(error: unknown): string {
	const { errors } = words();
	if (error instanceof Sentence) return error.message;
	// What `fetch` throws when there is no answer at all.
	if (error instanceof TypeError) return errors.unreachable;
	if (error instanceof Refusal) {
		const codes: Record<string, string> = errors.codes;
		const sentence = codes[`${error.code}/${error.reason}`] ?? codes[error.code];
		if (sentence) return sentence;
	}
	if (error instanceof FetchError) {
		if (error.status === 401) return errors.customer_required;
		if (/inventory/i.test(error.message)) return errors.stock;
		if ((error.status ?? 0) < 500) return errors.refused;
	}
	return errors.trouble;
}
