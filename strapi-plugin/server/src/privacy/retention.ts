import type { Core } from '@strapi/strapi';
import type { AnswerRows } from '../answer-rows/answer-rows';
import { BOT_UID } from '../constants';
import type { BotEntry } from '../content-types/bot/schema';
import type { Outbox } from '../outbox/outbox';
import { conversationDaysOf } from '../settings/bot-settings';

const DAY_MS = 86_400_000;
/** Of a bot that keeps nothing: as long as an answer may take, and a minute to fetch what a lost connection has missed. */
const ANSWER_MS = 180_000;
const BATCH = 500;
/** What one run erases at most for a bot; the next run goes on. */
const BATCHES_MAX = 40;

export type Retention = ReturnType<typeof createRetention>;

type KeptBot = Pick<BotEntry, 'documentId' | 'conversationDays'> & { publishedAt: string | null };

/** Takes questions and answers out of the table when their days are over; see README.md. */
export function createRetention({ strapi, rows, outbox }: { strapi: Core.Strapi; rows: AnswerRows; outbox: Outbox }) {
	/** The days of every bot that has ever answered: as published, else as drafted, and none for one that is deleted. */
	async function daysByBot(): Promise<Map<string, number>> {
		const entries: KeptBot[] = await strapi.db
			.query(BOT_UID)
			.findMany({ select: ['documentId', 'conversationDays', 'publishedAt'] });
		const days = new Map((await outbox.botIds()).map((botId) => [botId, 0]));
		// What is published comes last and counts.
		for (const entry of entries.sort((a, b) => Number(a.publishedAt !== null) - Number(b.publishedAt !== null))) {
			days.set(entry.documentId, conversationDaysOf(entry));
		}
		return days;
	}

	return {
		/** Erases what is past its days at this time. Any number of instances may do so at once, and again. */
		async eraseDue(now: Date): Promise<void> {
			for (const [botId, days] of await daysByBot()) {
				const before = new Date(now.getTime() - (days > 0 ? days * DAY_MS : ANSWER_MS));
				for (let batch = 0; batch < BATCHES_MAX; batch++) {
					if ((await rows.eraseBefore(botId, before, BATCH)) < BATCH) break;
				}
			}
		},
	};
}
