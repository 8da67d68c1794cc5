import { AnswerpackError, type PassAnswer } from '@answerpack/shared/contract';
import { PASS_TTL_SECONDS, signToken } from '@answerpack/shared/server';
import { Modules } from '@medusajs/framework/utils';
import { customerCall } from '../../../customer-call';

/** A pass that tells the bot who this customer is, for a few minutes. */
export const POST = customerCall(async ({ req, credits, bot_id, customer_id }): Promise<PassAnswer> => {
	// A log-in outlives its customer: one who was deleted is to be forgotten, and asks nothing any more.
	const [customer] = await req.scope.resolve(Modules.CUSTOMER).listCustomers({ id: customer_id }, { select: ['id'] });
	if (!customer) throw new AnswerpackError('customer_required');
	const expires_at = Date.now() + PASS_TTL_SECONDS * 1000;
	const [secret] = credits.serviceSecrets();
	const pass = signToken({ kind: 'customer', key: customer_id, bot_id, expires_at }, secret);
	return { pass, expires_at: new Date(expires_at).toISOString() };
});
