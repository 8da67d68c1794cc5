import { z } from 'zod';
import { POOLS, PURPOSES, SUBJECT_KINDS } from '../pools/index.js';
import { textSchema } from './text.js';

/** An amount on a service route: an integer of millicredits. */
export const amountSchema = z.number().int().nonnegative();

const keySchema = textSchema.min(1);

export const subjectSchema = z.object({ kind: z.enum(SUBJECT_KINDS), key: keySchema });
export type Subject = z.infer<typeof subjectSchema>;

/** The longest a hold may live without a heartbeat. */
export const HOLD_TTL_SECONDS_MAX = 3600;
const ttlSchema = z.number().int().min(1).max(HOLD_TTL_SECONDS_MAX);

/** `POST /answerpack/bots/:bot_id/holds`. The id is the answer's id and the idempotency key. */
export const holdBodySchema = z.object({
	id: z.uuid().toLowerCase(),
	subject: subjectSchema,
	purpose: z.enum(PURPOSES),
	amount: amountSchema,
	ttl_seconds: ttlSchema,
});
export type HoldBody = z.infer<typeof holdBodySchema>;

/**
 * A hold that was taken. `left` is what this subject can still use of that pool after it, in millicredits: a customer's
 * credits, or the smaller of the visitor's own limit and the rest of the reserve or of the share.
 */
export const holdAnswerSchema = z.object({
	id: z.uuid(),
	pool: z.enum(POOLS),
	amount: amountSchema,
	expires_at: z.iso.datetime(),
	left: amountSchema,
});
export type HoldAnswer = z.infer<typeof holdAnswerSchema>;

/** `POST …/holds/:id/extend`: a heartbeat, and more credits when `amount` (the new total) is given. */
export const extendBodySchema = z.object({ ttl_seconds: ttlSchema, amount: amountSchema.optional() });
export type ExtendBody = z.infer<typeof extendBodySchema>;

export const usageSchema = z.object({
	model: textSchema,
	input_tokens: z.number().int().nonnegative(),
	output_tokens: z.number().int().nonnegative(),
	/** What the provider takes for it, in the provider's currency. */
	cost: z.number().nonnegative().optional(),
});
export type Usage = z.infer<typeof usageSchema>;

/** `POST …/holds/:id/settle`. What exceeds the hold is absorbed, never charged. */
export const settleBodySchema = z.object({ amount: amountSchema, usage: usageSchema });
export type SettleBody = z.infer<typeof settleBodySchema>;
export const settleAnswerSchema = z.object({ spent: amountSchema, absorbed: amountSchema, left: amountSchema });
export type SettleAnswer = z.infer<typeof settleAnswerSchema>;

/** `POST …/holds/:id/release`. It costs its asker nothing; `usage` is what it took all the same, where that is known. */
export const releaseBodySchema = z.object({ reason: textSchema.min(1), usage: usageSchema.optional() });
export type ReleaseBody = z.infer<typeof releaseBodySchema>;
export const releaseAnswerSchema = z.object({ released: amountSchema, left: amountSchema });
export type ReleaseAnswer = z.infer<typeof releaseAnswerSchema>;

/** `GET /answerpack/bots/:bot_id/usage?from&to&by`: the bot's local days that the time touches, each of them whole. */
export const usageQuerySchema = z.object({
	from: z.iso.datetime(),
	to: z.iso.datetime(),
	by: z.enum(['day', 'month']).default('day'),
});
export type UsageQuery = z.infer<typeof usageQuerySchema>;
export const usageReportSchema = z.object({
	usage: z.array(
		z.object({
			/** First local day of the row, in the bot's time zone: `2026-03-01`. */
			from: z.iso.date(),
			pool: z.enum(POOLS),
			purpose: z.enum(PURPOSES),
			answers: z.number().int(),
			spent: amountSchema,
		}),
	),
});
export type UsageReport = z.infer<typeof usageReportSchema>;
