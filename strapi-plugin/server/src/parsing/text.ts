import { IngestionFailure } from '../ingestion/failure';
import { chunkDocument, type Passage } from '../knowledge';

export type Format = 'markdown' | 'plain' | 'html' | 'pdf' | 'docx';

/** A longer text is a book: an editor has to say which part of it visitors ask about. */
export const TEXT_LENGTH_MAX = 1_000_000;

const TITLE_LENGTH_MAX = 500;

/** What a parser gets; plain data, so that it can be sent to another thread. */
export interface ParseTask {
	format: Format;
	body: string | Uint8Array;
	/** Of the entry; `null`: as the body has it. */
	title: string | null;
	locale: string;
}

/** What it makes of it. */
export interface Parsed {
	title: string;
	/** Of the text, markup included. */
	characters: number;
	passages: Pick<Passage, 'heading' | 'text' | 'page'>[];
}

/**
 * Cuts text into passages.
 * @throws IngestionFailure `text_too_long`, `empty`
 */
export function parseText({ format, body, title, locale }: ParseTask): Parsed {
	const text = checked(textOf(body));
	const document = { id: '', url: null, locale, title: title ?? '', text };
	return toParsed(document.title, text, chunkDocument({ ...document, ...(format === 'plain' && { plain: true }) }));
}

/** @throws IngestionFailure `empty` */
export function toParsed(title: string, text: string, passages: readonly Passage[]): Parsed {
	if (passages.length === 0) throw new IngestionFailure('empty');
	return {
		// A page may call itself anything; Postgres takes no NUL.
		title: title
			.replace(/\p{Cc}+/gu, ' ')
			.trim()
			.slice(0, TITLE_LENGTH_MAX),
		characters: text.length,
		passages: passages.map(({ heading, text, page }) => ({ heading, text, ...(page && { page }) })),
	};
}

/** @throws IngestionFailure `text_too_long` */
export function checked(text: string, max = TEXT_LENGTH_MAX): string {
	if (text.length > max) throw new IngestionFailure('text_too_long', String(text.length));
	return text;
}

/** UTF-8, or what its byte order mark says; a file that is neither is read as Windows wrote it. */
export function textOf(body: string | Uint8Array): string {
	if (typeof body === 'string') return body;
	if (body[0] === 0xff && body[1] === 0xfe) return new TextDecoder('utf-16le').decode(body);
	if (body[0] === 0xfe && body[1] === 0xff) return new TextDecoder('utf-16be').decode(body);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(body);
	} catch {
		return new TextDecoder('windows-1252').decode(body);
	}
}
