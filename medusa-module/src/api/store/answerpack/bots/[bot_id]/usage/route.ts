import { type CustomerUsageAnswer, parse } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import { pageSchema } from '../../../../../paging';
import { customerCall } from '../../../customer-call';

/** The signed-in customer's own answers of this bot, newest first. */
export const GET = customerCall(async ({ req, credits, bot_id, customer_id }): Promise<CustomerUsageAnswer> => {
	const page = parse(pageSchema, req.query);
	const { answers, count } = await credits.customerAnswers(customer_id, { bot_id, ...page });
	return {
		usage: answers.map(({ id, at, pool, spent, state }) => ({
			answer_id: id,
			at,
			pool,
			credits_used: toCredits(spent),
			state,
		})),
		count,
		...page,
	};
});
