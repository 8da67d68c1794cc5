import { createHmac } from 'node:crypto';
import type { Subject } from '@answerpack/shared/contract';
import type { HashedSubject } from '../answering/answer-store';

/**
 * Turns who asked, and what they asked, into something that can be compared and not turned back: HMAC-SHA-256 under the
 * key of this installation (`conversation-key.ts`). A bare hash of a customer's id would be found by trying all customers.
 */
export class KeyedHash {
	#key: Buffer | undefined;

	/** Gives it its key, before anything is hashed. */
	use(key: Buffer): void {
		this.#key = key;
	}

	/** 43 characters for these parts in this order. */
	of(...parts: string[]): string {
		if (!this.#key) throw new Error('The key of conversations was not read yet.');
		return createHmac('sha256', this.#key).update(JSON.stringify(parts)).digest('base64url');
	}

	/** A subject as the table of answers knows it. */
	subject({ kind, key }: Subject): HashedSubject {
		return { kind, hash: this.of('subject', kind, key) };
	}
}
