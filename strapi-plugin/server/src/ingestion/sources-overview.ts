import type { Core } from '@strapi/strapi';
import type { BotIndexes } from '../bot-index/bot-index';
import { BOT_UID, DOCUMENT_UID } from '../constants';
import type { DocumentRow, DocumentState } from './document-rows';
import type { Ingestion } from './ingestion';
import { DEFAULT_LOCALE, SOURCE_UIDS, SOURCES, type SourceType, type SourceUid } from './sources';

export type SourceState = DocumentState | 'not_published';

/** How an editor's entry fares in one locale. */
export interface LocaleState {
	state: SourceState;
	/** That bots can answer from. */
	passages: number;
	/** Of the text that was read. */
	characters: number;
	/** When it was last read without a failure; ISO 8601. */
	at: string | null;
	/** Why it failed: a code of `failure.ts`, and what it is about. */
	reason: string | null;
	detail: string | null;
	/** When it is tried or looked at again by itself. */
	next_at: string | null;
	/** Of a sitemap or a content type: how many of its pages or entries are in which state. */
	entries: Record<DocumentState, number> | null;
}

/** An editor's entry as it stands beside it in the content manager. */
export interface EntryState {
	locales: Record<string, LocaleState>;
	/** The bots that may answer from it. */
	bots: { document_id: string; name: string }[];
}

export interface SourceListed extends LocaleState {
	uid: SourceUid;
	type: SourceType;
	document_id: string;
	locale: string;
	title: string;
	/** When an editor last changed it. */
	changed_at: string;
}

export interface SourceList {
	results: SourceListed[];
	pagination: { page: number; pageSize: number; pageCount: number; total: number };
	/** Of all sources of the bot, whatever the filter. */
	counts: Record<SourceState, number>;
}

/** A page or an entry that came from a sitemap or from a content type. */
export interface DerivedListed {
	uid: string;
	document_id: string;
	locale: string;
	title: string;
	url: string | null;
	state: DocumentState;
	passages: number;
	at: string | null;
	reason: string | null;
	detail: string | null;
}

export interface SourceFilter {
	type?: SourceType;
	state?: SourceState;
	locale?: string;
	page: number;
	pageSize: number;
}

interface JoinTable {
	name: string;
	joinColumn: { name: string };
	inverseJoinColumn: { name: string };
}

type DerivedRow = Omit<DerivedListed, 'document_id' | 'at' | 'title'> &
	Pick<DocumentRow, 'entry_id' | 'indexed_at' | 'title'>;

/** The sums over a source's documents, as the database gives them. */
interface Sums {
	state: DocumentState | null;
	reason: string | null;
	detail: string | null;
	due_at: string | null;
	indexed_at: Date | null;
	passages: string | null;
	characters: string | null;
	derived: string | null;
	derived_waiting: string | null;
	derived_indexed: string | null;
	derived_failed: string | null;
}

export type SourcesOverview = ReturnType<typeof createSourcesOverview>;

