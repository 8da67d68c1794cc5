import mammoth from 'mammoth';
import { IngestionFailure } from '../ingestion/failure';
import { htmlAsMarkdown } from './html';
import { assertUnpacksTo } from './zip-size';

const UNPACKED_BYTES_MAX = 200 * 2 ** 20;

/**
 * A Word document as Markdown: headings, lists and tables stay, pictures go.
 * @throws IngestionFailure `file_unreadable`, `file_too_large`
 */
export async function docxToMarkdown(bytes: Uint8Array): Promise<string> {
	if (bytes.length === 0) throw new IngestionFailure('empty');
	assertUnpacksTo(bytes, UNPACKED_BYTES_MAX);
	let html: string;
	try {
		({ value: html } = await mammoth.convertToHtml(
			{ buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
			{ convertImage: mammoth.images.imgElement(async () => ({ src: '' })), externalFileAccess: false },
		));
	} catch (error) {
		throw new IngestionFailure('file_unreadable', null, { cause: error });
	}
	return htmlAsMarkdown(html);
}
