import type { Core } from '@strapi/strapi';
import { errors, z } from '@strapi/utils';
import type { Context } from 'koa';
import { BOT_UID } from '../constants';
import type { BotEntry } from '../content-types/bot/schema';
import { type ConversationDetail, findConversation } from '../conversations/conversation-detail';
import { type ConversationList, listConversations, listQuerySchema } from '../conversations/conversation-list';
import { conversationDaysOf } from '../settings/bot-settings';

/** What editors read of conversations; visitors' own are in `conversations.ts`. */
export const conversationOverview = ({ strapi }: { strapi: Core.Strapi }) => ({
	/**
	 * `POST /answerpack/bots/:id/conversations/list`: a list that is asked for by a body, since what is searched for is a piece of what
	 * somebody asked, and addresses are logged.
	 */
	async list(ctx: Context): Promise<ConversationList & { days: number }> {
		const query = listQuerySchema.safeParse((ctx.request as { body?: unknown }).body ?? {});
		if (!query.success) throw new errors.ValidationError(query.error.issues[0]?.message ?? '');
		const documentId: string = ctx.params.id;
		// What is published counts (privacy/retention.ts).
		const [bot]: BotEntry[] = await strapi.db
			.query(BOT_UID)
			.findMany({ where: { documentId }, orderBy: { publishedAt: 'asc' }, limit: 1 });
		if (!bot) throw new errors.NotFoundError();
		return { ...(await listConversations(strapi, documentId, query.data)), days: conversationDaysOf(bot) };
	},

	/** `GET /answerpack/bots/:id/conversations/:answer_id`: the conversation that this answer belongs to. */
	async findOne(ctx: Context): Promise<ConversationDetail> {
		const answerId = z.uuid().toLowerCase().safeParse(ctx.params.answer_id);
		const found = answerId.success && (await findConversation(strapi, ctx.params.id, answerId.data));
		if (!found) throw new errors.NotFoundError();
		return found;
	},
});
