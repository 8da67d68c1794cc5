import type { PlansAnswer } from '@answerpack/shared/contract';
import { plansCall } from './plan-call';
import { presentPlan } from './present-plan';

/** The signed-in customer's plans, the newest first. */
export const GET = plansCall(async ({ books, customer_id }): Promise<PlansAnswer> => {
	const plans = await books.billing.plansOf(customer_id);
	return { plans: await Promise.all(plans.map((plan) => presentPlan(books, plan))) };
});
