import { usageQuerySchema } from '@answerpack/shared/contract';
import { botCall } from '../../../service-call';

/** What was spent in a time, by pool and purpose. */
export const GET = botCall(usageQuerySchema, ({ credits, bot_id, body }) => credits.usage(bot_id, body));
