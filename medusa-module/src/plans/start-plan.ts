import { generateEntityId } from '@medusajs/framework/utils';
import type { PlanTerms } from '../modules/billing/plan-terms';
import type { Plan } from '../modules/billing/plans';
import type { PlanBooks } from './books';
import { grantPeriod } from './grant-period';

/** A plan whose first period was paid in the shop's own checkout. */
export interface StartedPlan {
	customer_id: string;
	order_id: string;
	line_item_id: string;
	terms: PlanTerms;
	/** What was paid for the first period, in the currency's smallest unit; zero for a trial. */
	paid: number;
	/** The biller's ids: of that payment, which a trial has none of, of who pays, and of the card that was saved. */
	payment_id: string | null;
	payer_id: string;
	payment_method_id: string;
	starts_at: Date;
	/** When the second period begins, and is billed for the first time. */
	ends_at: Date;
}

/**
 * Begins a plan: grants its first period, and has all others billed. Done again for the same line, it goes on where it
 * stopped.
 * @throws AnswerpackError `plan_conflict` when the customer has a running plan at this bot; `plans_unavailable`
 */
export async function startPlan(books: PlanBooks, started: StartedPlan): Promise<Plan> {
	const { billing } = books;
	const { customer_id, order_id, line_item_id, terms } = started;
	// Stripe knows whole seconds: what is left moves on where one period ends and the next one begins, and a switch within the
	// first second does not begin before the plan.
	const starts_at = wholeSeconds(started.starts_at);
	const ends_at = wholeSeconds(started.ends_at);
	const price_id = await billing.biller().priceFor(terms);
	const plan = await billing.createPlan({
		id: generateEntityId(undefined, 'aplan'),
		customer_id,
		bot_id: terms.bot_id,
		order_id,
		line_item_id,
		terms,
		price_id,
		period_ends_at: ends_at,
	});
	const period = await billing.writePeriod({
		// The first period has no invoice of the biller's: the shop's order is its bill.
		invoice_id: `first:${plan.id}`,
		plan_id: plan.id,
		reason: 'first',
		price_id,
		starts_at,
		ends_at,
		amount: terms.amount,
		rolled: [],
		paid: started.paid,
		currency_code: terms.currency_code,
		payment_ids: started.payment_id === null ? [] : [started.payment_id],
	});
	await grantPeriod(books, plan, period);
	if (plan.subscription_id) return plan;
	await billing.writeSubscription(plan.id, () =>
		billing.biller().begin({
			plan_id: plan.id,
			payer_id: started.payer_id,
			payment_method_id: started.payment_method_id,
			price_id,
			begins_at: period.ends_at,
		}),
	);
	return (await billing.findPlan(plan.id)) ?? plan;
}

function wholeSeconds(time: Date): Date {
	return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
