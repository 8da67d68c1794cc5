import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { DOCUMENT_UID, PASSAGE_UID } from '../constants';
import { backoffMs } from './backoff';
import type { IngestionFailure } from './failure';
import { DEFAULT_LOCALE, type SourceUid } from './sources';

/** Whoever works on a document says so often enough; then it is taken for dead, and another instance begins anew. */
export const LEASE_MS = 30_000;
/** Rows of one statement: Postgres takes 65,535 values. */
const ROWS_MAX = 1000;

export type DocumentState = 'waiting' | 'indexed' | 'failed';

/** A document's row, as the database gives it. */
export interface DocumentRow {
	id: number;
	source_uid: SourceUid;
	source_id: string;
	source_locale: string;
	uid: string;
	entry_id: string;
	locale: string;
	title: string | null;
	url: string | null;
	aliases: string | null;
	state: DocumentState;
	reason: string | null;
	detail: string | null;
	/** A bigint, which the driver gives as text. */
	due_at: string | null;
	lease: string | null;
	attempts: number;
	version: number;
	revision: number;
	hash: string | null;
	vector_space: string | null;
	passages: number;
	origin: string | null;
	etag: string | null;
	last_modified: string | null;
	indexed_at: Date | null;
}

/** Which document: an entry in one locale, for the editor's entry that it belongs to. */
export type DocumentKey = Pick<
	DocumentRow,
	'source_uid' | 'source_id' | 'source_locale' | 'uid' | 'entry_id' | 'locale'
> &
	Partial<Pick<DocumentRow, 'title' | 'url'>>;

/** A passage as it is stored; the rest of it stands in its document's row. */
export interface StoredPassage {
	heading: string | null;
	text: string;
	page: number | null;
	vector: string | null;
}

/** What a document has become. */
export interface Indexed {
	title: string;
	url: string | null;
	aliases: string | null;
	hash: string;
	vector_space: string | null;
	characters: number;
	passages: readonly StoredPassage[];
	origin?: string;
	etag?: string | null;
	last_modified?: string | null;
}

/** A document as it was when it was looked for. */
export type ListedRow = Pick<DocumentRow, 'id' | 'version' | (typeof KEY)[number]>;

const KEY = ['source_uid', 'source_id', 'source_locale', 'uid', 'entry_id', 'locale'] as const;

/** What a row says that is to be read at once, whatever was before. */
const anew = () => ({
	state: 'waiting' as const,
	reason: null,
	detail: null,
	due_at: Date.now(),
	lease: null,
	attempts: 0,
});

export type DocumentRows = ReturnType<typeof createDocumentRows>;

