import { z } from 'zod';
import { botSettingsSchema } from '../pools/index.js';
import { textSchema } from './text.js';

/** A bot's id: Strapi's document id. */
export const botIdSchema = textSchema.min(1);

/** `PUT /answerpack/bots/:bot_id` → the version that is stored, which is not ours when ours is older. */
export const putBotBodySchema = botSettingsSchema;
export const putBotAnswerSchema = z.object({ bot_id: botIdSchema, version: z.number().int() });
export type PutBotAnswer = z.infer<typeof putBotAnswerSchema>;

/** What everybody may know of a bot: `GET /api/answerpack/bots/:slug`. */
export const publicBotSchema = z.object({
	id: botIdSchema,
	slug: z.string(),
	name: z.string(),
	greeting: z.string(),
	suggestions: z.array(z.string()),
	languages: z.array(z.string()),
	status: z.enum(['active', 'paused']),
	/** Credits for one answer; `null` when it is metered. */
	credits_per_answer: z.number().nullable(),
	/** Credits a visitor may use for free in one window. */
	free: z.object({ credits: z.number(), window: z.enum(['day', 'month']) }),
});
export type PublicBot = z.infer<typeof publicBotSchema>;
