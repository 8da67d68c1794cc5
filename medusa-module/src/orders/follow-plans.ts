import { isAnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { periodEnd } from '../modules/billing/period-end';
import type { PlanTerms } from '../modules/billing/plan-terms';
import { fromUnits, toUnits } from '../modules/billing/stripe/amounts';
import { OFFERS_MODULE, type OffersModuleService } from '../modules/offers';
import { PLAN_REFUSED, type PlanRefused, type PlanStart } from '../modules/offers/decide-plans';
import type { PlanPurchaseTerms } from '../modules/offers/terms';
import { endPlan } from '../plans/change-plan';
import { openPlanBooks } from '../plans/open-plan-books';
import { startPlan } from '../plans/start-plan';
import { decideOrderCredits, type OrderCredits } from '../queries/order-credits';
import type { PaidOrder } from '../queries/paid-order';
import { findSavedCard } from '../queries/saved-card';
import { giveBack } from './give-back';
import { oneAtATime } from './one-at-a-time';

/** Whose refund it is, where Medusa would name a person. */
const BY = 'answerpack';

/**
 * Begins the plans that an order has paid for, and ends those whose first period was undone. For one order one goes after the
 * other, in whichever process: what is being begun cannot be ended at the same time.
 *
 * A plan that can never begin is not kept waiting: its money goes back at once, and the order says why.
 * @returns whether anything was done, and whether nothing is left to do; what failed is logged, and the sweep tries again.
 */
export async function followPlans(
	container: MedusaContainer,
	seen: OrderCredits,
): Promise<{ changed: boolean; complete: boolean }> {
	if (!concernsPlans(seen)) return { changed: false, complete: true };
	return oneAtATime(container, 'plans', seen.order.id, async () => {
		const decision = await decideOrderCredits(container, seen.order.id);
		if (!decision || !concernsPlans(decision)) return { changed: true, complete: true };
		const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
		const works = [
			...startsOf(decision).map((start) => () => begin(container, decision, start)),
			...decision.ends.map(
				({ id }) =>
					() =>
						endPlan(openPlanBooks(container), id),
			),
		];
		let complete = true;
		for (const work of works) {
			try {
				await work();
			} catch (error) {
				complete = false;
				logger.error(`Answerpack: a plan of order ${decision.order.id} could not be followed`, asError(error));
			}
		}
		return { changed: complete, complete };
	});
}

function concernsPlans(decision: OrderCredits): boolean {
	return startsOf(decision).length + decision.ends.length > 0;
}

function startsOf(decision: OrderCredits): PlanStart[] {
	return [...decision.resumes, ...(decision.state === 'grant' ? decision.starts : [])];
}

async function begin(container: MedusaContainer, { order }: OrderCredits, start: PlanStart): Promise<void> {
	const { line_item_id, customer_id, pieces, terms } = start;
	if (pieces > 1) return refuse(container, order, start, 'plan_conflict');
	const { trial } = terms;
	const card = trial
		? { ...trial, payment_id: null, begun_at: new Date(trial.saved_at) }
		: await findSavedCard(container, order.id);
	if (!card) return refuse(container, order, start, 'plan_without_card');
	const now = await container.resolve<OffersModuleService>(OFFERS_MODULE).now();
	// From now and not from the payment, so that a late beginning costs the customer nothing. Stripe's clock may be ahead of
	// ours, with its test clocks by months, and it bills nothing in its past.
	const starts_at = new Date(Math.max(now.getTime(), card.begun_at.getTime()));
	try {
		await startPlan(openPlanBooks(container), {
			customer_id,
			order_id: order.id,
			line_item_id,
			terms: planTerms(terms),
			paid: toUnits(start.paid, terms.currency_code),
			payment_id: card.payment_id,
			payer_id: card.payer_id,
			payment_method_id: card.payment_method_id,
			starts_at,
			ends_at: periodEnd(starts_at, trial ? { interval: 'day', interval_count: trial.days } : terms),
		});
	} catch (error) {
		if (!isAnswerpackError(error) || error.code !== 'plan_conflict') throw error;
		await refuse(container, order, start, 'plan_conflict');
	}
}

/** What was bought, as billing counts it. */
function planTerms({
	variant_id: _variant,
	kind: _kind,
	trial: _trial,
	price,
	...terms
}: PlanPurchaseTerms): PlanTerms {
	return { ...terms, unit_amount: toUnits(price, terms.currency_code) };
}

/** Gives the money of a plan back that can never begin, once. */
async function refuse(
	container: MedusaContainer,
	order: PaidOrder,
	{ line_item_id, terms, pieces, paid }: PlanStart,
	reason: PlanRefused,
): Promise<void> {
	const sentence = `${terms.name} could not begin: ${PLAN_REFUSED[reason]}`;
	container
		.resolve(ContainerRegistrationKeys.LOGGER)
		.warn(`Answerpack: order ${order.id}: ${sentence}. Its money goes back.`);
	const total = fromUnits(toUnits(paid, terms.currency_code), terms.currency_code);
	const lines = [{ line_item_id, amount: terms.amount * pieces }];
	await giveBack(container, order, { id: `plan:${line_item_id}`, total, lines, reason, by: BY, note: sentence });
}

/** What a workflow throws went through JSON on its way, and is no Error any more. */
function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error((thrown as { message?: string })?.message ?? String(thrown));
}
