import { z } from 'zod';
import { INTERVALS, planSchema } from './plans.js';

/** `GET /store/answerpack/bots/:bot_id/offers`. */
export const offersAnswerSchema = z.object({
	offers: z.array(
		z.object({
			id: z.string(),
			kind: z.enum(['pack', 'plan']),
			name: z.string(),
			product_id: z.string(),
			/** The product's handle, with which a storefront links to it. */
			handle: z.string(),
			variant_id: z.string(),
			/** Credits that one piece of a pack grants, or one period of a plan. */
			credits: z.number(),
			/** Tax-inclusive where the region shows such prices; `null` when the region has no price. Of a plan, for one period. */
			price: z.object({ amount: z.number(), currency_code: z.string() }).nullable(),
			/** How long the credits of a pack last; `null`: without end, and for plans, whose credits last as long as their period. */
			valid_days: z.number().int().nullable(),
			/** A plan's period, such as every 3 months; `null` for packs. */
			interval: z.enum(INTERVALS).nullable(),
			interval_count: z.number().int().nullable(),
			/** What of a plan's period moves on into the next one, at most; 0: nothing. */
			rollover: z.number(),
			/** How many days a customer may have a plan for nothing first, once; 0: none. */
			trial_days: z.number().int(),
		}),
	),
});
export type OffersAnswer = z.infer<typeof offersAnswerSchema>;
export type Offer = OffersAnswer['offers'][number];

export const LOT_CATEGORIES = ['giveaway', 'plan', 'pack', 'adjustment'] as const;
export type LotCategory = (typeof LOT_CATEGORIES)[number];

const lotSchema = z.object({
	left: z.number(),
	expires_at: z.iso.datetime().nullable(),
	category: z.enum(LOT_CATEGORIES),
});

/** `GET /store/answerpack/bots/:bot_id/credits`: what the signed-in customer has at this bot, in credits. */
export const creditsAnswerSchema = z.object({
	left: z.number(),
	held: z.number(),
	lots: z.array(lotSchema),
	/** The plan that runs for this bot. */
	plan: planSchema.pick({ id: true, status: true, renews_at: true, ends_at: true }).nullable(),
});
export type CreditsAnswer = z.infer<typeof creditsAnswerSchema>;

/** `GET /store/answerpack/bots/:bot_id/usage`: the customer's own answers, newest first. */
export const customerUsageAnswerSchema = z.object({
	usage: z.array(
		z.object({
			answer_id: z.string(),
			at: z.iso.datetime(),
			pool: z.string(),
			credits_used: z.number(),
			state: z.string(),
		}),
	),
	count: z.number().int(),
	limit: z.number().int(),
	offset: z.number().int(),
});
export type CustomerUsageAnswer = z.infer<typeof customerUsageAnswerSchema>;

/** `POST /store/answerpack/bots/:bot_id/pass`. */
export const passAnswerSchema = z.object({ pass: z.string(), expires_at: z.iso.datetime() });
export type PassAnswer = z.infer<typeof passAnswerSchema>;

/** A giveaway's code as people type it: whatever the case, and with or without spaces around it. */
export const giveawayCodeSchema = z
	.string()
	.trim()
	.toUpperCase()
	.regex(/^[A-Z0-9][A-Z0-9-]{2,63}$/);

/** `POST /store/answerpack/bots/:bot_id/giveaways`: one claim a customer. */
export const claimBodySchema = z.object({ code: giveawayCodeSchema });
/** The lot that was granted. */
export const claimAnswerSchema = lotSchema;
export type ClaimAnswer = z.infer<typeof claimAnswerSchema>;

/**
 * Where a storefront notes in a cart's metadata that its customer asks for immediate performance and knows that the right of
 * withdrawal ends with use. Medusa copies a cart's metadata to its order.
 */
export const CONSENT_KEY = 'answerpack_consent';

/** Which text the customer agreed to, and when. */
export const consentSchema = z.object({
	text_version: z.string().trim().min(1).max(100),
	given_at: z.iso.datetime({ offset: true }),
});
export type Consent = z.infer<typeof consentSchema>;
