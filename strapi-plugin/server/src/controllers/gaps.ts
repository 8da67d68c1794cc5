import type { Core } from '@strapi/strapi';
import { errors, z } from '@strapi/utils';
import type { Context } from 'koa';
import { BOT_UID } from '../constants';
import type { BotEntry } from '../content-types/bot/schema';
import type { EntryRef, GapList } from '../gaps/gaps';
import { getService } from '../services';

const ANSWERS_MAX = 1000;
const gapSchema = z.object({ answer_ids: z.array(z.uuid()).min(1).max(ANSWERS_MAX) });
const dismissSchema = gapSchema.extend({ dismissed: z.boolean().default(true) });

/** What a bot could not answer; see gaps/README.md. */
export const gaps = ({ strapi }: { strapi: Core.Strapi }) => {
	async function botOf(ctx: Context): Promise<BotEntry | null> {
		const documentId: string = ctx.params.id;
		if (!(await strapi.db.query(BOT_UID).findOne({ where: { documentId } }))) throw new errors.NotFoundError();
		return strapi.db.query(BOT_UID).findOne({ where: { documentId, publishedAt: { $notNull: true } } });
	}

	return {
		/** `GET /answerpack/bots/:id/gaps?dismissed=true` */
		async find(ctx: Context): Promise<GapList> {
			const bot = await botOf(ctx);
			if (!bot) return { gaps: [], dismissed: 0 };
			return getService(strapi, 'gaps').list(bot, { dismissed: ctx.query.dismissed === 'true' });
		},

		/** `POST /answerpack/bots/:id/gaps/dismiss` `{answer_ids, dismissed}` */
		async dismiss(ctx: Context): Promise<{ count: number }> {
			const { answer_ids, dismissed } = read(dismissSchema, ctx);
			return { count: await getService(strapi, 'gaps').dismiss(ctx.params.id, answer_ids, dismissed) };
		},

		/** `POST /answerpack/bots/:id/gaps/draft` `{answer_ids}`: an FAQ entry to write the answer into. */
		async draft(ctx: Context): Promise<EntryRef> {
			const { answer_ids } = read(gapSchema, ctx);
			const draft = await getService(strapi, 'gaps').draft(ctx.params.id, answer_ids);
			if (!draft) throw new errors.NotFoundError();
			return draft;
		},
	};
};

/** @throws ValidationError */
function read<Output>(schema: z.ZodType<Output>, ctx: Context): Output {
	const result = schema.safeParse((ctx.request as { body?: unknown }).body);
	if (!result.success) throw new errors.ValidationError(result.error.issues[0]?.message ?? '');
	return result.data;
}