/** What the admin panel shows of editors' entries, and does with them beside editing. */
export function createSourcesOverview({
	strapi,
	ingestion,
	indexes,
}: {
	strapi: Core.Strapi;
	ingestion: Ingestion;
	indexes: BotIndexes;
}) {
	const tableOf = (uid: string) => strapi.db.metadata.get(uid).tableName;
	const raw = (sql: string, values: readonly string[] = []) => strapi.db.connection.raw(sql, [...values]);

	/** For each source: its own state, and sums over it and all that came from it. */
	const sums = () =>
		strapi.db
			.getConnection(`${tableOf(DOCUMENT_UID)} as document`)
			.groupBy('source_uid', 'source_id', 'source_locale')
			.select(
				'source_uid',
				'source_id',
				'source_locale',
				...['state', 'reason', 'detail', 'due_at', 'indexed_at'].map((column) =>
					raw(`max(??) filter (where uid = source_uid and entry_id = source_id) as ??`, [column, column]),
				),
				raw('sum(passages) as passages'),
				raw('sum(characters) as characters'),
				raw('count(*) filter (where not (uid = source_uid and entry_id = source_id)) as derived'),
				...['waiting', 'indexed', 'failed'].map((state) =>
					raw(`count(*) filter (where not (uid = source_uid and entry_id = source_id) and state = ?) as ??`, [
						state,
						`derived_${state}`,
					]),
				),
			);

	/** Entries that are connected with a bot, as drafts or as published; once for each locale. */
	function connected(botId: string, uids: readonly SourceUid[]) {
		const selects = uids.map((uid) => {
			const { attributes } = strapi.db.metadata.get(uid);
			const { name, joinColumn, inverseJoinColumn } = (attributes.bots as unknown as { joinTable: JoinTable })
				.joinTable;
			return strapi.db
				.getConnection(`${tableOf(uid)} as source`)
				.join(`${name} as link`, `link.${joinColumn.name}`, 'source.id')
				.join(`${tableOf(BOT_UID)} as bot`, 'bot.id', `link.${inverseJoinColumn.name}`)
				.where('bot.document_id', botId)
				.groupBy('source.document_id', 'source.locale')
				.select(
					raw('? as uid', [uid]),
					'source.document_id',
					raw("coalesce(source.locale, '') as locale"),
					raw('max(source.??) as title', [SOURCES[uid].title]),
					raw('max(source.updated_at) as changed_at'),
				);
		});
		// In brackets, each of them: the grouping of the first would end up behind the last.
		return strapi.db.connection.queryBuilder().unionAll(selects, true).as('source');
	}

	function toLocaleState(found: Sums | undefined): LocaleState {
		const derived = Number(found?.derived ?? 0);
		const entries = {
			waiting: Number(found?.derived_waiting ?? 0),
			indexed: Number(found?.derived_indexed ?? 0),
			failed: Number(found?.derived_failed ?? 0),
		};
		return {
			state: found?.state ?? 'not_published',
			passages: Number(found?.passages ?? 0),
			characters: Number(found?.characters ?? 0),
			at: found?.indexed_at ? new Date(found.indexed_at).toISOString() : null,
			reason: found?.reason ?? null,
			detail: found?.detail ?? null,
			next_at: found?.due_at && found.state !== 'waiting' ? new Date(Number(found.due_at)).toISOString() : null,
			entries: derived ? entries : null,
		};
	}

	return {
		/** The state of an entry in each of its locales; one that is only a draft is `not_published`. */
		async stateOf(uid: SourceUid, documentId: string, locale?: string): Promise<EntryState> {
			const drafts: { locale: string | null }[] = await strapi.db.query(uid).findMany({
				select: ['locale'],
				where: { documentId, publishedAt: { $null: true }, ...(locale && { locale }) },
			});
			const found: (Sums & { source_locale: string })[] = await sums().where({
				source_uid: uid,
				source_id: documentId,
			});
			const bots: { documentId: string; name: string | null }[] = await strapi.db.query(BOT_UID).findMany({
				select: ['documentId', 'name'],
				where: {
					publishedAt: { $notNull: true },
					[inverseOf(strapi, uid)]: { documentId, publishedAt: { $notNull: true } },
				},
				orderBy: { name: 'asc' },
			});
			const states = drafts.map(({ locale }) => [
				locale ?? DEFAULT_LOCALE,
				toLocaleState(found.find((row) => row.source_locale === (locale ?? ''))),
			]);
			return {
				locales: Object.fromEntries(states),
				bots: bots.map(({ documentId, name }) => ({ document_id: documentId, name: name ?? '' })),
			};
		},

		/** The sources of a bot, drafts included, last changed first. */
		async list(botId: string, { type, state, locale, page, pageSize }: SourceFilter): Promise<SourceList> {
			const listed = () =>
				strapi.db.connection
					.from(connected(botId, SOURCE_UIDS) as never)
					.leftJoin(sums().as('document'), (on) =>
						on
							.on('source.uid', 'document.source_uid')
							.andOn('source.document_id', 'document.source_id')
							.andOn('source.locale', 'document.source_locale'),
					);
			const stateColumn = "coalesce(document.state, 'not_published')";
			const counted: { state: SourceState; count: string }[] = await listed()
				.groupByRaw(stateColumn)
				.select(raw(`${stateColumn} as state`), raw('count(*) as count'));
			const counts = { indexed: 0, waiting: 0, failed: 0, not_published: 0 };
			for (const row of counted) counts[row.state] = Number(row.count);

			const filtered = listed();
			const uid = SOURCE_UIDS.find((one) => SOURCES[one].type === type);
			if (uid) filtered.where('source.uid', uid);
			if (state) filtered.whereRaw(`${stateColumn} = ?`, [state]);
			if (locale) filtered.where('source.locale', locale);
			const [count] = await filtered.clone().select(raw('count(*) as count'));
			const total = Number((count as { count: string } | undefined)?.count ?? 0);
			const rows = (await filtered
				.orderBy([
					{ column: 'source.changed_at', order: 'desc' },
					{ column: 'source.document_id' },
					{ column: 'source.locale' },
				])
				.limit(pageSize)
				.offset((page - 1) * pageSize)
				.select('document.*', 'source.*')) as (Sums & {
				uid: SourceUid;
				document_id: string;
				locale: string;
				title: string | null;
				changed_at: Date;
			})[];
			return {
				results: rows.map((row) => ({
					uid: row.uid,
					type: SOURCES[row.uid].type,
					document_id: row.document_id,
					locale: row.locale || DEFAULT_LOCALE,
					title: row.title ?? '',
					changed_at: new Date(row.changed_at).toISOString(),
					...toLocaleState(row),
				})),
				pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), total },
				counts,
			};
		},

		/** The pages of a sitemap or the entries of a content type, those that failed first. */
		async derived(uid: SourceUid, documentId: string, page: number, pageSize: number): Promise<DerivedListed[]> {
			const rows: DerivedRow[] = await strapi.db
				.getConnection(tableOf(DOCUMENT_UID))
				.where({ source_uid: uid, source_id: documentId })
				.whereRaw('not (uid = source_uid and entry_id = source_id)')
				.orderByRaw("case state when 'failed' then 0 when 'waiting' then 1 else 2 end, id")
				.limit(pageSize)
				.offset((page - 1) * pageSize)
				.select('uid', 'entry_id', 'locale', 'title', 'url', 'state', 'passages', 'indexed_at', 'reason', 'detail');
			return rows.map(({ entry_id, indexed_at, title, ...row }) => ({
				...row,
				title: title ?? row.url ?? '',
				document_id: entry_id,
				at: indexed_at ? new Date(indexed_at).toISOString() : null,
			}));
		},

		/** Reads an entry again at once, with all that came from it and failed. @returns how many documents are read */
		async retry(uid: SourceUid, documentId: string): Promise<number> {
			const own = await ingestion.rows.retry({ source_uid: uid, source_id: documentId, uid, entry_id: documentId });
			const derived = await ingestion.rows.retry({ source_uid: uid, source_id: documentId, state: 'failed' });
			ingestion.wake();
			return own + derived;
		},

		/**
		 * Connects entries with a bot, or takes them from it: the draft with the bot's draft, what is published with what
		 * is published. Nothing else of an entry is saved or published.
		 * @returns how many entries there were
		 */
		async connect(
			botId: string,
			entries: readonly { uid: SourceUid; document_id: string }[],
			action: 'connect' | 'disconnect',
		): Promise<number> {
			const count = await strapi.db.transaction(async () => {
				const bots: { id: number; publishedAt: string | null }[] = await strapi.db.query(BOT_UID).findMany({
					select: ['id', 'publishedAt'],
					where: { documentId: botId },
				});
				let found = 0;
				for (const { uid, document_id } of entries) {
					const versions: { id: number; publishedAt: string | null }[] = await strapi.db.query(uid).findMany({
						select: ['id', 'publishedAt'],
						where: { documentId: document_id },
					});
					if (versions.length) found += 1;
					for (const { id, publishedAt } of versions) {
						const bot = bots.find((one) => (one.publishedAt === null) === (publishedAt === null));
						if (bot) await strapi.db.query(uid).update({ where: { id }, data: { bots: { [action]: [bot.id] } } });
					}
				}
				return found;
			});
			indexes.invalidate();
			return count;
		},
	};
}

/** What the relation of a bot to such entries is called. */
function inverseOf(strapi: Core.Strapi, uid: SourceUid): string {
	return (strapi.db.metadata.get(uid).attributes.bots as unknown as { inversedBy: string }).inversedBy;
}