/** The table of documents: what is known and what is still to be done, in the transaction that the caller is in. */
export function createDocumentRows(strapi: Core.Strapi) {
	const { tableName: documents } = strapi.db.metadata.get(DOCUMENT_UID);
	const { tableName: passages } = strapi.db.metadata.get(PASSAGE_UID);

	/** Runs queries in the transaction that is open, or in one of their own. */
	async function inTransaction<Result>(work: (table: Table) => Promise<Result>): Promise<Result> {
		return strapi.db.transaction(({ trx }) => work((name) => strapi.db.getConnection(name).transacting(trx as never)));
	}
	type Table = (name: string) => ReturnType<Core.Strapi['db']['getConnection']>;

	/** Has documents read: those that are new, and those that are there once more. */
	async function want(keys: readonly DocumentKey[], priority: 0 | 1): Promise<void> {
		await inTransaction(async (table) => {
			for (let from = 0; from < keys.length; from += ROWS_MAX) {
				const rows = keys.slice(from, from + ROWS_MAX).map((key) => ({
					...key,
					state: 'waiting',
					due_at: Date.now(),
					attempts: 0,
					priority,
					version: 1,
					revision: 0,
					passages: 0,
					characters: 0,
				}));
				await table(documents)
					.insert(rows)
					.onConflict([...KEY])
					.merge({
						...anew(),
						priority,
						version: strapi.db.connection.raw('?? + 1', [`${documents}.version`]),
					});
			}
		});
	}

	/** What a source's own row is called; other rows of the same source came from it. */
	const ownKey = (uid: SourceUid, id: string, locale: string | null): DocumentKey => ({
		source_uid: uid,
		source_id: id,
		source_locale: locale ?? '',
		uid,
		entry_id: id,
		locale: locale ?? DEFAULT_LOCALE,
	});

	return {
		want,
		ownKey,

		/**
		 * Makes the rows of an editor's entry follow what is published of it now: each published locale is read again, and
		 * what is no longer published is forgotten at once, with all that came from it.
		 */
		async follow(uid: SourceUid, documentId: string): Promise<void> {
			const published: { locale: string | null }[] = await strapi.db.query(uid).findMany({
				select: ['locale'],
				where: { documentId, publishedAt: { $notNull: true } },
			});
			const locales = published.map(({ locale }) => locale ?? '');
			await inTransaction((table) =>
				table(documents)
					.where({ source_uid: uid, source_id: documentId })
					.whereNotIn('source_locale', locales)
					.del()
					.then(() =>
						want(
							published.map(({ locale }) => ownKey(uid, documentId, locale)),
							0,
						),
					),
			);
		},

		/** Forgets documents, with their passages; those of some locales stay. */
		async forget(where: Partial<DocumentRow>, localesKept: readonly string[] = []): Promise<void> {
			await inTransaction((table) =>
				table(documents)
					.where(where)
					.whereNotIn('locale', [...localesKept])
					.del()
					.then(() => undefined),
			);
		},

		/** Forgets documents as they were when they were found; one that is to be read again since stays. */
		async forgetAll(found: readonly ListedRow[]): Promise<void> {
			for (let from = 0; from < found.length; from += ROWS_MAX) {
				const some = found.slice(from, from + ROWS_MAX).map(({ id, version }) => [id, version]);
				await inTransaction((table) => table(documents).whereIn(['id', 'version'], some).del());
			}
		},

		/** Which documents there are, without what they say. */
		async list(where: Partial<DocumentRow>): Promise<ListedRow[]> {
			return inTransaction((table) =>
				table(documents)
					.where(where)
					.orderBy('id')
					.select<ListedRow[]>('id', 'version', ...KEY),
			);
		},

		/** The entries to open in the content manager, by the ids of documents: a sitemap for its pages. */
		async entriesOf(
			ids: readonly number[],
		): Promise<Map<number, { uid: string; document_id: string; locale: string }>> {
			const found = await inTransaction((table) =>
				table(documents)
					.whereIn('id', [...ids])
					.select<DocumentRow[]>('*'),
			);
			return new Map(
				found.map(({ id, source_uid, source_id, uid, entry_id, locale }) => {
					const entry = uid === source_uid ? { uid, document_id: source_id } : { uid, document_id: entry_id };
					return [id, { ...entry, locale }];
				}),
			);
		},

		/** Takes the document that has waited longest, so that nobody else works on it; `undefined` when none is due. */
		async lease(sources: readonly SourceUid[]): Promise<DocumentRow | undefined> {
			return inTransaction(async (table) => {
				const now = Date.now();
				const next = table(documents)
					.select('id')
					.whereIn('source_uid', [...sources])
					.where('due_at', '<=', now)
					.orderBy([{ column: 'priority' }, { column: 'due_at' }, { column: 'id' }])
					.limit(1)
					.forUpdate()
					.skipLocked();
				const [row] = await table(documents)
					.whereIn('id', next)
					.update({ lease: randomUUID(), due_at: now + LEASE_MS })
					.returning<DocumentRow[]>('*');
				return row;
			});
		},

		/** Says that somebody still works on it. @returns false when it is no longer theirs. */
		async renew({ id, lease, version }: DocumentRow): Promise<boolean> {
			return inTransaction(async (table) => {
				const count = await table(documents)
					.where({ id, lease, version })
					.update({ due_at: Date.now() + LEASE_MS });
				return count === 1;
			});
		},

		/** Gives a document back to whoever comes next. */
		async release({ id, lease }: DocumentRow): Promise<void> {
			await inTransaction((table) => table(documents).where({ id, lease }).update({ lease: null, due_at: Date.now() }));
		},

		/**
		 * Writes down what a document has become; `null` leaves its passages as they are.
		 * @returns false when it has changed again or is gone, and nothing was written
		 */
		async finish(
			{ id, lease, version }: DocumentRow,
			indexed: Indexed | null,
			due_at: number | null,
		): Promise<boolean> {
			return inTransaction(async (table) => {
				const done = {
					state: 'indexed',
					reason: null,
					detail: null,
					lease: null,
					attempts: 0,
					due_at,
					indexed_at: new Date(),
				};
				const { passages: list, ...columns } = indexed ?? { passages: [] };
				const count = await table(documents)
					.where({ id, lease, version })
					.update({
						...done,
						...columns,
						...(indexed && { passages: list.length, revision: strapi.db.connection.raw('revision + 1') }),
					});
				if (count === 0) return false;
				if (!indexed) return true;
				await table(passages).where({ document_row_id: id }).del();
				const rows = list.map((passage, position) => ({ document_row_id: id, position, ...passage }));
				for (let from = 0; from < rows.length; from += ROWS_MAX) {
					await table(passages).insert(rows.slice(from, from + ROWS_MAX));
				}
				return true;
			});
		},

		/** Writes down why a document could not be read, and when it is tried again. */
		async fail({ id, lease, version, attempts, revision }: DocumentRow, failure: IngestionFailure): Promise<boolean> {
			return inTransaction(async (table) => {
				const retryAt = failure.passing ? Date.now() + backoffMs(attempts + 1) : null;
				const count = await table(documents)
					.where({ id, lease, version })
					.update({
						state: 'failed',
						reason: failure.reason,
						detail: failure.detail,
						lease: null,
						attempts: attempts + 1,
						due_at: retryAt ?? failure.refresh_at,
						...(failure.origin && { origin: failure.origin }),
						...(!failure.passing && {
							passages: 0,
							characters: 0,
							hash: null,
							revision: revision + 1,
							etag: null,
							last_modified: null,
						}),
					});
				if (count === 1 && !failure.passing) await table(passages).where({ document_row_id: id }).del();
				return count === 1;
			});
		},

		/** Tries again at once. */
		async retry(where: Partial<DocumentRow>): Promise<number> {
			return inTransaction((table) =>
				table(documents)
					.where(where)
					.update({
						...anew(),
						version: strapi.db.connection.raw('version + 1'),
					}),
			);
		},

		/** Has everything read again that was read from the same thing. @param forget what it said at once */
		async readAgain(origin: string, forget: boolean): Promise<number> {
			return inTransaction(async (table) => {
				const ids: number[] = await table(documents)
					.where({ origin })
					.update({
						...anew(),
						version: strapi.db.connection.raw('version + 1'),
						...(forget && { passages: 0, hash: null, revision: strapi.db.connection.raw('revision + 1') }),
					})
					.returning('id')
					.then((rows: { id: number }[]) => rows.map(({ id }) => id));
				if (forget) await table(passages).whereIn('document_row_id', ids).del();
				return ids.length;
			});
		},

		/** Has documents looked at now that would be looked at later anyway; their state stays. */
		async hasten(where: Partial<DocumentRow>): Promise<void> {
			await inTransaction((table) => table(documents).where(where).whereNull('lease').update({ due_at: Date.now() }));
		},

		/** Has documents read again whose passages have no vectors of this space. */
		async wantVectors(space: string): Promise<void> {
			await inTransaction((table) =>
				table(documents)
					.where({ state: 'indexed' })
					.where('passages', '>', 0)
					.whereNull('lease')
					.where((query) => query.whereNull('vector_space').orWhereNot({ vector_space: space }))
					// Read, not asked whether it has changed.
					.update({ due_at: Date.now(), etag: null, last_modified: null }),
			);
		},

		/** How many documents are due or being worked on. */
		async waiting(): Promise<number> {
			const [row] = await inTransaction((table) =>
				table(documents).where({ state: 'waiting' }).count<{ count: string }[]>({ count: '*' }),
			);
			return Number(row?.count ?? 0);
		},
	};
}
