// Who asks: the stand-in takes test keys only, so that a real key never works here by mistake.
import { StripeRefusal } from './errors.mjs';

const HELP =
	'See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.';

/**
 * @param {string | undefined} authorization the header
 * @param {string[]} accepted if there are any: these only
 * @returns {'secret' | 'publishable'}
 */
export function kindOfKey(authorization, accepted) {
	const key = keyIn(authorization ?? '');
	if (!key) {
		throw unauthorized(
			'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth ' +
				`(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). ${HELP}`,
		);
	}
	if (/^pk_test_\w+$/.test(key)) return 'publishable';
	const good = /^[sr]k_test_\w+$/.test(key) && (accepted.length === 0 || accepted.includes(key));
	if (!good) throw unauthorized(`Invalid API Key provided: ${masked(key)}`);
	return 'secret';
}

/** @param {string} header */
function keyIn(header) {
	const [scheme = '', value = ''] = header.split(' ');
	if (scheme.toLowerCase() === 'bearer') return value;
	if (scheme.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString().split(':')[0] ?? '';
	return '';
}

/** @param {string} key */
const masked = (key) => `${key.slice(0, 8)}${'*'.repeat(Math.max(4, key.length - 12))}${key.slice(8).slice(-4)}`;

/** @param {string} message */
const unauthorized = (message) => new StripeRefusal(401, message, { before: true });
