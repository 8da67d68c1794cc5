import { cancelPlan } from '../../../../../../plans/change-plan';
import { planCall } from '../../plan-call';

/** Lets a plan go on that was to end with its period. */
export const POST = planCall((books, plan) => cancelPlan(books, plan, false));
