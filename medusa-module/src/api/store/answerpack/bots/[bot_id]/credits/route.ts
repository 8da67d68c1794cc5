import type { CreditsAnswer } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import { customerCall } from '../../../customer-call';

/** What the signed-in customer has at this bot; lots that are used up or expired are left out. */
export const GET = customerCall(async ({ credits, bot_id, customer_id }): Promise<CreditsAnswer> => {
	const { left, held, lots } = await credits.customerCredits(bot_id, customer_id);
	return {
		left: toCredits(left),
		held: toCredits(held),
		lots: lots
			.filter((lot) => lot.left > 0)
			.map(({ left, expires_at, category }) => ({ left: toCredits(left), expires_at, category })),
		plan: null,
	};
});
