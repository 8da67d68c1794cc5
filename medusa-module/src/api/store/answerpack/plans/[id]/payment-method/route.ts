import { type CardToSaveAnswer, type PlanAnswer, parse, paymentMethodBodySchema } from '@answerpack/shared/contract';
import { changeCard, saveCard } from '../../../../../../plans/change-plan';
import { planCall } from '../../plan-call';
import { presentPlan } from '../../present-plan';

/** Another card for a plan: without one, what a browser needs to save it; with it, it is billed from now on. */
export const POST = planCall(async ({ req, books, plan }): Promise<CardToSaveAnswer | PlanAnswer> => {
	const { payment_method } = parse(paymentMethodBodySchema, req.body ?? {});
	if (payment_method === undefined) return saveCard(books, plan);
	return { plan: await presentPlan(books, await changeCard(books, plan, payment_method)) };
});
