import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaRequest } from '@medusajs/framework/http';
import type { Plan } from '../../../../modules/billing/plans';
import type { Books } from '../../../../plans/books';
import { openBooks } from '../../../../plans/open-books';
import { answering } from '../../../answering';
import { signedInCustomer } from '../customer-call';

interface Call {
	req: MedusaRequest;
	books: Books;
	customer_id: string;
}

/** A store route about the signed-in customer's plans. @throws `customer_required` */
export function plansCall(call: (call: Call) => Promise<object>) {
	return answering<MedusaRequest>(async (req) => {
		const customer_id = signedInCustomer(req);
		if (!customer_id) throw new AnswerpackError('customer_required');
		return call({ req, books: openBooks(req.scope), customer_id });
	});
}

/** The same about one plan of theirs; anybody else's is not there. @throws `customer_required`, `plan_not_found` */
export function planCall(call: (call: Call & { plan: Plan }) => Promise<object>) {
	return plansCall(async (plansCall) => {
		const plan = await plansCall.books.billing.findPlan(plansCall.req.params.id ?? '');
		if (plan?.customer_id !== plansCall.customer_id) throw new AnswerpackError('plan_not_found');
		return call({ ...plansCall, plan });
	});
}
