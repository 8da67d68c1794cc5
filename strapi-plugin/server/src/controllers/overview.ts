import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { BOT_UID } from '../constants';
import type { BotEntry } from '../content-types/bot/schema';
import type { DeliveryState } from '../outbox/outbox';
import { getService } from '../services';

/** A bot as the admin panel shows it. */
export interface BotState {
	document_id: string;
	name: string;
	slug: string;
	published: boolean;
	paused: boolean;
	/** How its settings fare on their way to Medusa; `null` before it was first published. */
	delivery: DeliveryState | null;
	/** Passages that it answers from, by locale. */
	passages: Record<string, number>;
}

/** The admin panel's own routes: the state of bots outside of what editors edit. */
export const overview = ({ strapi }: { strapi: Core.Strapi }) => {
	async function stateOf(draft: BotEntry): Promise<BotState> {
		const published = await strapi.documents(BOT_UID).findOne({ documentId: draft.documentId, status: 'published' });
		return {
			document_id: draft.documentId,
			name: draft.name ?? '',
			slug: draft.slug ?? '',
			published: published !== null,
			paused: (published as BotEntry | null)?.paused ?? false,
			delivery: await getService(strapi, 'outbox').stateOf(draft.documentId),
			passages: published ? await getService(strapi, 'bot-indexes').passageCounts(draft.documentId) : {},
		};
	}

	async function draftOf(documentId: string): Promise<BotEntry> {
		const draft = await strapi.documents(BOT_UID).findOne({ documentId });
		if (!draft) throw new errors.NotFoundError();
		return draft as unknown as BotEntry;
	}

	return {
		/** `GET /answerpack/bots` */
		async find(): Promise<BotState[]> {
			const drafts = await strapi.documents(BOT_UID).findMany({ sort: 'name' });
			return Promise.all((drafts as unknown as BotEntry[]).map(stateOf));
		},

		/** `GET /answerpack/bots/:id` */
		async findOne(ctx: Context): Promise<BotState> {
			return stateOf(await draftOf(ctx.params.id));
		},

		/** `POST /answerpack/bots/:id/deliver`: sends waiting settings now. */
		async deliver(ctx: Context): Promise<BotState> {
			const draft = await draftOf(ctx.params.id);
			await getService(strapi, 'outbox').deliverAll({ botId: draft.documentId });
			return stateOf(draft);
		},
	};
};
