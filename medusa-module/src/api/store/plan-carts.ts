import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { BILLING_MODULE } from '../../modules/billing';
import type BillingModuleService from '../../modules/billing/service';
import { isCardProvider, SAVING, savesCard } from '../../modules/billing/stripe/saved-card';
import type { OfferKind, PurchaseTerms } from '../../modules/offers/terms';
import { findPlanUnderWay } from '../../queries/plans-under-way';

// What a plan asks of a cart, beside what all credits do: one plan for a bot, and a card that is saved by paying for it.

/** What a cart's lines would sell. */
export interface SoldPieces {
	kind: OfferKind;
	bot_id: string;
	quantity: number;
}

/**
 * One piece of one plan for each bot, of a customer who has none for it.
 * @param cartId of the cart that asks, which is no obstacle to itself.
 * @throws AnswerpackError `plans_unavailable`, `plan_conflict`
 */
export async function requireOnePlan(
	container: MedusaContainer,
	customerId: string,
	sold: readonly SoldPieces[],
	cartId?: string,
): Promise<void> {
	const plans = sold.filter(({ kind }) => kind === 'plan');
	if (plans.length === 0) return;
	const billing = container.resolve<BillingModuleService>(BILLING_MODULE);
	if (!billing.sellsPlans()) throw new AnswerpackError('plans_unavailable');
	for (const bot_id of new Set(plans.map((plan) => plan.bot_id))) {
		const pieces = plans.reduce((sum, plan) => (plan.bot_id === bot_id ? sum + plan.quantity : sum), 0);
		if (pieces > 1) throw conflict('one_plan', 'A customer has one plan for a bot, once. Please choose one.');
		const running = (await billing.plansOf(customerId)).some(
			(plan) => plan.bot_id === bot_id && plan.status !== 'ended',
		);
		if (running) throw conflict('running', 'You have a plan for this bot already: switch it, or let it end first.');
		if (await findPlanUnderWay(container, { customer_id: customerId, bot_id, except_cart_id: cartId })) {
			throw conflict('under_way', 'You have just bought a plan for this bot. It begins when its payment has arrived.');
		}
	}
}

function conflict(reason: string, message: string): AnswerpackError {
	return new AnswerpackError('plan_conflict', { reason }, { message });
}

/**
 * A plan costs something, now and later: a card is saved by being charged, and nothing can be billed for nothing.
 * @throws AnswerpackError `offer_unavailable`, `plan_payment_required`
 */
export function requireCost(terms: readonly PurchaseTerms[], total: number): void {
	const plans = terms.filter(({ kind }) => kind === 'plan');
	for (const plan of plans) {
		if (plan.kind === 'plan' && plan.price > 0) continue;
		throw new AnswerpackError('offer_unavailable', { reason: 'price' }, { message: 'A plan has to cost something.' });
	}
	if (plans.length > 0 && total <= 0) {
		throw new AnswerpackError('plan_payment_required', { reason: 'nothing_to_pay' });
	}
}

/**
 * What is asked of the payment's provider, with what saves the card.
 * @throws AnswerpackError `plan_payment_required` for another provider than Stripe's for cards.
 */
export function savingPayment(body: unknown): object {
	const { provider_id, data, ...rest } = (body ?? {}) as { provider_id?: unknown; data?: object };
	// What is no text, Medusa refuses itself.
	if (typeof provider_id === 'string' && !isCardProvider(provider_id)) {
		throw new AnswerpackError('plan_payment_required', { reason: 'provider' });
	}
	return { provider_id, ...rest, data: { ...data, ...SAVING } };
}

/**
 * Before completing: whatever was begun to be paid saves the card, also where it was begun before the plan came into the cart.
 * @throws AnswerpackError `plan_payment_required`
 */
export function requireSavedCard(sessions: readonly { provider_id: string; data: unknown }[] = []): void {
	if (sessions.every(({ provider_id, data }) => isCardProvider(provider_id) && savesCard(data))) return;
	throw new AnswerpackError('plan_payment_required', { reason: 'card_not_saved' });
}
