import { holdBodySchema } from '@answerpack/shared/contract';
import { countRefusal } from '../../../count-refusal';
import { botCall, tellingOffers } from '../../../service-call';

/** Holds the most that an answer can cost: 201, or 200 when this hold was taken before. */
export const POST = botCall(holdBodySchema, async (call) => {
	const { credits, bot_id, body, res } = call;
	const { replayed, ...hold } = await tellingOffers(call, () =>
		credits.reserve(bot_id, body).catch((error) => {
			countRefusal(call, error);
			throw error;
		}),
	);
	res.status(replayed ? 200 : 201);
	return hold;
});
