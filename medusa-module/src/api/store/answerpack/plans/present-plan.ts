import type { PlanView } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import type { PlanTerms } from '../../../../modules/billing/plan-terms';
import type { Plan } from '../../../../modules/billing/plans';
import { fromUnits } from '../../../../modules/billing/stripe/amounts';
import type { Books } from '../../../../plans/books';

/** A plan as its customer sees it: what this period is, and what the next one will be. */
export async function presentPlan({ billing }: Books, plan: Plan): Promise<PlanView> {
	const periods = await billing.periodsOf(plan.id);
	const next = plan.terms[plan.price_id];
	const now = plan.terms[periods[0]?.price_id ?? plan.price_id] ?? next;
	if (!now) throw new Error(`Plan ${plan.id} is billed at a price that it was never sold for`);
	return {
		...presentState(plan),
		bot_id: plan.bot_id,
		name: now.name,
		trial: periods[0]?.reason === 'first' && periods[0].paid === 0,
		credits: toCredits(now.amount),
		price: priceOf(now),
		interval: now.interval,
		interval_count: now.interval_count,
		rollover: toCredits(now.rollover_max),
		next:
			// Nothing, too, for a price that somebody chose at Stripe: nobody knows what that one grants.
			plan.cancel_at_period_end || !next || next === now
				? null
				: { name: next.name, credits: toCredits(next.amount), price: priceOf(next) },
		pay_url:
			plan.status === 'past_due' && plan.subscription_id ? await billing.biller().payUrl(plan.subscription_id) : null,
		payments: periods.map(({ created_at, paid, currency_code, amount }) => ({
			at: created_at.toISOString(),
			amount: fromUnits(paid, currency_code),
			currency_code,
			credits: toCredits(amount),
		})),
	};
}

/** How a plan stands: it renews, or it ends, or it has ended. */
export function presentState({ id, status, period_ends_at, cancel_at_period_end, ended_at }: Plan) {
	const boundary = period_ends_at.toISOString();
	if (status === 'ended') return { id, status, renews_at: null, ends_at: ended_at?.toISOString() ?? null };
	return cancel_at_period_end
		? { id, status, renews_at: null, ends_at: boundary }
		: { id, status, renews_at: boundary, ends_at: null };
}

function priceOf({ unit_amount, currency_code }: PlanTerms): PlanView['price'] {
	return { amount: fromUnits(unit_amount, currency_code), currency_code };
}
