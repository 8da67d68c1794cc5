import { words } from '../words/index.js';
import { FetchError } from './medusa.js';

/** An error whose message is already fit for the visitor. */
export class Sentence extends Error {}

/** The sentence a visitor reads when something failed. (The SDK keeps the status of a refusal, not its code.) */
export function explain(error: unknown): string {
	const { errors } = words();
	if (error instanceof Sentence) return error.message;
	// What `fetch` throws when there is no answer at all.
	if (error instanceof TypeError) return errors.unreachable;
	if (error instanceof FetchError) {
		if (error.status === 401) return errors.customer_required;
		if (/inventory/i.test(error.message)) return errors.stock;
		if ((error.status ?? 0) < 500) return errors.refused;
	}
	return errors.trouble;
}
