import { z } from 'zod';
import { POOLS } from '../pools/index.js';

/** The header in which a widget shows its pass or visitor token to Strapi. */
export const PASS_HEADER = 'X-Answerpack-Pass';

/** The longest question, in characters. */
export const QUESTION_LENGTH_MAX = 2000;

/**
 * `POST /api/answerpack/bots/:slug/answers`. The id is the idempotency key of everything that follows. The question's
 * own limits have codes of their own (`question_empty`, `question_too_long`) and are checked after this form.
 */
export const answerBodySchema = z.object({
	id: z.uuid().toLowerCase(),
	question: z.string(),
	conversation_id: z.uuid().toLowerCase().optional(),
	/** The visitor's language, as a BCP 47 tag: `de`, `en-GB`. */
	language: z
		.string()
		.min(2)
		.max(35)
		.regex(/^[A-Za-z0-9-]+$/)
		.optional(),
});
export type AnswerBody = z.infer<typeof answerBodySchema>;

/** `POST /api/answerpack/visitors`. */
export const visitorAnswerSchema = z.object({ token: z.string(), expires_at: z.iso.datetime() });
export type VisitorAnswer = z.infer<typeof visitorAnswerSchema>;

/** A passage that an answer came from; answers refer to it as `[n]`. */
export const sourceSchema = z.object({
	n: z.number().int().min(1),
	title: z.string(),
	heading: z.string().nullable(),
	url: z.string().nullable(),
	text: z.string(),
});
export type Source = z.infer<typeof sourceSchema>;

/** The events of an answer's stream, by name. */
export const answerEventSchemas = {
	start: z.object({ answer_id: z.uuid(), sources: z.array(sourceSchema), pool: z.enum(POOLS).nullable() }),
	delta: z.object({ text: z.string() }),
	done: z.object({
		/** In credits. */
		credits_used: z.number(),
		/** Which pool paid; `null` when nothing was asked of any pool. */
		pool: z.enum(POOLS).nullable(),
		/** What the visitor can still use of that pool, in credits; `null` when nothing was asked of any pool. */
		left: z.number().nullable(),
		/** False when the bot did not know; such an answer is free. */
		answered: z.boolean(),
		/** An earlier answer to the same question was given again. */
		cached: z.literal(true).optional(),
	}),
	error: z.object({ code: z.string(), message: z.string(), retryable: z.boolean() }),
} as const;

/** One event of an answer's stream; `id` grows by one from 1, and `Last-Event-ID` resumes after it. */
export type AnswerEvent = {
	[Name in keyof typeof answerEventSchemas]: {
		id: number;
		event: Name;
		data: z.infer<(typeof answerEventSchemas)[Name]>;
	};
}[keyof typeof answerEventSchemas];

/** How often a stream sends a comment line, so that no proxy takes it for dead. */
export const HEARTBEAT_SECONDS = 15;
