import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { MAPPING_UID } from '../constants';
import type { MappingEntry } from '../content-types/mapping/schema';
import { type Embedder, encodeVector } from '../embedding/embedder';
import type { Parser } from '../parsing/parser';
import { type Parsed, parseText } from '../parsing/text';
import {
	createDocumentRows,
	type DocumentKey,
	type DocumentRow,
	type DocumentRows,
	type Indexed,
	LEASE_MS,
	type ListedRow,
} from './document-rows';
import { IngestionFailure } from './failure';
import { followEntry } from './follow-entries';
import type { Reader, Reading } from './reading';
import { SOURCE_UIDS, type SourceUid } from './sources';

/** Grows with the rules of chunking: what was made by older ones is made anew when it is next read. */
const CHUNKING_VERSION = 1;
/** A longer text would keep everybody else waiting while it is cut. */
const ASIDE_LENGTH_MIN = 50_000;
/** When passages get their vectors that the embedding model did not give. */
const EMBED_AGAIN_MS = 300_000;

export interface IngestionPorts {
	strapi: Core.Strapi;
	readers: Record<SourceUid, Reader>;
	/** Gives passages vectors, where there is a model for it. */
	embedder?: Embedder;
	/** Reads files, pages and long texts in a thread of its own. */
	parseAside: Parser;
	/** What is read at the same time as other lanes: what waits for the network must not hold up what an editor wrote. */
	lanes: readonly (readonly SourceUid[])[];
	/** Passages have changed. */
	onChange(): void;
}

type Text = Reading & { kind: 'text' };
type Listing = Reading & { kind: 'list' };

export type Ingestion = ReturnType<typeof createIngestion>;

