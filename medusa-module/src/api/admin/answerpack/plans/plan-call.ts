import { AnswerpackError } from '@answerpack/shared/contract';
import type { Plan } from '../../../../modules/billing/plans';
import type { Books } from '../../../../plans/books';
import { openBooks } from '../../../../plans/open-books';
import { adminCall } from '../admin-call';
import type { AdminPlan } from '../types';
import { presentPlans } from './present-plans';

/** Changes somebody's plan for them, and answers it as it is then. @throws `plan_not_found` */
export function planCall(change: (books: Books, plan: Plan) => Promise<Plan>) {
	return adminCall(async ({ req, id }): Promise<{ plan: AdminPlan | undefined }> => {
		const books = openBooks(req.scope);
		const plan = await books.billing.findPlan(id);
		if (!plan) throw new AnswerpackError('plan_not_found');
		const [presented] = await presentPlans(req.scope, [await change(books, plan)]);
		return { plan: presented };
	});
}
