import { botIdSchema, giveawayCodeSchema, parse } from '@answerpack/shared/contract';
import { z } from 'zod';
import { adminCall } from '../../admin-call';
import { presentGiveaway } from '../present-giveaway';

const bodySchema = z.object({ bot_id: botIdSchema, code: giveawayCodeSchema });

/** Ends a giveaway now. What was claimed stays claimed. */
export const POST = adminCall(async ({ req, credits }) => {
	const { bot_id, code } = parse(bodySchema, req.body);
	const { settings } = await credits.retrieveBot(bot_id);
	return { giveaway: presentGiveaway(await credits.endGiveaway(bot_id, code), settings.name) };
});
