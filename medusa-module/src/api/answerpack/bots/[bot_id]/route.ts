import { putBotBodySchema } from '@answerpack/shared/contract';
import { botCall } from '../../service-call';

/** Stores the settings that Strapi published; an older version is ignored, and the stored one is answered. */
export const PUT = botCall(putBotBodySchema, ({ credits, bot_id, body }) => credits.putBot(bot_id, body));
