import { AnswerpackError } from '@answerpack/shared/contract';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { BOT_UID } from '../constants';
import type { BotEntry } from '../content-types/bot/schema';
import { originsOf } from '../settings/bot-settings';

type Origins = Pick<BotEntry, 'origins'>;

/**
 * Browsers name the page's origin with everything but a GET to that origin itself, and no page can keep them from it. Who
 * sends none is no page on another website; who is no browser could send any.
 * @throws AnswerpackError `origin_not_allowed`: this bot may not be embedded there.
 */
export function assertOrigin(ctx: Context, bot: Origins): void {
	const allowed = originsOf(bot);
	if (allowed.length === 0) return;
	ctx.vary('Origin');
	const origin = ctx.get('Origin');
	if (origin && !allowed.includes(origin)) throw new AnswerpackError('origin_not_allowed');
}

/**
 * The same for something that a bot has answered, whether it is still published or not.
 * @throws AnswerpackError `origin_not_allowed`
 */
export async function assertOriginOf(strapi: Core.Strapi, ctx: Context, documentId: string): Promise<void> {
	if (!ctx.get('Origin')) return;
	const versions: (Origins & { publishedAt: string | null })[] = await strapi.db
		.query(BOT_UID)
		.findMany({ select: ['origins', 'publishedAt'], where: { documentId } });
	const bot = versions.find(({ publishedAt }) => publishedAt !== null) ?? versions[0];
	if (bot) assertOrigin(ctx, bot);
}
