import { releaseBodySchema } from '@answerpack/shared/contract';
import { holdCall } from '../../../../../service-call';

/** Gives everything back: the answer failed, or was free. */
export const POST = holdCall(releaseBodySchema, ({ credits, bot_id, hold_id, body }) =>
	credits.release(bot_id, hold_id, body),
);
