import type { CreditsAnswer } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import { BILLING_MODULE } from '../../../../../../modules/billing';
import type BillingModuleService from '../../../../../../modules/billing/service';
import { customerCall } from '../../../customer-call';
import { presentState } from '../../../plans/present-plan';

/** What the signed-in customer has at this bot; lots that are used up or expired are left out. */
export const GET = customerCall(async ({ req, credits, bot_id, customer_id }): Promise<CreditsAnswer> => {
	const [{ left, held, lots }, plans] = await Promise.all([
		credits.customerCredits(bot_id, customer_id),
		req.scope.resolve<BillingModuleService>(BILLING_MODULE).plansOf(customer_id),
	]);
	const plan = plans.find((plan) => plan.bot_id === bot_id && plan.status !== 'ended');
	return {
		left: toCredits(left),
		held: toCredits(held),
		lots: lots
			.filter((lot) => lot.left > 0)
			.map(({ left, expires_at, category }) => ({ left: toCredits(left), expires_at, category })),
		plan: plan ? presentState(plan) : null,
	};
});
