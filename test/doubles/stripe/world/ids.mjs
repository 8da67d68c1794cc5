import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Letters and digits that nobody can guess.
 * @param {number} length
 */
export function randomText(length) {
	let text = '';
	while (text.length < length) {
		for (const byte of randomBytes(length)) {
			// 248 is the last multiple of 62 below 256: beyond it, some letters would come more often.
			if (byte < 248 && text.length < length) text += ALPHABET[byte % 62];
		}
	}
	return text;
}

/** @param {string} prefix as in `cus`, `pi`, `evt` */
export const newId = (prefix) => `${prefix}_${randomText(24)}`;
