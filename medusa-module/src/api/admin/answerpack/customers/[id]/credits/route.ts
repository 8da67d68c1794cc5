import { toCredits } from '@answerpack/shared/credits';
import { adminCall } from '../../../admin-call';
import { presentLots } from '../../../present';
import type { AdminCustomerCredits } from '../../../types';

/** What a customer has at each bot, lot by lot. */
export const GET = adminCall(async ({ req, credits, id }): Promise<AdminCustomerCredits> => {
	const bots = await credits.customerOverview(id);
	const lots = await presentLots(
		req.scope,
		bots.flatMap((bot) => bot.lots),
	);
	return {
		bots: bots.map(({ bot_id, name, left, held }) => ({
			bot_id,
			name,
			left: toCredits(left),
			held: toCredits(held),
			lots: lots.filter((lot) => lot.bot_id === bot_id),
		})),
	};
});
