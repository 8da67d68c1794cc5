import { isAnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { CREDITS_MODULE } from '../modules/credits';
import type CreditsModuleService from '../modules/credits/service';
import { orderLots } from '../queries/order-lots';
import type { PaidOrder } from '../queries/paid-order';

/**
 * Freezes what is left of an order's credits while a dispute of its payment is open, and thaws it when that is over. What a lost
 * one took counts as given back, so it is taken back like a refund, and before this. A mere question freezes nothing.
 */
export async function followDisputes(
	container: MedusaContainer,
	orderId: string,
	disputes: PaidOrder['disputes'],
): Promise<void> {
	if (disputes.length === 0) return;
	const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
	const lots = await orderLots(container, orderId);
	for (const { id, state } of disputes) {
		for (const lot of lots) {
			const key = `dispute:${id}:${lot.id}`;
			if (state === 'open') await credits.freeze(lot.bot_id, key, lot.id);
			else await thaw(credits, lot.bot_id, key);
		}
	}
}

async function thaw(credits: CreditsModuleService, botId: string, key: string): Promise<void> {
	try {
		await credits.thaw(botId, key);
	} catch (error) {
		if (!isAnswerpackError(error) || error.code !== 'dispute_not_found') throw error; // else nothing was frozen for it
	}
}
