import {
	type CustomerAnswer,
	type CustomerAnswers,
	customerAnswersQuerySchema,
	customerIdSchema,
	type ErasedAnswers,
	parse,
	type Subject,
} from '@answerpack/shared/contract';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { StoredAnswer } from '../answering/answer-store';
import { textOf } from '../answering/conversation';
import { getService } from '../services';

/** What Medusa asks for when a customer wants to see what is kept, or is deleted there. */
export const customers = ({ strapi }: { strapi: Core.Strapi }) => ({
	/** `GET /service/customers/:id/conversations?after=` */
	async conversations(ctx: Context): Promise<CustomerAnswers> {
		const { after } = parse(customerAnswersQuerySchema, ctx.query);
		const { answers, next } = await getService(strapi, 'answer-rows').listOf(subjectOf(ctx), after);
		return { answers: answers.map(toCustomerAnswer), next };
	},

	/** `DELETE /service/customers/:id/conversations`: what still runs is stopped first. Repeated, it erases what came since. */
	async erase(ctx: Context): Promise<ErasedAnswers> {
		const subject = subjectOf(ctx);
		const rows = getService(strapi, 'answer-rows');
		for (const answerId of await rows.findRunning(subject)) await getService(strapi, 'answering').stop(answerId);
		return { erased: await rows.eraseOf(subject) };
	},
});

/** @throws AnswerpackError `invalid_request` */
function subjectOf(ctx: Context): Subject {
	return { kind: 'customer', key: parse(customerIdSchema, ctx.params.id) };
}

function toCustomerAnswer(answer: StoredAnswer): CustomerAnswer {
	const { events } = answer;
	const found: CustomerAnswer = {
		id: answer.answer_id,
		bot_id: answer.bot_id,
		conversation_id: answer.conversation_id,
		at: answer.created_at.toISOString(),
		language: answer.language,
		question: answer.question ?? '',
		answer: textOf(events),
		sources: [],
		answered: null,
		pool: answer.pool,
		credits: 0,
		feedback: answer.feedback,
	};
	for (const { event, data } of events) {
		if (event === 'start') found.sources = data.sources.map(({ title, url }) => ({ title, url }));
		if (event === 'done') Object.assign(found, { answered: data.answered, credits: data.credits_used });
	}
	return found;
}
