import { AnswerpackError, type PublicBot } from '@answerpack/shared/contract';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { assertOrigin } from '../content-api/origins';
import { getService } from '../services';
import { toPublicBot } from '../settings/bot-settings';
import type { PublishedBot } from '../settings/published-bots';

/** What a slug can be; anything else is not worth a query. */
const SLUG = /^[a-z0-9-]{1,255}$/;

const LANGUAGE_LENGTH_MAX = 35;

/** `GET /bots/:slug?language=`: what everybody may know of a published bot. */
export const bots = ({ strapi }: { strapi: Core.Strapi }) => ({
	async findOne(ctx: Context): Promise<PublicBot> {
		const { entry } = await findAskedBot(strapi, ctx);
		ctx.vary('Accept-Language');
		return toPublicBot(entry, languageAsked(ctx));
	},
});

/** What the page says (`?language=`), else the browser's first language: every browser sends it. */
function languageAsked(ctx: Context): string | undefined {
	const { language } = ctx.query;
	if (typeof language === 'string' && language) return language.slice(0, LANGUAGE_LENGTH_MAX);
	const [first = '*'] = ctx.acceptsLanguages();
	return first === '*' ? undefined : first.slice(0, LANGUAGE_LENGTH_MAX);
}

/**
 * The published bot that the path names.
 * @throws AnswerpackError `bot_not_found`: there is none, or it is not published; `origin_not_allowed`.
 */
export async function findAskedBot(strapi: Core.Strapi, ctx: Context): Promise<PublishedBot> {
	const slug: string = ctx.params.slug;
	const bot = SLUG.test(slug) ? await getService(strapi, 'published-bots').find(slug) : null;
	if (!bot) throw new AnswerpackError('bot_not_found');
	assertOrigin(ctx, bot.entry);
	return bot;
}
