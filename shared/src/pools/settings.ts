import { z } from 'zod';
import { textSchema } from '../contract/text.js';

/** The three pools an answer can be paid from. One answer is paid from exactly one of them. */
export const POOLS = ['owner_cap', 'free_reserve', 'end_user_credits'] as const;
export type Pool = (typeof POOLS)[number];

/** What a hold is for. Only operators play and train. */
export const PURPOSES = ['answer', 'playground', 'training'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Who asks: a customer of the shop, an anonymous visitor, or the operator's own people. */
export const SUBJECT_KINDS = ['customer', 'visitor', 'operator'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Over how long a pool's budget is counted, in the bot's time zone. */
export const WINDOWS = ['day', 'month'] as const;
export type Window = (typeof WINDOWS)[number];

/** A number of credits as editors write it: 0 or more, at most three decimals, and exact as millicredits. */
export const creditsSchema = z
	.number()
	.min(0)
	.max(Number.MAX_SAFE_INTEGER / 1_000_000)
	.refine((n) => Math.abs(Math.round(n * 1000) - n * 1000) <= 1e-3, 'at most three decimals');

const percent = z.number().int().min(0).max(100);

/**
 * An IANA time zone by its full name, such as Europe/Berlin, or UTC. Short names (`IST`, `BST`) and offsets mean one thing
 * to JavaScript and another to Postgres.
 */
export const timeZoneSchema = z.string().refine((zone) => {
	if (zone !== 'UTC' && !/^[A-Za-z]+\/./.test(zone)) return false;
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		return true;
	} catch {
		return false;
	}
}, 'not a time zone, such as Europe/Berlin');

/** The price of an answer: a fixed number of credits, or metered by tokens with a minimum. */
export const priceSchema = z.discriminatedUnion('mode', [
	z.object({ mode: z.literal('per_answer'), credits: creditsSchema }),
	z.object({
		mode: z.literal('metered'),
		credits_per_1k_input: creditsSchema,
		credits_per_1k_output: creditsSchema,
		minimum_credits: creditsSchema.default(0),
	}),
]);
export type Price = z.infer<typeof priceSchema>;

/**
 * A bot as Strapi publishes it to Medusa. Credits are numbers in credits, as the editor wrote them; the ledger turns
 * them into millicredits. Budgets have no default: an owner states them, or nothing is free.
 */
export const botSettingsSchema = z.object({
	name: textSchema.trim().min(1),
	slug: z
		.string()
		.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
		.max(255),
	status: z.enum(['active', 'paused']).default('active'),
	/** It is not published any more, or deleted: nothing is sold for it. What was bought stays, should it come back. */
	gone: z.boolean().default(false),
	time_zone: timeZoneSchema.default('UTC'),
	/** Grows with every publish; an older version never replaces a newer one. */
	version: z.number().int().nonnegative(),
	price: priceSchema.default({ mode: 'per_answer', credits: 1 }),
	pools: z.object({
		owner_cap: z.object({
			credits_per_month: creditsSchema,
			alert_at_percent: z.array(percent).max(10).default([80, 100]),
			open_to_visitors_percent: percent.default(0),
			training_percent: percent.default(100),
		}),
		free_reserve: z.object({
			credits: creditsSchema,
			window: z.enum(WINDOWS).default('day'),
			/** Credits one visitor may use in one window; without it, the whole reserve. */
			per_visitor: creditsSchema.optional(),
		}),
		giveaways: z.object({ credits_per_month: creditsSchema }).default({ credits_per_month: 0 }),
		paying_visitors: z.enum(['credits_first', 'free_first']).default('credits_first'),
	}),
});
export type BotSettings = z.infer<typeof botSettingsSchema>;
