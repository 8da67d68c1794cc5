import type { Core } from '@strapi/strapi';
import { BOT_UID, DOCUMENT_UID, PASSAGE_UID } from '../constants';
import { decodeVector } from '../embedding/embedder';
import type { DocumentRow, StoredPassage } from '../ingestion/document-rows';
import { isSource, SOURCE_UIDS, SOURCES, type SourceUid } from '../ingestion/sources';
import type { Passage } from '../knowledge';
import type { DocumentVersion, KnowledgeStore } from './knowledge-store';

interface JoinTable {
	name: string;
	joinColumn: { name: string };
	inverseJoinColumn: { name: string };
}

/** A passage with what its document says of it. */
type Row = Omit<StoredPassage, 'vector'> &
	Pick<DocumentRow, 'id' | 'locale' | 'title' | 'url' | 'aliases' | 'uid'> & { position: number };

/** A document with the mark of its group. */
type ListedRow = Pick<DocumentRow, 'id' | 'revision' | 'locale' | 'passages'> & { group: number; mark: string };

/** Documents whose ids follow each other are a group: what was added last stands together. */
const GROUP = 'document.id / 128';
/** By its id, so that two changes never make up for each other. */
const MARK = 'id::numeric * (1000003 + revision)';

/**
 * The passages that ingestion has stored. Which of them a bot may use is looked up in Strapi's own tables, among what is
 * published now: what an editor takes back is gone with the next question, however far behind ingestion is.
 */
export function createPassageStore(strapi: Core.Strapi, space?: string): KnowledgeStore {
	const tableOf = (uid: string) => strapi.db.metadata.get(uid).tableName;
	const joinOf = (uid: SourceUid) =>
		(strapi.db.metadata.get(uid).attributes.bots as unknown as { joinTable: JoinTable }).joinTable;
	const connection = () => strapi.db.connection;
	/** Rows that are published of a bot's sources. */
	const sourcesOf = (uid: SourceUid, botId: string) => {
		const { name, joinColumn, inverseJoinColumn } = joinOf(uid);
		return strapi.db
			.getConnection(`${tableOf(uid)} as source`)
			.join(`${name} as link`, `link.${joinColumn.name}`, 'source.id')
			.join(`${tableOf(BOT_UID)} as bot`, 'bot.id', `link.${inverseJoinColumn.name}`)
			.where('bot.document_id', botId)
			.whereNotNull('bot.published_at')
			.whereNotNull('source.published_at')
			.select(
				connection().raw('? as uid', [uid]),
				'source.document_id',
				connection().raw("coalesce(source.locale, '') as locale"),
			);
	};

	/** Documents with passages that come from them. */
	const documentsOf = (botId: string) => {
		const sources = SOURCE_UIDS.map((uid) => sourcesOf(uid, botId));
		return strapi.db
			.getConnection(`${tableOf(DOCUMENT_UID)} as document`)
			.join(connection().queryBuilder().unionAll(sources, true).as('source'), (on) =>
				on
					.on('source.uid', 'document.source_uid')
					.andOn('source.document_id', 'document.source_id')
					.andOn('source.locale', 'document.source_locale'),
			)
			.where('document.passages', '>', 0);
	};

	return {
		async fingerprint() {
			// Sums of ids, not the greatest: of two that are published at once, the later id may be seen first.
			const rows = (table: string, value = 'id') =>
				strapi.db.getConnection(table).select(connection().raw(`concat(count(*), ' ', sum(${value}))`));
			const published = [BOT_UID, ...SOURCE_UIDS].map((uid) => rows(tableOf(uid)).whereNotNull('published_at'));
			const links = SOURCE_UIDS.map((uid) => rows(joinOf(uid).name));
			const documents = rows(tableOf(DOCUMENT_UID), MARK);
			const [row] = await connection().select(
				[...published, ...links, documents].map((query, at) => query.as(`part_${at}`)),
			);
			return JSON.stringify(Object.values(row ?? {}));
		},

		async documents(botId, known) {
			const own = `over (partition by ${GROUP})`;
			const listed = documentsOf(botId).select(
				'document.id',
				'document.revision',
				'document.locale',
				'document.passages',
				connection().raw(`${GROUP} as "group"`),
				connection().raw(`concat(count(*) ${own}, ' ', sum(document.${MARK}) ${own}) as mark`),
				connection().raw(`row_number() ${own} as place`),
			);
			// Of a group that is as it was one document is enough, for its mark.
			const rows: ListedRow[] = await connection()
				.from(listed.as('listed'))
				.whereRaw('(place = 1 or mark is distinct from cast(? as jsonb) ->> cast("group" as text))', [
					JSON.stringify(Object.fromEntries(known)),
				])
				.orderBy('id')
				.select('*');
			return {
				marks: new Map(rows.map(({ group, mark }) => [group, mark])),
				documents: rows
					.filter(({ group, mark }) => mark !== known.get(group))
					.map(({ id, locale, revision, group, passages }) => ({
						document_id: String(id),
						locale,
						version: String(revision),
						group,
						passages,
					})),
			};
		},

		async passages(documents) {
			const rows: Row[] = await strapi.db
				.getConnection(`${tableOf(PASSAGE_UID)} as passage`)
				.join(`${tableOf(DOCUMENT_UID)} as document`, 'document.id', 'passage.document_row_id')
				.whereIn(
					'document.id',
					documents.map(({ document_id }) => Number(document_id)),
				)
				.orderBy(['document.id', 'passage.position'])
				.select(
					'document.id',
					'document.locale',
					'document.title',
					'document.url',
					'document.aliases',
					'document.uid',
					'passage.position',
					'passage.heading',
					'passage.text',
					'passage.page',
				);
			return rows.map(toPassage);
		},

		...(space && {
			async vectors(documents: readonly DocumentVersion[]) {
				const rows: { id: number; locale: string; position: number; vector: string }[] = await strapi.db
					.getConnection(`${tableOf(PASSAGE_UID)} as passage`)
					.join(`${tableOf(DOCUMENT_UID)} as document`, 'document.id', 'passage.document_row_id')
					.whereIn(
						'document.id',
						documents.map(({ document_id }) => Number(document_id)),
					)
					.where('document.vector_space', space)
					.whereNotNull('passage.vector')
					.select('document.id', 'document.locale', 'passage.position', 'passage.vector');
				return new Map(rows.map((row) => [passageId(row), decodeVector(row.vector)]));
			},
		}),
	};
}

const passageId = ({ id, locale, position }: Pick<Row, 'id' | 'locale' | 'position'>) => `${id}:${locale}:${position}`;

function toPassage({ id, locale, title, url, aliases, uid, position, heading, text, page }: Row): Passage {
	return {
		id: passageId({ id, locale, position }),
		document_id: String(id),
		title: title ?? '',
		heading,
		// Browsers open a PDF at the page that is named so.
		url: url && page ? `${url}#page=${page}` : url,
		locale,
		source: isSource(uid) ? SOURCES[uid].type : uid,
		...(aliases && { aliases }),
		...(page && { page }),
		text,
	};
}
