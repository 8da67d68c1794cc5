import type { Core, Modules } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { BOT_UID, MAPPING_UID } from '../constants';
import type { BotEntry } from '../content-types/bot/schema';
import type { MappingEntry } from '../content-types/mapping/schema';
import { isSource } from '../ingestion/sources';
import { checkMapping, hasDrafts, mappableType, mappingsOf } from '../mapping/mapped-types';
import { getService } from '../services';
import { assertNothingWrong } from '../settings/assert-nothing-wrong';
import { checkBot, toSettings } from '../settings/bot-settings';
import { mayChange } from './admin-permissions';

type Middleware = Modules.Documents.Middleware.Middleware;
type DocumentContext = Modules.Documents.Middleware.Context;

const WRITING_ACTIONS = new Set(['create', 'update', 'publish', 'unpublish', 'delete', 'discardDraft', 'clone']);

/**
 * Hears every change of bots and of what they know, from wherever it comes. What a published bot's settings have become
 * is written to the outbox in the transaction of the change itself, and so is what is to be read anew, or to be
 * forgotten; everything else happens after the commit.
 */
export const createDocumentMiddleware = (strapi: Core.Strapi): Middleware => {
	const outbox = getService(strapi, 'outbox');
	const indexes = getService(strapi, 'bot-indexes');
	const ingestion = getService(strapi, 'ingestion');
	const bots = getService(strapi, 'published-bots');

	return async (context, next) => {
		const uid: string = context.uid;
		if (!WRITING_ACTIONS.has(context.action)) return next();
		if (uid !== BOT_UID && !isSource(uid)) return changeEntry(strapi, context, async () => next());
		if (!mayChange(strapi, uid)) throw new errors.ForbiddenError(); // a panel beside the entry says why
		return strapi.db.transaction(async ({ onCommit }) => {
			const known = documentIdOf(context.params);
			if (known && context.action === 'publish') await assertPublishable(strapi, uid, known, false);
			const result = await next();
			onCommit(() => {
				indexes.invalidate();
				if (uid === BOT_UID) {
					bots.invalidate();
					void outbox.deliverDue();
				} else ingestion.wake();
			});
			const documentId = known ?? documentIdOf(result);
			if (documentId && touchesPublished(context)) {
				// `create` and `update` can publish in one go: only now is it known what was published.
				await assertPublishable(strapi, uid, documentId, true);
				if (isSource(uid)) await ingestion.rows.follow(uid, documentId);
				else await recordChange(strapi, documentId);
			}
			return result;
		});
	};
};

/** A change of an entry that is not ours; content types that are mapped are followed. */
async function changeEntry<Result>(
	strapi: Core.Strapi,
	context: DocumentContext,
	next: () => Promise<Result>,
): Promise<Result> {
	const uid: string = context.uid;
	const model = mappableType(strapi, uid);
	if (!model || (hasDrafts(model) && !touchesPublished(context))) return next();
	const mappings = await mappingsOf(strapi, uid);
	if (mappings.length === 0) return next();
	const ingestion = getService(strapi, 'ingestion');
	return strapi.db.transaction(async ({ onCommit }) => {
		const result = await next();
		// A copy is another document than the one that it was made of.
		const documentId = (context.action !== 'clone' && documentIdOf(context.params)) || documentIdOf(result);
		if (documentId) await ingestion.followEntry(mappings, uid, documentId);
		onCommit(() => {
			getService(strapi, 'bot-indexes').invalidate();
			ingestion.wake();
		});
		return result;
	});
}

/** Whether this action can change what is published. */
function touchesPublished({ action, params }: DocumentContext): boolean {
	if (action === 'publish' || action === 'unpublish' || action === 'delete') return true;
	return (action === 'create' || action === 'update') && (params as { status?: string }).status === 'published';
}

async function recordChange(strapi: Core.Strapi, botId: string): Promise<void> {
	const published = await findVersion<BotEntry>(strapi, BOT_UID, botId, true);
	await getService(strapi, 'outbox').recordBot(botId, published && toSettings(published));
}

/** @throws ValidationError for a bot or a mapping that says something wrong, as a draft or as published */
async function assertPublishable(
	strapi: Core.Strapi,
	uid: string,
	documentId: string,
	published: boolean,
): Promise<void> {
	if (uid === BOT_UID) {
		const bot = await findVersion<BotEntry>(strapi, uid, documentId, published);
		if (bot) assertNothingWrong(strapi, checkBot(bot));
	}
	if (uid === MAPPING_UID) {
		const mapping = await findVersion<MappingEntry>(strapi, uid, documentId, published);
		if (mapping) assertNothingWrong(strapi, checkMapping(strapi, mapping));
	}
}

async function findVersion<Entry>(
	strapi: Core.Strapi,
	uid: string,
	documentId: string,
	published: boolean,
): Promise<Entry | null> {
	return strapi.db
		.query(uid)
		.findOne({ where: { documentId, publishedAt: published ? { $notNull: true } : { $null: true } } });
}

function documentIdOf(document: unknown): string | undefined {
	return (document as { documentId?: string } | null)?.documentId;
}
