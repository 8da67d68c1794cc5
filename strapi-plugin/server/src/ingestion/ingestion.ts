import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { chunkDocument } from '../knowledge';
import { createDocumentRows, type DocumentRow, type DocumentRows, type Indexed, LEASE_MS } from './document-rows';
import { IngestionFailure } from './failure';
import type { Reader, Reading } from './reading';
import { SOURCE_UIDS, type SourceUid } from './sources';

/** A longer text is a book: an editor has to say which part of it visitors ask about. */
export const TEXT_LENGTH_MAX = 1_000_000;
/** Grows with the rules of chunking: what was made by older ones is made anew when it is next read. */
const CHUNKING_VERSION = 1;

export interface IngestionPorts {
	strapi: Core.Strapi;
	readers: Record<SourceUid, Reader>;
	/** What is read at the same time as other lanes: what waits for the network must not hold up what an editor wrote. */
	lanes: readonly (readonly SourceUid[])[];
	/** Passages have changed. */
	onChange(): void;
}

export type Ingestion = ReturnType<typeof createIngestion>;

/** See README.md. */
export function createIngestion({ strapi, readers, lanes, onChange }: IngestionPorts) {
	const rows: DocumentRows = createDocumentRows(strapi);
	const stopping = new AbortController();
	const working = lanes.map((sources) => ({ sources, run: undefined as Promise<void> | undefined, again: false }));

	async function work(row: DocumentRow): Promise<void> {
		const lost = new AbortController();
		const signal = AbortSignal.any([stopping.signal, lost.signal]);
		const renewal = setInterval(() => {
			rows.renew(row).then(
				(ours) => ours || lost.abort(),
				(error) => strapi.log.error(error),
			);
		}, LEASE_MS / 3);
		try {
			await put(row, await readers[row.source_uid](row, signal));
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
	async function put(row: DocumentRow, reading: Reading): Promise<void> {
		switch (reading.kind) {
			case 'gone':
				return rows.forget({ id: row.id, version: row.version });
			case 'unchanged':
				await rows.finish(row, null, reading.refresh_at);
				return;
			case 'list': {
				const { title, documents, refresh_at = null } = reading;
				const own = { source_uid: row.source_uid, source_id: row.source_id, source_locale: row.source_locale };
				await strapi.db.transaction(async () => {
					const found = { title, url: null, aliases: null, hash: '', characters: 0, passages: [] };
					if (!(await rows.finish(row, found, refresh_at))) return;
					const kept = new Set(documents.map(({ uid, entry_id, locale }) => `${uid} ${entry_id} ${locale}`));
					const known = await rows.find(own);
					for (const { id, uid, entry_id, locale } of known) {
						if (id !== row.id && !kept.has(`${uid} ${entry_id} ${locale}`)) await rows.forget({ id });
					}
					await rows.want(documents, 1);
				});
				wake();
				return;
			}
			case 'text':
				await rows.finish(row, index(row, reading), reading.refresh_at ?? null);
		}
	}

	/** @returns null when the passages are already those of the text. */
	function index(row: DocumentRow, { title, text, url, aliases }: Reading & { kind: 'text' }): Indexed | null {
		if (text.length > TEXT_LENGTH_MAX) throw new IngestionFailure('text_too_long', String(text.length));
		const hash = createHash('sha256')
			.update(JSON.stringify([CHUNKING_VERSION, row.locale, title, url, aliases ?? null, text]))
			.digest('hex');
		if (hash === row.hash) return null;
		const passages = chunkDocument({ id: '', title, text, url, locale: row.locale });
		if (passages.length === 0) throw new IngestionFailure('empty');
		return {
			title,
			url,
			aliases: aliases ?? null,
			hash,
			characters: text.length,
			passages: passages.map(({ heading, text, page = null }) => ({ heading, text, page, vector: null })),
		};
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
				const known = (await rows.find({ source_uid: uid, uid })).map((row) => `${row.source_id} ${row.source_locale}`);
				const now = new Set(published.map(({ documentId, locale }) => `${documentId} ${locale ?? ''}`));
				const before = new Set(known);
				const differing = new Set(
					[...now, ...before]
						.filter((key) => !now.has(key) || !before.has(key))
						.map((key) => key.split(' ')[0] as string),
				);
				for (const documentId of differing) await rows.follow(uid, documentId);
			}
			wake();
		},

		/** Gives back what is being worked on: Strapi is going down. */
		async shutDown(): Promise<void> {
			stopping.abort();
			await Promise.all(working.map(({ run }) => run));
		},
	};
}

function toFailure(error: unknown): IngestionFailure {
	return error instanceof IngestionFailure ? error : new IngestionFailure('internal', null, { cause: error });
}
