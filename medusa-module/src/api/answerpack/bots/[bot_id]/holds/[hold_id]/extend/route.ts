import { extendBodySchema } from '@answerpack/shared/contract';
import { holdCall, tellingOffers } from '../../../../../service-call';

/** Keeps a hold alive for a long answer, and raises it when a new total is given. */
export const POST = holdCall(extendBodySchema, (call) => {
	const { credits, bot_id, hold_id, body } = call;
	return tellingOffers(call, () => credits.extend(bot_id, hold_id, body));
});
