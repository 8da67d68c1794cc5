import { AnswerpackError, type Source } from '@answerpack/shared/contract';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import type { StoredAnswer } from '../answering/answer-store';
import { textOf } from '../answering/conversation';
import { assertOriginOf } from '../content-api/origins';
import type { Asker } from '../content-api/visitor-tokens';
import { getService } from '../services';
import { admitAsker, idOf } from './answers';

export interface ConversationAnswer {
	id: string;
	at: string;
	question: string;
	text: string;
	sources: Source[];
	state: 'running' | 'done' | 'failed';
	answered: boolean;
	credits_used: number;
}

/** The visitor's own conversations. */
export const conversations = ({ strapi }: { strapi: Core.Strapi }) => ({
	/** `GET /conversations/:id` */
	async findOne(ctx: Context): Promise<{ id: string; answers: ConversationAnswer[] }> {
		const { answers } = await findOwn(strapi, ctx);
		return { id: idOf(ctx), answers: answers.map(toConversationAnswer) };
	},

	/** `DELETE /conversations/:id`: questions and answers are gone for good; what they cost stays in Medusa's books. */
	async delete(ctx: Context): Promise<void> {
		const { answers, asker } = await findOwn(strapi, ctx);
		for (const { answer_id } of answers) await getService(strapi, 'answering').stop(answer_id);
		await getService(strapi, 'answer-rows').eraseConversation(idOf(ctx), asker.subject);
		ctx.status = 204;
	},
});

/** @throws AnswerpackError `answer_not_found`, also for somebody else's conversation; `origin_not_allowed`. */
async function findOwn(strapi: Core.Strapi, ctx: Context): Promise<{ answers: StoredAnswer[]; asker: Asker }> {
	const asker = await admitAsker(strapi, ctx);
	const found = await getService(strapi, 'answer-rows').findConversation(idOf(ctx), asker.subject);
	const own = found.filter((answer) => asker.owns(answer));
	if (own.length === 0) throw new AnswerpackError('answer_not_found');
	for (const botId of new Set(own.map(({ bot_id }) => bot_id))) await assertOriginOf(strapi, ctx, botId);
	return { answers: own, asker };
}

function toConversationAnswer({ answer_id, created_at, question, state, events }: StoredAnswer): ConversationAnswer {
	const answer: ConversationAnswer = {
		id: answer_id,
		at: created_at.toISOString(),
		question: question ?? '',
		text: textOf(events),
		sources: [],
		state: state === 'done' || state === 'failed' ? state : 'running',
		answered: false,
		credits_used: 0,
	};
	for (const { event, data } of events) {
		if (event === 'start') answer.sources = data.sources;
		if (event === 'done') Object.assign(answer, { answered: data.answered, credits_used: data.credits_used });
	}
	return answer;
}
