import type { Core } from '@strapi/strapi';
import { errors, z } from '@strapi/utils';
import type { Context } from 'koa';
import type { IndexReport } from '../bot-index/bot-index';
import { BOT_UID } from '../constants';
import { isSource, SOURCES, type SourceType, type SourceUid } from '../ingestion/sources';
import type { DerivedListed, EntryState, SourceList } from '../ingestion/sources-overview';
import { CONFIDENCE_MIN } from '../knowledge';
import { type MappableType, mappableTypes } from '../mapping/mapped-types';
import { getService } from '../services';
import { type PassageFound, presentPassages } from './present-passages';

const ENTRIES_MAX = 500;
const uidSchema = z.custom<SourceUid>(
	(uid) => typeof uid === 'string' && isSource(uid),
	'is no content type of sources',
);
const idSchema = z.string().min(1).max(255);
const localeSchema = z.string().min(1).max(35);
const pageSchema = {
	page: z.coerce.number().int().min(1).max(100_000).default(1),
	pageSize: z.coerce.number().int().min(1).max(100).default(20),
};
const TYPES = Object.values(SOURCES).map(({ type }) => type) as [SourceType, ...SourceType[]];

const entryQuerySchema = z.object({ uid: uidSchema, documentId: idSchema, locale: localeSchema.optional() });
const derivedQuerySchema = z.object({ uid: uidSchema, documentId: idSchema, ...pageSchema });
const listQuerySchema = z.object({
	type: z.enum(TYPES).optional(),
	state: z.enum(['indexed', 'waiting', 'failed', 'not_published']).optional(),
	locale: localeSchema.optional(),
	...pageSchema,
});
const searchQuerySchema = z.object({
	q: z.string().trim().min(1).max(2000),
	locale: localeSchema,
	/** `faq`, `article`, `file`, `page`, or the uid of a content type; several with commas. */
	source: z.string().max(1000).optional(),
	limit: z.coerce.number().int().min(1).max(50).default(10),
});
const connectBodySchema = z.object({
	action: z.enum(['connect', 'disconnect']).default('connect'),
	entries: z
		.array(z.object({ uid: uidSchema, documentId: idSchema }))
		.min(1)
		.max(ENTRIES_MAX),
});

export interface SearchResult {
	confidence: number;
	/** Below it the bot says that it does not know. */
	confidence_min: number;
	took_ms: number;
	passages: PassageFound[];
}

export interface KnowledgeReport {
	/** The bot's indexes in the memory of this instance. */
	indexes: IndexReport[];
	/** Passages by locale. */
	passages: Record<string, number>;
	/** Documents of all bots that are still to be read. */
	waiting: number;
}

/** The admin panel's routes to what bots know; see ingestion/README.md. */
export const sources = ({ strapi }: { strapi: Core.Strapi }) => {
	const overview = () => getService(strapi, 'sources');

	async function botOf(ctx: Context): Promise<string> {
		const bot = await strapi.documents(BOT_UID).findOne({ documentId: ctx.params.id, fields: ['documentId'] });
		if (!bot) throw new errors.NotFoundError();
		return bot.documentId;
	}

	return {
		/** `GET /answerpack/sources/state?uid&documentId&locale` */
		async state(ctx: Context): Promise<EntryState> {
			const { uid, documentId, locale } = read(entryQuerySchema, ctx.query);
			return overview().stateOf(uid, documentId, locale);
		},

		/** `GET /answerpack/sources/derived?uid&documentId&page&pageSize` */
		async derived(ctx: Context): Promise<{ results: DerivedListed[] }> {
			const { uid, documentId, page, pageSize } = read(derivedQuerySchema, ctx.query);
			return { results: await overview().derived(uid, documentId, page, pageSize) };
		},

		/** `POST /answerpack/sources/retry {uid, documentId}` */
		async retry(ctx: Context): Promise<EntryState> {
			const { uid, documentId } = read(entryQuerySchema, bodyOf(ctx));
			if ((await overview().retry(uid, documentId)) === 0) throw new errors.NotFoundError();
			return overview().stateOf(uid, documentId);
		},

		/** `GET /answerpack/content-types`: what a mapping can choose from. */
		contentTypes(): { results: MappableType[] } {
			return { results: mappableTypes(strapi) };
		},

		/** `GET /answerpack/bots/:id/sources?type&state&locale&page&pageSize` */
		async find(ctx: Context): Promise<SourceList> {
			return overview().list(await botOf(ctx), read(listQuerySchema, ctx.query));
		},

		/** `POST /answerpack/bots/:id/sources {action, entries}` */
		async connect(ctx: Context): Promise<{ count: number }> {
			const { action, entries } = read(connectBodySchema, bodyOf(ctx));
			const list = entries.map(({ uid, documentId }) => ({ uid, document_id: documentId }));
			return { count: await overview().connect(await botOf(ctx), list, action) };
		},

		/** `GET /answerpack/bots/:id/search?q&locale&source&limit` */
		async search(ctx: Context): Promise<SearchResult> {
			const { q, locale, source, limit } = read(searchQuerySchema, ctx.query);
			const botId = await botOf(ctx);
			const start = performance.now();
			const { passages, confidence } = await getService(strapi, 'bot-indexes').search(botId, q, {
				locale,
				limit,
				...(source && { sources: source.split(',') }),
			});
			const took_ms = performance.now() - start;
			return {
				confidence,
				confidence_min: CONFIDENCE_MIN,
				took_ms,
				passages: await presentPassages(strapi, passages),
			};
		},

		/** `GET /answerpack/bots/:id/knowledge` */
		async report(ctx: Context): Promise<KnowledgeReport> {
			const botId = await botOf(ctx);
			const indexes = getService(strapi, 'bot-indexes');
			const passages = await indexes.passageCounts(botId);
			return {
				passages,
				indexes: indexes.report().filter(({ bot_id }) => bot_id === botId),
				waiting: await getService(strapi, 'ingestion').rows.waiting(),
			};
		},
	};
};

function bodyOf(ctx: Context): unknown {
	return (ctx.request as { body?: unknown }).body;
}

/** @throws ValidationError that names the parameter */
function read<Output>(schema: z.ZodType<Output>, given: unknown): Output {
	const result = schema.safeParse(given);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	throw new errors.ValidationError(`${issue?.path.join('.')}: ${issue?.message}`);
}
