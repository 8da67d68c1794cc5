import type { PassAnswer } from '@answerpack/shared/contract';
import { PASS_TTL_SECONDS, signToken } from '@answerpack/shared/server';
import { customerCall } from '../../../customer-call';

/** A pass that tells the bot who this customer is, for a few minutes. */
export const POST = customerCall(async ({ credits, bot_id, customer_id }): Promise<PassAnswer> => {
	const expires_at = Date.now() + PASS_TTL_SECONDS * 1000;
	const [secret] = credits.serviceSecrets();
	const pass = signToken({ kind: 'customer', key: customer_id, bot_id, expires_at }, secret);
	return { pass, expires_at: new Date(expires_at).toISOString() };
});
