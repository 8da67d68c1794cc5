import { chunkPages } from '../knowledge/pages';
import { docxToMarkdown } from './docx';
import { htmlToMarkdown } from './html';
import { pdfPages } from './pdf';
import { checked, type Parsed, type ParseTask, parseText, TEXT_LENGTH_MAX, textOf, toParsed } from './text';

/** Markup may be so much longer than the text in it. */
const HTML_LENGTH_MAX = 10 * TEXT_LENGTH_MAX;

/**
 * Reads a file or a page and cuts it into passages. It brings large libraries along, and belongs into a thread.
 * @throws IngestionFailure
 */
export async function parse(task: ParseTask): Promise<Parsed> {
	const { format, body, title, locale } = task;
	switch (format) {
		case 'pdf': {
			const pages = await pdfPages(bytesOf(body), TEXT_LENGTH_MAX);
			const document = { id: '', url: null, locale, title: title ?? '' };
			return toParsed(document.title, pages.join('\n'), chunkPages(document, pages));
		}
		case 'docx':
			return parseText({ ...task, format: 'markdown', body: await docxToMarkdown(bytesOf(body)) });
		case 'html': {
			const page = await htmlToMarkdown(checked(textOf(body), HTML_LENGTH_MAX));
			return parseText({ format: 'markdown', body: page.text, title: title ?? page.title ?? null, locale });
		}
		default:
			return parseText(task);
	}
}

function bytesOf(body: string | Uint8Array): Uint8Array {
	return typeof body === 'string' ? new TextEncoder().encode(body) : body;
}
