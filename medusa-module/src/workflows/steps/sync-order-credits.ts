import { isAnswerpackError } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { BILLING_MODULE } from '../../modules/billing';
import type BillingModuleService from '../../modules/billing/service';
import { CREDITS_MODULE } from '../../modules/credits';
import type CreditsModuleService from '../../modules/credits/service';
import { OFFERS_MODULE, type OffersModuleService } from '../../modules/offers';
import { type GrantDecision, NOT_GRANTED } from '../../modules/offers/decide-grants';
import type { OfferKind } from '../../modules/offers/terms';
import { followDisputes } from '../../orders/follow-disputes';
import { followPlans } from '../../orders/follow-plans';
import { decideOrderCredits, type OrderCredits } from '../../queries/order-credits';
import { recordDraftPurchase } from '../../queries/record-draft-purchase';

/** How often to look again after something was done or somebody else was faster; after that, the sweep does. */
const LOOKS_MAX = 6;

/**
 * Grants and takes back until nothing is left to do. Deciding is part of it: what was decided upon lots that have changed
 * since is refused by its key and decided anew, and the order is read once more after the last change, because it may have
 * changed meanwhile. So running it again, or several at once, does nothing twice.
 * Nothing is undone when a later step fails, because what was done was right.
 */
export const syncOrderCreditsStep = createStep(
	'answerpack-sync-order-credits-step',
	async ({ order_id }: { order_id: string }, { container }) => {
		const offers = container.resolve<OffersModuleService>(OFFERS_MODULE);
		const billing = container.resolve<BillingModuleService>(BILLING_MODULE);
		if ((await billing.mirrorsAmong([order_id])).size > 0) {
			// It shows what a plan's period was paid with, and that has granted it.
			return new StepResponse({ state: 'waiting' as GrantDecision['state'], lots: [] as string[] });
		}
		await recordDraftPurchase(container, order_id);
		const lots: string[] = [];
		let disputed = '[]';
		for (let look = 1; ; look++) {
			const at = await offers.now();
			const decision = await decideOrderCredits(container, order_id);
			if (!decision) return new StepResponse({ state: 'waiting' as GrantDecision['state'], lots });
			const reversed = await takeBack(container, decision);
			const granted = await grantAll(container, decision);
			lots.push(...granted.lots);
			const { disputes } = decision.order;
			await followDisputes(container, order_id, disputes);
			const plans = await followPlans(container, decision);
			// Whoever thaws may have been there before this has frozen: only what is still so after that may stay.
			const unsettled = disputed !== JSON.stringify(disputes);
			const changed = reversed.changed || granted.changed || plans.changed || unsettled;
			disputed = JSON.stringify(disputes);
			if (changed && look < LOOKS_MAX) continue;
			const complete = granted.complete && plans.complete && !changed;
			await offers.noteLooked(decision.purchase_of, { complete, at });
			return new StepResponse({ state: decision.state, lots });
		}
	},
);

const WITHOUT_TERMS: Record<OfferKind, string> = {
	pack: 'was added after the terms were recorded',
	plan: 'is a plan that was not bought in a checkout of its customer, which saves the card for later periods',
};

/** `changed`: the books are not what they were when this was decided. */
async function takeBack(container: MedusaContainer, decision: OrderCredits): Promise<{ changed: boolean }> {
	const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	for (const { bot_id, ...reversal } of decision.reversals) {
		try {
			const { shortfall } = await credits.revoke(bot_id, reversal);
			if (shortfall === 0) continue;
			const used = `${toCredits(shortfall)} credits of it are used or held and stay`;
			logger.info(`Answerpack: ${reversal.reason}; lot ${reversal.lot_id} gives back what is unused: ${used}.`);
		} catch (error) {
			if (!isAnswerpackError(error) || error.code !== 'reversal_conflict') throw error; // else somebody was faster
		}
	}
	return { changed: decision.reversals.length > 0 };
}

async function grantAll(
	container: MedusaContainer,
	decision: OrderCredits,
): Promise<{ lots: string[]; complete: boolean; changed: boolean }> {
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	const warn = (reason: string) =>
		logger.warn(`Answerpack: order ${decision.order.id} sells credits, but did not grant all of them: ${reason}.`);
	if (decision.state !== 'grant') {
		if (decision.state === 'refused') warn(NOT_GRANTED[decision.reason]);
		return { lots: [], complete: false, changed: false };
	}
	const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
	const lots: string[] = [];
	let changed = false;
	for (const { line_item_id, kind } of decision.without_terms) warn(`line ${line_item_id} ${WITHOUT_TERMS[kind]}`);
	for (const grant of decision.grants) {
		try {
			const { lot_id } = await credits.grant(grant);
			lots.push(lot_id);
			changed = true;
		} catch (error) {
			if (!isAnswerpackError(error)) throw error;
			if (error.code === 'grant_conflict') changed = true;
			// A bot that was not published yet may come; the sweep asks again.
			else if (error.code === 'bot_not_found') warn(`bot ${grant.bot_id} has not been published to this shop yet`);
			else warn(`line ${grant.reference.line_item_id} cannot be granted (${error.code})`);
		}
	}
	return { lots, complete: lots.length === decision.grants.length, changed };
}
