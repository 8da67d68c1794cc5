import { settleBodySchema } from '@answerpack/shared/contract';
import { holdCall } from '../../../../../service-call';

/** Books what the answer really used. */
export const POST = holdCall(settleBodySchema, ({ credits, bot_id, hold_id, body }) =>
	credits.settle(bot_id, hold_id, body),
);
