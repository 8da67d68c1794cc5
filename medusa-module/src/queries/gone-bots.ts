import { isAnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { CREDITS_MODULE } from '../modules/credits';
import type CreditsModuleService from '../modules/credits/service';

/**
 * The names of those of these bots that were deleted, or are not published any more: nothing is sold for them. One that this shop
 * has not heard of yet may come.
 */
export async function goneBots(container: MedusaContainer, botIds: string[]): Promise<string[]> {
	const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
	const names: string[] = [];
	for (const botId of new Set(botIds)) {
		try {
			const { settings } = await credits.retrieveBot(botId);
			if (settings.gone) names.push(settings.name);
		} catch (error) {
			if (!isAnswerpackError(error) || error.code !== 'bot_not_found') throw error;
		}
	}
	return names;
}
