import { botIdSchema, giveawayCodeSchema, parse, textSchema } from '@answerpack/shared/contract';
import { toMillicredits } from '@answerpack/shared/credits';
import { creditsSchema } from '@answerpack/shared/pools';
import { z } from 'zod';
import { adminCall } from '../admin-call';
import type { AdminGiveaways } from '../types';
import { presentGiveaway } from './present-giveaway';

const bodySchema = z
	.object({
		bot_id: botIdSchema,
		code: giveawayCodeSchema,
		name: textSchema.trim().min(1),
		/** For one claim, and for all claims together. */
		credits: creditsSchema.positive(),
		total_credits: creditsSchema.positive(),
		starts_at: z.coerce.date(),
		ends_at: z.coerce.date(),
		valid_days: z.number().int().min(1).max(3650).nullable().default(null),
	})
	.refine(({ credits, total_credits }) => total_credits >= credits, {
		path: ['total_credits'],
		error: 'less than one claim',
	})
	.refine(({ starts_at, ends_at }) => ends_at > starts_at, { path: ['ends_at'], error: 'not after the beginning' });

const querySchema = z.object({ bot_id: botIdSchema.optional() });

/** The giveaways of one bot, or of all, by bot and then the newest first. */
export const GET = adminCall(async ({ req, credits }): Promise<AdminGiveaways> => {
	const { bot_id } = parse(querySchema, req.query);
	const bots = bot_id ? [await credits.retrieveBot(bot_id)] : await credits.listBots();
	const giveaways = await Promise.all(
		bots.map(async ({ bot_id, settings: { name } }) =>
			(await credits.listGiveaways(bot_id)).map((giveaway) => presentGiveaway(giveaway, name)),
		),
	);
	return { giveaways: giveaways.flat() };
});

/** Adds a giveaway. Its code is unique for the bot. */
export const POST = adminCall(async ({ req, credits }) => {
	const { credits: each, total_credits, ...giveaway } = parse(bodySchema, req.body);
	const amounts = { amount: toMillicredits(each), total: toMillicredits(total_credits) };
	const { settings } = await credits.retrieveBot(giveaway.bot_id);
	return { giveaway: presentGiveaway(await credits.createGiveaway({ ...giveaway, ...amounts }), settings.name) };
});
