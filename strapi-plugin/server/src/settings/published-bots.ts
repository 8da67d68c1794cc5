import type { Core } from '@strapi/strapi';
import type { AskedBot } from '../answering/pump';
import { BOT_UID } from '../constants';
import type { BotEntry } from '../content-types/bot/schema';
import { toAskedBot } from './bot-settings';

/** How long a bot is believed when no change was heard of: another instance may have published it. */
const BELIEVED_MS = 1000;

export interface PublishedBot {
	entry: BotEntry;
	/** The same, as far as answering goes. */
	asked: AskedBot;
}

export type PublishedBots = ReturnType<typeof createPublishedBots>;

/** The bots that visitors meet: every question asks for one, and they change a few times a day. */
export function createPublishedBots(strapi: Core.Strapi) {
	const bySlug = new Map<string, { bot: Promise<PublishedBot | null>; at: number }>();

	async function read(slug: string): Promise<PublishedBot | null> {
		const found = await strapi.documents(BOT_UID).findFirst({ filters: { slug }, status: 'published' });
		if (!found) return null;
		const entry = found as unknown as BotEntry;
		return { entry, asked: toAskedBot(entry) };
	}

	return {
		/** Something was published, or taken back: the next question looks what. */
		invalidate(): void {
			bySlug.clear();
		},

		async find(slug: string): Promise<PublishedBot | null> {
			const known = bySlug.get(slug);
			if (known && Date.now() - known.at <= BELIEVED_MS) return known.bot;
			const reading = { bot: read(slug), at: Date.now() };
			bySlug.set(slug, reading);
			const found = await reading.bot.catch((error) => {
				if (bySlug.get(slug) === reading) bySlug.delete(slug);
				throw error;
			});
			// Only what is there is kept: slugs that anybody may make up would fill the memory.
			if (!found && bySlug.get(slug) === reading) bySlug.delete(slug);
			return found;
		},
	};
}
