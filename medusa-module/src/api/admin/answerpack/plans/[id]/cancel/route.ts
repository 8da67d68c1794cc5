import { cancelPlan } from '../../../../../../plans/change-plan';
import { planCall } from '../../plan-call';

/** Ends somebody's plan with its period: what was paid for stays theirs until then. */
export const POST = planCall((books, plan) => cancelPlan(books, plan, true));
