import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AnswerpackError } from '../contract/index.js';

/**
 * A pass says which customer a browser is to one bot; a visitor token says which anonymous visitor it is. Both are
 * `payload.signature` in base64url, signed with HMAC-SHA-256 under a key derived from the service secret, so that a
 * pass can never be taken for a visitor token, nor either of them for the secret.
 */
const claimsSchema = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('customer'), key: z.string().min(1), bot_id: z.string().min(1), expires_at: z.number() }),
	z.object({ kind: z.literal('visitor'), key: z.string().min(1), expires_at: z.number() }),
]);

/** What a token says; `expires_at` in milliseconds since 1970. */
export type TokenClaims = z.infer<typeof claimsSchema>;

/** How long a pass is good for. */
export const PASS_TTL_SECONDS = 15 * 60;
/** How long a visitor token is good for. */
export const VISITOR_TTL_SECONDS = 365 * 24 * 3600;

export function signToken(claims: TokenClaims, secret: string): string {
	const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
	return `${payload}.${signature(claims.kind, payload, secret)}`;
}

/**
 * @param secrets every secret that is accepted; while secrets are rotated, there are two.
 * @throws AnswerpackError `pass_missing`, `pass_invalid`, or `pass_expired`.
 */
export function verifyToken(token: string | undefined, secrets: readonly string[], now = Date.now()): TokenClaims {
	if (!token) throw new AnswerpackError('pass_missing');
	const claims = readClaims(token, secrets);
	if (!claims) throw new AnswerpackError('pass_invalid');
	if (claims.expires_at <= now) throw new AnswerpackError('pass_expired');
	return claims;
}

function readClaims(token: string, secrets: readonly string[]): TokenClaims | undefined {
	const [payload, given, ...rest] = token.split('.');
	if (!payload || !given || rest.length > 0) return undefined;
	let parsed: unknown;
	try {
		parsed = JSON.parse(Buffer.from(payload, 'base64url').toString());
	} catch {
		return undefined;
	}
	const claims = claimsSchema.safeParse(parsed);
	if (!claims.success) return undefined;
	const genuine = secrets.some((secret) => equal(signature(claims.data.kind, payload, secret), given));
	return genuine ? claims.data : undefined;
}

function signature(kind: TokenClaims['kind'], payload: string, secret: string): string {
	const key = createHmac('sha256', secret).update(`answerpack ${kind} token v1`).digest();
	return createHmac('sha256', key).update(payload).digest('base64url');
}

function equal(a: string, b: string): boolean {
	const [left, right] = [Buffer.from(a), Buffer.from(b)];
	return left.length === right.length && timingSafeEqual(left, right);
}
