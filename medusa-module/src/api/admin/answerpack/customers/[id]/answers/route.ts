import { botIdSchema, parse } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import { pageSchema } from '../../../../../paging';
import { adminCall } from '../../../admin-call';
import { botNames } from '../../../present';
import type { AdminCustomerAnswers } from '../../../types';

const querySchema = pageSchema.extend({ bot_id: botIdSchema.optional() });

/** Every answer that a customer asked for, newest first, with the pool and the lots that paid. */
export const GET = adminCall(async ({ req, credits, id }): Promise<AdminCustomerAnswers> => {
	const { bot_id, ...page } = parse(querySchema, req.query);
	const [{ answers, count }, names] = await Promise.all([
		credits.customerAnswers(id, { bot_id, ...page }),
		botNames(credits),
	]);
	return {
		answers: answers.map(({ id, bot_id, at, pool, purpose, state, amount, spent, lots }) => ({
			id,
			bot_id,
			bot_name: names.get(bot_id) ?? null,
			at,
			pool,
			purpose,
			state,
			credits: toCredits(state === 'open' ? amount : spent),
			lots: lots.map(({ lot_id, amount }) => ({ lot_id, credits: toCredits(amount) })),
		})),
		count,
		...page,
	};
});
