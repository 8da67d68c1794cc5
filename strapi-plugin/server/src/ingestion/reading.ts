import type { DocumentKey, DocumentRow } from './document-rows';

/** What was found where a document comes from. */
export type Reading =
	/** Its text. */
	| {
			kind: 'text';
			title: string;
			/** Markdown; may hold HTML. */
			text: string;
			url: string | null;
			/** By what else it is found. */
			aliases?: string;
			/** When it is read again although nobody changed anything, in milliseconds since 1970. */
			refresh_at?: number | null;
	  }
	/** Not its text but where there is some: entries of a content type, pages of a sitemap. Others are forgotten. */
	| { kind: 'list'; title: string; documents: DocumentKey[]; refresh_at?: number | null }
	/** It is as it was when it was last read. */
	| { kind: 'unchanged'; refresh_at: number | null }
	/** It is no longer there, or no longer published. */
	| { kind: 'gone' };

/**
 * Reads what a document is made from, as it is published now.
 * @throws IngestionFailure
 */
export type Reader = (row: DocumentRow, signal: AbortSignal) => Promise<Reading>;
