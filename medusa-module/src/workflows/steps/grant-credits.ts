import { isAnswerpackError } from '@answerpack/shared/contract';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { CREDITS_MODULE } from '../../modules/credits';
import type CreditsModuleService from '../../modules/credits/service';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';
import type { OrderCredits } from './decide-order-credits';

/**
 * Makes it so: every grant is keyed by its order line, so running it again, or several at once, grants nothing twice.
 * Nothing is taken back when a later step fails, because what was decided stays true.
 */
export const grantCreditsStep = createStep(
	'answerpack-grant-credits',
	async (decision: OrderCredits, { container }) => {
		const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
		const warn = (reason: string) =>
			logger.warn(`Answerpack: order ${decision.order_id} granted no credits: ${reason}.`);
		if (decision.state === 'refused') warn(decision.reason);
		if (decision.state !== 'grant') return new StepResponse<string[]>([]);
		const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
		const lots: string[] = [];
		for (const grant of decision.grants) {
			try {
				const { lot_id } = await credits.grant({ ...grant, category: 'pack' });
				lots.push(lot_id);
			} catch (error) {
				if (!isAnswerpackError(error)) throw error;
				// A bot that was not published yet may come; the sweep asks again.
				if (error.code === 'bot_not_found') warn(`bot ${grant.bot_id} has not been published to this shop yet`);
				else warn(`line ${grant.reference.line_item_id} was granted before, with other content (${error.code})`);
			}
		}
		if (decision.cart_id && lots.length === decision.grants.length) {
			await container.resolve<OffersModuleService>(OFFERS_MODULE).markGranted(decision.cart_id);
		}
		return new StepResponse(lots);
	},
);
