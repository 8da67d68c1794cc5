import { type ClaimAnswer, claimBodySchema, parse } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import { customerCall } from '../../../customer-call';
import { guessing } from './guesses';

/** Claims a giveaway by its code. */
export const POST = customerCall(async ({ credits, bot_id, customer_id, req }): Promise<ClaimAnswer> => {
	const { code } = parse(claimBodySchema, req.body);
	const claim = () => credits.claimGiveaway(bot_id, code, customer_id);
	const { amount, expires_at } = await guessing(req, customer_id, claim);
	return { left: toCredits(amount), expires_at, category: 'giveaway' };
});
