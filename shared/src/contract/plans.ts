import { z } from 'zod';
import { textSchema } from './text.js';

/** What a plan's period is counted in. */
export const INTERVALS = ['day', 'week', 'month', 'year'] as const;
export type Interval = (typeof INTERVALS)[number];

const moneySchema = z.object({ amount: z.number(), currency_code: z.string() });

export const PLAN_STATUSES = ['starting', 'active', 'past_due', 'ended'] as const;

/** A plan as its customer sees it. Credits in credits, money in the currency's main unit. */
export const planSchema = z.object({
	id: z.string(),
	bot_id: z.string(),
	name: z.string(),
	/** `past_due`: a payment is missing, so no new credits come; what is left may be used until it expires. */
	status: z.enum(PLAN_STATUSES),
	/** Whether its period now is a trial, which cost nothing. */
	trial: z.boolean(),
	/** What one period grants. */
	credits: z.number(),
	price: moneySchema,
	interval: z.enum(INTERVALS),
	interval_count: z.number().int(),
	/** What of a period moves on into the next one, at most. */
	rollover: z.number(),
	/** When it is billed next, or ends; `null` when it has ended. */
	renews_at: z.iso.datetime().nullable(),
	ends_at: z.iso.datetime().nullable(),
	/** What it will be from the next period on, when that is something else. */
	next: z.object({ name: z.string(), credits: z.number(), price: moneySchema }).nullable(),
	/** Where a missing payment can be made. */
	pay_url: z.url().nullable(),
	/** What was paid so far, the newest first. */
	payments: z.array(moneySchema.extend({ at: z.iso.datetime(), credits: z.number() })),
});
export type PlanView = z.infer<typeof planSchema>;

/** `GET /store/answerpack/plans`, the newest first. */
export const plansAnswerSchema = z.object({ plans: z.array(planSchema) });
export type PlansAnswer = z.infer<typeof plansAnswerSchema>;

/** `POST …/plans/:id/{cancel,resume,switch}`, and `…/payment-method` with a card. */
export const planAnswerSchema = z.object({ plan: planSchema });
export type PlanAnswer = z.infer<typeof planAnswerSchema>;

/** `POST …/plans/:id/switch`: the offer to go on with, or a variant that sells it. */
export const switchBodySchema = z.union([
	z.strictObject({ variant_id: textSchema.min(1) }),
	z.strictObject({ offer_id: textSchema.min(1) }),
]);

/**
 * `POST …/plans/:id/payment-method`: first without a card, which answers what a browser needs to save one at Stripe
 * (`{client_secret}`); then with it.
 */
export const paymentMethodBodySchema = z.object({ payment_method: textSchema.min(1).optional() });
/** `POST /store/answerpack/carts/:id/trial` with a card; without one, what a browser needs to save it. */
export const trialAnswerSchema = z.object({ order_id: z.string() });
export type TrialAnswer = z.infer<typeof trialAnswerSchema>;

export const cardToSaveAnswerSchema = z.object({ client_secret: z.string() });
export type CardToSaveAnswer = z.infer<typeof cardToSaveAnswerSchema>;
