import { toCredits } from '@answerpack/shared/credits';
import { adminCall } from '../admin-call';
import type { AdminBots } from '../types';

/** Every bot with its pools in the windows that are open now. Settings are Strapi's: there is no way to change them here. */
export const GET = adminCall(async ({ credits }): Promise<AdminBots> => {
	const bots = await credits.listBots();
	return {
		bots: bots.map(({ bot_id, settings: { name, slug, status, time_zone, price, pools: limits }, pools }) => ({
			bot_id,
			name,
			slug,
			status,
			time_zone,
			price,
			free_per_visitor: limits.free_reserve.per_visitor ?? null,
			pools: pools.map(({ pool, window, resets_at, budget, held, spent }) => ({
				pool,
				window,
				resets_at,
				budget: toCredits(budget),
				held: toCredits(held),
				used: toCredits(spent),
			})),
		})),
	};
});
