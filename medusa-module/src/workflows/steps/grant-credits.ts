import { isAnswerpackError } from '@answerpack/shared/contract';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { CREDITS_MODULE } from '../../modules/credits';
import type CreditsModuleService from '../../modules/credits/service';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';
import { NOT_GRANTED } from '../../modules/offers/decide-grants';
import type { OrderCredits } from '../../queries/order-credits';

/**
 * Makes it so: every grant is keyed by its order line, so running it again, or several at once, grants nothing twice.
 * Nothing is taken back when a later step fails, because what was decided stays true.
 */
export const grantCreditsStep = createStep(
	'answerpack-grant-credits',
	async (decision: OrderCredits | null, { container }) => {
		if (!decision || decision.state === 'waiting') return new StepResponse<string[]>([]);
		const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
		const warn = (reason: string) =>
			logger.warn(`Answerpack: order ${decision.order_id} sells credits, but did not grant all of them: ${reason}.`);
		if (decision.state !== 'grant') {
			warn(NOT_GRANTED[decision.reason]);
			return new StepResponse<string[]>([]);
		}
		const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
		const lots: string[] = [];
		for (const line of decision.without_terms) warn(`line ${line} was added after the terms were recorded`);
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
