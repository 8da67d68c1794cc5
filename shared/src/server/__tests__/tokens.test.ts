import { createHmac } from 'node:crypto';
import type { ErrorCode } from '../../contract/index.js';
import { signToken, type TokenClaims, verifyToken } from '../index.js';

const secret = 'a'.repeat(64);
const former = 'b'.repeat(64);
const now = Date.parse('2026-03-01T12:00:00Z');
const customer: TokenClaims = { kind: 'customer', key: 'cus_1', bot_id: 'bot_1', expires_at: now + 60_000 };
const visitor: TokenClaims = { kind: 'visitor', key: 'visitor-1', expires_at: now + 60_000 };

function refusal(token: string | undefined, secrets = [secret]): ErrorCode | 'accepted' {
	try {
		verifyToken(token, secrets, now);
		return 'accepted';
	} catch (error) {
		return (error as { code: ErrorCode }).code;
	}
}

const payloadOf = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');

describe('a token', () => {
	test.each([customer, visitor])('says what was signed: %p', (claims) => {
		expect(verifyToken(signToken(claims, secret), [secret], now)).toEqual(claims);
	});

	test('is good until the moment it expires, and not at it', () => {
		const token = signToken(customer, secret);
		expect(verifyToken(token, [secret], customer.expires_at - 1)).toEqual(customer);
		expect(() => verifyToken(token, [secret], customer.expires_at)).toThrow(
			expect.objectContaining({ code: 'pass_expired', status: 401 }),
		);
	});

	test('is accepted under the former secret while secrets are rotated, and no longer', () => {
		const token = signToken(customer, former);
		expect(verifyToken(token, [secret, former], now)).toEqual(customer);
		expect(refusal(token, [secret])).toBe('pass_invalid');
	});

	test('that is missing says so', () => {
		expect(refusal(undefined)).toBe('pass_missing');
		expect(refusal('')).toBe('pass_missing');
	});
});

describe('a forged token is refused', () => {
	const [payload, signature] = signToken(customer, secret).split('.') as [string, string];
	const richer = payloadOf({ ...customer, key: 'cus_2' });
	const later = payloadOf({ ...customer, expires_at: now * 2 });
	const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest('base64url');

	test.each([
		['of another customer under a genuine signature', `${richer}.${signature}`],
		['that was made to last longer', `${later}.${signature}`],
		['signed with another secret', signToken(customer, 'c'.repeat(64))],
		['signed with the bare service secret', `${payload}.${hmac(secret, payload)}`],
		['without a signature', payload],
		['with an empty signature', `${payload}.`],
		['with a shorter signature', `${payload}.${signature.slice(0, -2)}`],
		['with a third part', `${payload}.${signature}.${signature}`],
		["of a JSON web token's form", `${payloadOf({ alg: 'none' })}.${payload}.`],
		['that is no JSON', `${Buffer.from('hello').toString('base64url')}.${signature}`],
		['that is nonsense', '....'],
	])('%s', (_what, token) => {
		expect(refusal(token)).toBe('pass_invalid');
	});

	test('that was signed as the other kind: a visitor token does not become a pass', () => {
		const [, signedAsVisitor] = signToken(visitor, secret).split('.') as [string, string];
		const asCustomer = payloadOf({ ...visitor, kind: 'customer', bot_id: 'bot_1' });
		expect(refusal(`${asCustomer}.${signedAsVisitor}`)).toBe('pass_invalid');
		// Even a genuine signature over exactly this payload, made under the other kind's key, is not a pass.
		const visitorKey = createHmac('sha256', secret).update('answerpack visitor token v1').digest();
		expect(refusal(`${payload}.${hmac(visitorKey, payload)}`)).toBe('pass_invalid');
	});

	test.each([
		['without an expiry', { kind: 'visitor', key: 'v' }],
		['of a kind that does not exist', { kind: 'operator', key: 'o', expires_at: now + 1 }],
		['without a bot', { kind: 'customer', key: 'cus_1', expires_at: now + 1 }],
		['with an empty key', { kind: 'visitor', key: '', expires_at: now + 1 }],
	])('%s, even when the secret is known', (_what, claims) => {
		expect(refusal(signToken(claims as TokenClaims, secret))).toBe('pass_invalid');
	});
});