/** See README.md. */
export function createIngestion({ strapi, readers, embedder, parseAside, lanes, onChange }: IngestionPorts) {
	const rows: DocumentRows = createDocumentRows(strapi);
	const stopping = new AbortController();
	const working = lanes.map((sources) => ({ sources, run: undefined as Promise<void> | undefined, again: false }));

	async function work(row: DocumentRow): Promise<void> {
		const { source_uid, source_id, source_locale } = row;
		const lost = new AbortController();
		const signal = AbortSignal.any([stopping.signal, lost.signal]);
		const renewal = setInterval(() => {
			rows.renew(row).then(
				(ours) => ours || lost.abort(),
				(error) => strapi.log.error(error),
			);
		}, LEASE_MS / 3);
		try {
			// What is there before it is read: what comes to be known meanwhile is newer than a list.
			const known = isOwn(row) ? await rows.list({ source_uid, source_id, source_locale }) : [];
			await put(row, await readers[source_uid](row, signal), known, signal);
		} catch (error) {
			if (stopping.signal.aborted) return await rows.release(row);
			if (lost.signal.aborted) return; // it has changed again, and somebody else begins anew
			if (!(error instanceof IngestionFailure)) strapi.log.error(error);
			await rows.fail(row, toFailure(error));
		} finally {
			clearInterval(renewal);
		}
		onChange();
	}

	/** Writes down what was read. */
	async function put(
		row: DocumentRow,
		reading: Reading,
		known: readonly ListedRow[],
		signal: AbortSignal,
	): Promise<void> {
		switch (reading.kind) {
			case 'gone':
				return rows.forget({ id: row.id, version: row.version });
			case 'unchanged':
				await rows.finish(row, null, reading.refresh_at);
				return;
			case 'list':
				return putList(row, reading, known);
			case 'text':
				return putText(row, reading, signal);
		}
	}

	/** Makes known what is listed and new, and forgets what is not listed any more. */
	async function putList(
		row: DocumentRow,
		{ title, documents, rules, refresh_at }: Listing,
		known: readonly ListedRow[],
	): Promise<void> {
		const keyOf = ({ uid, entry_id, locale }: DocumentKey) => `${uid} ${entry_id} ${locale}`;
		const hash = hashOf(rules);
		await strapi.db.transaction(async () => {
			const found = { title, url: null, aliases: null, hash, vector_space: null, characters: 0, passages: [] };
			if (!(await rows.finish(row, found, refresh_at))) return;
			const listed = new Set(documents.map(keyOf));
			const gone = known.filter((one) => one.id !== row.id && !listed.has(keyOf(one)));
			await rows.forgetAll(gone);
			const before = new Set(row.hash === hash ? known.map(keyOf) : []);
			await rows.want(
				documents.filter((one) => !before.has(keyOf(one))),
				1,
			);
		});
		wake();
	}

	/** Cuts a text into passages and writes them down, unless they are written down already. */
	async function putText(row: DocumentRow, reading: Text, signal: AbortSignal): Promise<void> {
		const { title, format, body, url, aliases = null, origin, etag, last_modified, refresh_at = null } = reading;
		const task = { title, format, body, locale: row.locale };
		const short = format === 'markdown' && body.length <= ASIDE_LENGTH_MIN;
		const parsed = await (short ? parseText(task) : parseAside(task, signal));
		const hash = hashOf([CHUNKING_VERSION, row.locale, parsed.title, url, aliases, parsed.passages]);
		const space = embedder?.space ?? null;
		if (hash === row.hash && (!space || space === row.vector_space)) {
			await rows.finish(row, null, refresh_at);
			return;
		}
		const vectors = await vectorsOf(parsed, signal);
		const indexed: Indexed = {
			title: parsed.title,
			url,
			aliases,
			hash,
			vector_space: vectors && space,
			characters: parsed.characters,
			passages: parsed.passages.map(({ heading, text, page = null }, at) => ({
				heading,
				text,
				page,
				vector: vectors?.[at] ? encodeVector(vectors[at]) : null,
			})),
			...(origin && { origin }),
			// What has no vectors yet must be read again, not only asked for.
			...(!space || vectors ? { etag, last_modified } : { etag: null, last_modified: null }),
		};
		const again = space && !vectors ? Date.now() + EMBED_AGAIN_MS : null;
		await rows.finish(row, indexed, again ?? refresh_at);
	}

	async function vectorsOf({ title, passages }: Parsed, signal: AbortSignal): Promise<Float32Array[] | null> {
		if (!embedder) return null;
		const texts = passages.map(({ heading, text }) => [[title, heading].filter(Boolean).join(' › '), text].join('\n'));
		return embedder.passages(texts, signal);
	}

	async function drain(lane: (typeof working)[number]): Promise<void> {
		do {
			lane.again = false;
			while (!stopping.signal.aborted) {
				const row = await rows.lease(lane.sources);
				if (!row) break;
				await work(row);
			}
		} while (lane.again && !stopping.signal.aborted);
	}

	/** Works off what is due, one document at a time in each lane; a call meanwhile makes it look once more. */
	function wake(): void {
		for (const lane of working) {
			lane.again = true;
			lane.run ??= drain(lane)
				.catch((error): void => {
					strapi.log.error(error);
				})
				.finally(() => {
					lane.run = undefined;
				});
		}
	}

	return {
		rows,
		wake,

		/** Makes what is known of an entry of a mapped content type follow its change, in the transaction of that. */
		followEntry: (mappings: readonly MappingEntry[], uid: string, documentId: string): Promise<void> =>
			followEntry(strapi, rows, mappings, uid, documentId),

		/** Resolves when nothing is being worked on and nothing is due. */
		async settled(): Promise<void> {
			wake();
			while (working.some(({ run }) => run)) await Promise.all(working.map(({ run }) => run));
		},

		/** Has everything read that is published and is not known, and forgets what is no longer published. */
		async reconcile(): Promise<void> {
			for (const uid of SOURCE_UIDS) {
				const published: { documentId: string; locale: string | null }[] = await strapi.db.query(uid).findMany({
					select: ['documentId', 'locale'],
					where: { publishedAt: { $notNull: true } },
				});
				const known = (await rows.list({ source_uid: uid, uid })).map((row) => `${row.source_id} ${row.source_locale}`);
				const now = new Set(published.map(({ documentId, locale }) => `${documentId} ${locale ?? ''}`));
				const before = new Set(known);
				const differing = new Set(
					[...now, ...before]
						.filter((key) => !now.has(key) || !before.has(key))
						.map((key) => key.split(' ')[0] as string),
				);
				for (const documentId of differing) await rows.follow(uid, documentId);
			}
			await rows.hasten({ source_uid: MAPPING_UID, uid: MAPPING_UID });
			if (embedder) await rows.wantVectors(embedder.space);
			wake();
		},

		/** Gives back what is being worked on: Strapi is going down. */
		async shutDown(): Promise<void> {
			stopping.abort();
			await Promise.all(working.map(({ run }) => run));
		},
	};
}

/** Whether it is the editor's entry itself, which may turn out to be a list of others. */
function isOwn({ uid, entry_id, source_uid, source_id }: DocumentRow): boolean {
	return uid === source_uid && entry_id === source_id;
}

function toFailure(error: unknown): IngestionFailure {
	return error instanceof IngestionFailure ? error : new IngestionFailure('internal', null, { cause: error });
}

function hashOf(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
