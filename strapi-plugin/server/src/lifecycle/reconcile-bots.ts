import type { Core } from '@strapi/strapi';
import { BOT_UID } from '../constants';
import type { BotEntry } from '../content-types/bot/schema';
import { getService } from '../services';
import { checkBot, toSettings } from '../settings/bot-settings';
import { describeProblem } from '../settings/problems';

/**
 * Makes the outbox say what is published, whatever happened while nobody listened (an import, a restored database, a
 * plugin that was switched off). Bots whose settings are as they were recorded are left alone.
 */
export async function reconcileBots(strapi: Core.Strapi): Promise<void> {
	const outbox = getService(strapi, 'outbox');
	const published: BotEntry[] = await strapi.db.query(BOT_UID).findMany({ where: { publishedAt: { $notNull: true } } });
	for (const bot of published) {
		const [issue] = checkBot(bot);
		if (issue) {
			strapi.log.warn(
				`Answerpack: the bot "${bot.name}" is not sent to Medusa. ${issue.field}: ${describeProblem(issue.problem, 'en')}`,
			);
			continue;
		}
		const settings = toSettings(bot);
		if (!(await outbox.hasRecorded(bot.documentId, settings))) await outbox.recordBot(bot.documentId, settings);
	}
	const ids = new Set(published.map(({ documentId }) => documentId));
	for (const botId of await outbox.activeBotIds()) {
		if (!ids.has(botId)) await outbox.recordBot(botId, null);
	}
}
