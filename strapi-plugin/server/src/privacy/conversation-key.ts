import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';

const STORE_KEY = 'conversation-key';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The key that visitors are hashed with. It is made once, at random, and kept in the database wrapped by the service secret:
 * a copy of the database alone tells nobody who asked, and while two secrets are accepted the key is wrapped by the first of
 * them anew, so that a rotated secret changes no hash.
 * @param secrets all that are accepted, the one that is used first
 */
export async function loadConversationKey(strapi: Core.Strapi, secrets: readonly [string, ...string[]]) {
	const store = strapi.store({ type: 'plugin', name: PLUGIN_ID, key: STORE_KEY });
	return strapi.db.transaction(async ({ trx }) => {
		// Of instances that start at once, the first one makes it.
		await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`${PLUGIN_ID} ${STORE_KEY}`]);
		const kept = (await store.get({})) as string | null;
		const known = kept ? unwrapWithAny(kept, secrets) : undefined;
		if (kept && !known) {
			strapi.log.warn(
				'Answerpack: the service secret was replaced by another one at once. Visitors cannot read or erase their earlier ' +
					'conversations any more, which go when their days are over. Next time set both for a while, the new one first.',
			);
		}
		if (kept && known?.secret === secrets[0]) return known.key;
		const key = known?.key ?? randomBytes(KEY_BYTES);
		await store.set({ value: wrap(key, secrets[0]) });
		return key;
	});
}

/** `nonce ‖ tag ‖ ciphertext` of AES-256-GCM, in base64url. */
export function wrap(key: Buffer, secret: string): string {
	const nonce = randomBytes(NONCE_BYTES);
	const cipher = createCipheriv('aes-256-gcm', wrappingKey(secret), nonce);
	const wrapped = Buffer.concat([cipher.update(key), cipher.final()]);
	return Buffer.concat([nonce, cipher.getAuthTag(), wrapped]).toString('base64url');
}

/** @returns nothing when it was wrapped by another secret. */
export function unwrap(wrapped: string, secret: string): Buffer | undefined {
	const bytes = Buffer.from(wrapped, 'base64url');
	const decipher = createDecipheriv('aes-256-gcm', wrappingKey(secret), bytes.subarray(0, NONCE_BYTES));
	decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
	const key = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
	try {
		return Buffer.concat([key, decipher.final()]);
	} catch {
		return undefined; // it does not fit: that is how GCM says so
	}
}

function unwrapWithAny(wrapped: string, secrets: readonly string[]): { key: Buffer; secret: string } | undefined {
	for (const secret of secrets) {
		const key = unwrap(wrapped, secret);
		if (key) return { key, secret };
	}
	return undefined;
}

function wrappingKey(secret: string): Buffer {
	return createHmac('sha256', secret).update('answerpack conversation key v1').digest();
}
