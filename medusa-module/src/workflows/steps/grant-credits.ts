import { isAnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { CREDITS_MODULE } from '../../modules/credits';
import type CreditsModuleService from '../../modules/credits/service';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';
import { type GrantDecision, NOT_GRANTED } from '../../modules/offers/decide-grants';
import { decideOrderCredits, type OrderCredits } from '../../queries/order-credits';

/** How often to look again after somebody else granted for the same line meanwhile; after that, the sweep does. */
const ATTEMPTS_MAX = 5;

/**
 * Grants what an order has still to grant. Deciding is part of it, because what was decided upon lots that have changed
 * since is refused, and is decided anew. So running it again, or several at once, grants nothing twice.
 * Nothing is taken back when a later step fails, because what was granted was right.
 */
export const grantCreditsStep = createStep(
	'answerpack-grant-credits',
	async ({ order_id }: { order_id: string }, { container }) => {
		const lots: string[] = [];
		for (let attempt = 1; ; attempt++) {
			const decision = await decideOrderCredits(container, order_id);
			if (!decision) return new StepResponse({ state: 'waiting' as GrantDecision['state'], lots });
			const outcome = await grantAll(container, decision);
			lots.push(...outcome.lots);
			if (outcome.overtaken && attempt < ATTEMPTS_MAX) continue;
			if (decision.cart_id) {
				await container.resolve<OffersModuleService>(OFFERS_MODULE).noteGranted(decision.cart_id, outcome.complete);
			}
			return new StepResponse({ state: decision.state, lots });
		}
	},
);

/** `overtaken`: somebody else granted for one of its lines after this was decided. */
async function grantAll(
	container: MedusaContainer,
	decision: OrderCredits,
): Promise<{ lots: string[]; complete: boolean; overtaken: boolean }> {
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	const warn = (reason: string) =>
		logger.warn(`Answerpack: order ${decision.order_id} sells credits, but did not grant all of them: ${reason}.`);
	if (decision.state !== 'grant') {
		if (decision.state === 'refused') warn(NOT_GRANTED[decision.reason]);
		return { lots: [], complete: false, overtaken: false };
	}
	const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
	const lots: string[] = [];
	let overtaken = false;
	for (const line of decision.without_terms) warn(`line ${line} was added after the terms were recorded`);
	for (const grant of decision.grants) {
		try {
			const { lot_id } = await credits.grant({ ...grant, category: 'pack' });
			lots.push(lot_id);
		} catch (error) {
			if (!isAnswerpackError(error)) throw error;
			if (error.code === 'grant_conflict') overtaken = true;
			// A bot that was not published yet may come; the sweep asks again.
			else if (error.code === 'bot_not_found') warn(`bot ${grant.bot_id} has not been published to this shop yet`);
			else warn(`line ${grant.reference.line_item_id} cannot be granted (${error.code})`);
		}
	}
	return { lots, complete: lots.length === decision.grants.length, overtaken };
}
