import { createHmac } from 'node:crypto';
import { randomText } from '../world/ids.mjs';

export const newSecret = () => `whsec_${randomText(32)}`;

/**
 * The header that Stripe sends with an event: one `v1` for each secret that is still good.
 * @param {string} body the very bytes that are sent
 * @param {string[]} secrets
 * @param {number} at seconds since 1970, in real time: the receiver refuses what is older than five minutes
 */
export function signatureHeader(body, secrets, at) {
	const signed = secrets.map((secret) => createHmac('sha256', secret).update(`${at}.${body}`).digest('hex'));
	return [`t=${at}`, ...signed.map((signature) => `v1=${signature}`)].join(',');
}
