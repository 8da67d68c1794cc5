import { hash, timingSafeEqual } from 'node:crypto';

/** The shortest service secret that is accepted, in characters. */
export const SECRET_LENGTH_MIN = 32;

/**
 * Reads service secrets from configuration: one, or two with a comma between while they are rotated. The first signs
 * and is sent; every one of them is accepted.
 * @throws Error with a sentence for the operator when none is set or one is too short.
 */
export function readSecrets(configured: string | undefined): [string, ...string[]] {
	const [first, ...others] = (configured ?? '')
		.split(',')
		.map((secret) => secret.trim())
		.filter(Boolean);
	if (!first || [first, ...others].some((secret) => secret.length < SECRET_LENGTH_MIN)) {
		throw new Error(
			`Answerpack needs a service secret of at least ${SECRET_LENGTH_MIN} characters, the same in Medusa and Strapi. ` +
				'Make one with: node -p "crypto.randomBytes(32).toString(\'hex\')"',
		);
	}
	return [first, ...others];
}

/** Compares in constant time, whatever the lengths: hashes are compared, and each secret always is. */
export function isServiceSecret(secrets: readonly string[], given: string): boolean {
	const givenHash = sha256(given);
	return secrets.filter((secret) => timingSafeEqual(sha256(secret), givenHash)).length > 0;
}

function sha256(text: string): Buffer {
	return hash('sha256', text, 'buffer');
}
