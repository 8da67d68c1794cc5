// The same key, the same answer: what a request has answered is kept, refusals and server errors too.
import { StripeRefusal } from './errors.mjs';

const KEEP_SECONDS = 86_400;
const KEY_LENGTH_MAX = 255;

/** @typedef {{status: number, body: string, requestId: string}} Answer */
/** @typedef {{path: string, body: string, at: number, answer?: Answer}} Entry */

export class IdempotentAnswers {
	/** @type {Map<string, Entry>} */
	#entries = new Map();

	/** @returns {[string, Entry][]} what has been answered */
	get all() {
		return [...this.#entries].filter(([, { answer }]) => answer);
	}

	/** @param {[string, Entry][]} entries */
	restore(entries) {
		this.#entries = new Map(entries);
	}

	/**
	 * @param {string} key
	 * @param {{path: string, body: string}} request
	 * @param {number} at seconds
	 * @returns {Answer | undefined} the earlier answer; without one, the key is taken by this request
	 * @throws StripeRefusal when the key is in use, or belongs to another request
	 */
	begin(key, { path, body }, at) {
		if (key.length > KEY_LENGTH_MAX) {
			throw refusal(400, `Idempotency keys can be at most ${KEY_LENGTH_MAX} characters long.`);
		}
		const entry = this.#entries.get(key);
		if (!entry || at - entry.at > KEEP_SECONDS) {
			this.#entries.set(key, { path, body, at });
			return undefined;
		}
		const other = `Try using a key other than '${key}' if you meant to execute a different request.`;
		if (entry.path !== path) {
			const paths = `('${path}' vs '${entry.path}')`;
			throw refusal(
				400,
				`Keys for idempotent requests can only be used for the same endpoint they were first used for ${paths}. ${other}`,
			);
		}
		if (entry.body !== body) {
			throw refusal(
				400,
				`Keys for idempotent requests can only be used with the same parameters they were first used with. ${other}`,
			);
		}
		if (!entry.answer) {
			const message =
				'There is currently another in-progress request using this Idempotent Key (that probably means you submitted ' +
				`twice, and the other request is still going through): ${key}. Please try again later.`;
			throw refusal(409, message, 'idempotency_key_in_use');
		}
		return entry.answer;
	}

	/**
	 * @param {string} key
	 * @param {Answer} answer
	 */
	keep(key, answer) {
		const entry = this.#entries.get(key);
		if (entry) entry.answer = answer;
	}

	/** The request was refused before it began.
	 * @param {string} key */
	forget(key) {
		this.#entries.delete(key);
	}
}

/**
 * @param {number} status
 * @param {string} message
 * @param {'idempotency_key_in_use'} [code]
 */
function refusal(status, message, code) {
	return new StripeRefusal(status, message, { type: 'idempotency_error', ...(code && { code }) });
}
