import { toCredits } from '@answerpack/shared/credits';
import type { MedusaContainer } from '@medusajs/framework/types';
import type { Plan } from '../../../../modules/billing/plans';
import { fromUnits } from '../../../../modules/billing/stripe/amounts';
import { CREDITS_MODULE } from '../../../../modules/credits';
import { presentState } from '../../../store/answerpack/plans/present-plan';
import { botNames, customersById, orderNumbers } from '../present';
import type { AdminCustomer, AdminPlan } from '../types';

/** Plans as the admin lists them: on the terms that the next period is billed at. */
export async function presentPlans(container: MedusaContainer, plans: Plan[]): Promise<AdminPlan[]> {
	const [names, customers, orders] = await Promise.all([
		botNames(container.resolve(CREDITS_MODULE)),
		customersById(container, [...new Set(plans.map(({ customer_id }) => customer_id))]),
		orderNumbers(container, [...new Set(plans.map(({ order_id }) => order_id))]),
	]);
	return plans.map((plan) => {
		const terms = plan.terms[plan.price_id];
		if (!terms) throw new Error(`Plan ${plan.id} is billed at a price that it was never sold for`);
		return {
			...presentState(plan),
			bot_id: plan.bot_id,
			bot_name: names.get(plan.bot_id) ?? null,
			customer: customers.get(plan.customer_id) as AdminCustomer,
			order: orders.get(plan.order_id) ?? null,
			name: terms.name,
			credits: toCredits(terms.amount),
			price: { amount: fromUnits(terms.unit_amount, terms.currency_code), currency_code: terms.currency_code },
			interval: terms.interval,
			interval_count: terms.interval_count,
			rollover: toCredits(terms.rollover_max),
			created_at: plan.created_at.toISOString(),
		};
	});
}
