import { IngestionFailure } from '../ingestion/failure';
import { withoutRunningLines } from './running-lines';

const PAGES_MAX = 2000;
const EMPTY_FILE_BYTES = 8;

/**
 * The text of each page of a PDF.
 * @throws IngestionFailure `pdf_encrypted`, `pdf_scanned` (pictures of pages), `empty`, `file_unreadable`,
 *   `text_too_long`
 */
export async function pdfPages(bytes: Uint8Array, charactersMax: number): Promise<string[]> {
	if (bytes.length < EMPTY_FILE_BYTES) throw new IngestionFailure('empty');
	const { getDocumentProxy } = await import('unpdf');
	let pdf: Awaited<ReturnType<typeof getDocumentProxy>>;
	try {
		pdf = await getDocumentProxy(bytes, { isEvalSupported: false, verbosity: 0 });
	} catch (error) {
		const encrypted = (error as { name?: string }).name === 'PasswordException';
		throw new IngestionFailure(encrypted ? 'pdf_encrypted' : 'file_unreadable', null, { cause: error });
	}
	if (pdf.numPages > PAGES_MAX) throw new IngestionFailure('text_too_long', `${pdf.numPages} pages`);
	const pages: string[] = [];
	let characters = 0;
	for (let number = 1; number <= pdf.numPages; number += 1) {
		const text = await pageText(pdf, number);
		characters += text.length;
		if (characters > charactersMax) throw new IngestionFailure('text_too_long', String(characters));
		pages.push(text);
	}
	if (characters === 0) throw new IngestionFailure('pdf_scanned');
	return withoutRunningLines(pages);
}

interface TextItem {
	str?: string;
	hasEOL?: boolean;
	height?: number;
	transform?: number[];
}

/** The lines of a page; an empty one where the lines stand further apart, as between paragraphs. */
async function pageText(
	pdf: { getPage(number: number): Promise<{ getTextContent(): Promise<{ items: unknown[] }> }> },
	number: number,
): Promise<string> {
	let items: TextItem[];
	try {
		const page = await pdf.getPage(number);
		items = (await page.getTextContent()).items as TextItem[];
	} catch (error) {
		throw new IngestionFailure('file_unreadable', `page ${number}`, { cause: error });
	}
	let text = '';
	let lineY: number | null = null;
	let lineHeight = 0;
	for (const { str = '', hasEOL, height = 0, transform } of items) {
		const y = transform?.[5] ?? null;
		if (str.trim() && y !== null) {
			if (lineY !== null && lineY - y > 1.8 * Math.max(lineHeight, height, 1) && text.endsWith('\n')) text += '\n';
			lineY = y;
			lineHeight = height;
		}
		text += str;
		if (hasEOL) text += '\n';
	}
	return text.trim();
}
