import { z } from 'zod';
import { POOLS } from '../pools/index.js';
import { textSchema } from './text.js';

/** What a customer asked and was answered, as it is kept. Times are ISO 8601 in UTC. */
export const customerAnswerSchema = z.object({
	id: z.uuid(),
	bot_id: z.string(),
	/** `null` for a question that was asked outside of any conversation. */
	conversation_id: z.uuid().nullable(),
	at: z.iso.datetime(),
	language: z.string().nullable(),
	question: z.string(),
	answer: z.string(),
	/** What the answer cites, by title and address. */
	sources: z.array(z.object({ title: z.string(), url: z.string().nullable() })),
	/** Whether the bot knew; `null` for one that failed. */
	answered: z.boolean().nullable(),
	pool: z.enum(POOLS).nullable(),
	/** In credits. */
	credits: z.number(),
	feedback: z.object({ rating: z.enum(['up', 'down']), comment: z.string().optional() }).nullable(),
});
export type CustomerAnswer = z.infer<typeof customerAnswerSchema>;

/** `GET /api/answerpack/service/customers/:id/conversations?after=`: a customer's answers, the oldest first. */
export const customerAnswersQuerySchema = z.object({ after: z.coerce.number().int().nonnegative().default(0) });
export const customerAnswersSchema = z.object({
	answers: z.array(customerAnswerSchema),
	/** What to ask for with `after` next; `null` when that was all. */
	next: z.number().int().nullable(),
});
export type CustomerAnswers = z.infer<typeof customerAnswersSchema>;

/** `DELETE …/conversations`: everything that this customer asked and was answered is gone for good. */
export const erasedAnswersSchema = z.object({ erased: z.number().int() });
export type ErasedAnswers = z.infer<typeof erasedAnswersSchema>;

export const customerIdSchema = textSchema.min(1);

/** `GET /store/answerpack/conversations`, and the same for the shop's people: everything there is, to download. */
export interface ConversationsExport {
	customer_id: string;
	exported_at: string;
	/** Each with its questions and answers, the oldest first. Those outside of any conversation come with a `null` id. */
	conversations: { id: string | null; bot_id: string; answers: Omit<CustomerAnswer, 'bot_id' | 'conversation_id'>[] }[];
}
