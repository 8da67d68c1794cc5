import type { Format } from '../parsing/text';
import type { DocumentKey, DocumentRow } from './document-rows';

/** What was found where a document comes from. */
export type Reading =
	/** What it says. */
	| {
			kind: 'text';
			/** `null`: as the body has it. */
			title: string | null;
			format: Format;
			body: string | Uint8Array;
			/** Where visitors can read it. */
			url: string | null;
			/** By what else it is found. */
			aliases?: string;
			/** What else is written down with it, to know it again. */
			origin?: string;
			etag?: string | null;
			last_modified?: string | null;
			/** When it is read again although nobody changed anything, in milliseconds since 1970. */
			refresh_at?: number | null;
	  }
	/** Not what it says but where that is: entries of a content type, pages of a sitemap. Others are forgotten. */
	| {
			kind: 'list';
			title: string;
			documents: DocumentKey[];
			/** How each of them is read: all are read again when that has changed. */
			rules: string;
			refresh_at: number | null;
	  }
	/** It is as it was when it was last read. */
	| { kind: 'unchanged'; refresh_at: number | null }
	/** It is no longer there, or no longer published. */
	| { kind: 'gone' };

/**
 * Reads what a document is made from, as it is published now.
 * @throws IngestionFailure
 */
export type Reader = (row: DocumentRow, signal: AbortSignal) => Promise<Reading>;
