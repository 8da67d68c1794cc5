import type { PlanAnswer } from '@answerpack/shared/contract';
import { cancelPlan } from '../../../../../../plans/change-plan';
import { planCall } from '../../plan-call';
import { presentPlan } from '../../present-plan';

/** Takes a cancellation back, as long as the period lasts. */
export const POST = planCall(
	async ({ books, plan }): Promise<PlanAnswer> => ({
		plan: await presentPlan(books, await cancelPlan(books, plan, false)),
	}),
);
