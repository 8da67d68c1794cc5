import { type PlanAnswer, parse, switchBodySchema } from '@answerpack/shared/contract';
import type { MedusaStoreRequest } from '@medusajs/framework/http';
import { oneAtATime } from '../../../../../../orders/one-at-a-time';
import { switchPlan } from '../../../../../../plans/change-plan';
import { findPlanTarget } from '../../../../../../queries/plan-target';
import { planCall } from '../../plan-call';
import { presentPlan } from '../../present-plan';

/** Goes on as another plan: as a larger one at once, for the difference; as a smaller one from the next period on. */
export const POST = planCall(async ({ req, books, plan }): Promise<PlanAnswer> => {
	const choice = parse(switchBodySchema, req.body ?? {});
	const { publishable_key_context } = req as MedusaStoreRequest;
	const target = await findPlanTarget(req.scope, plan, choice, publishable_key_context?.sales_channel_ids);
	// One click after the other: the second one reads what the first one did.
	const switched = await oneAtATime(req.scope, 'switch', plan.id, async () =>
		switchPlan(books, (await books.billing.findPlan(plan.id)) ?? plan, target),
	);
	return { plan: await presentPlan(books, switched) };
});
