import { toCredits } from '@answerpack/shared/credits';
import { OFFERS_MODULE, type OffersModuleService } from '../../../../modules/offers';
import { adminCall } from '../admin-call';
import type { AdminBots } from '../types';

/** Every bot with its pools in the windows that are open now. Settings are Strapi's: there is no way to change them here. */
export const GET = adminCall(async ({ req, credits }): Promise<AdminBots> => {
	const { strapiAdminUrl } = req.scope.resolve<OffersModuleService>(OFFERS_MODULE);
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
			giveaways_per_month: limits.giveaways.credits_per_month,
			edit_url: editUrl(strapiAdminUrl, bot_id),
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

/** Strapi's content manager at one bot, of which we know the document's id. */
function editUrl(strapiAdminUrl: string | null, botId: string): string | null {
	return (
		strapiAdminUrl &&
		`${strapiAdminUrl}/content-manager/collection-types/plugin::answerpack.bot/${encodeURIComponent(botId)}`
	);
}
