import { readFile, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { Core } from '@strapi/strapi';
import type { FileEntry, MediaFile } from '../../content-types/file/schema';
import type { Format } from '../../parsing/text';
import { IngestionFailure } from '../failure';
import type { Reader } from '../reading';
import { publishedSource } from './published';

/** A larger file is not worth the memory; nearly all of them are pictures. */
export const FILE_BYTES_MAX = 50 * 2 ** 20;
const FETCH_TIMEOUT_MS = 60_000;

const FORMATS: Readonly<Record<string, Format>> = {
	'.pdf': 'pdf',
	'.docx': 'docx',
	'.md': 'markdown',
	'.markdown': 'markdown',
	'.txt': 'plain',
	'.html': 'html',
	'.htm': 'html',
};

/** What a file of the media library is called in a document's `origin`. */
export const mediaOrigin = (fileId: number | string) => `media:${fileId}`;

/** Reads files of the media library, wherever the upload provider keeps them. */
export const createFileReader =
	(strapi: Core.Strapi): Reader =>
	async (row, signal) => {
		const entry = await publishedSource<FileEntry>(strapi, row, { file: true });
		if (!entry) return { kind: 'gone' };
		const { title, file, url } = entry;
		if (!file) throw new IngestionFailure('file_missing');
		const extension = (file.ext ?? '').toLowerCase();
		const format = FORMATS[extension];
		if (!format)
			throw new IngestionFailure('file_type_unsupported', extension || file.mime, { origin: mediaOrigin(file.id) });
		try {
			return {
				kind: 'text',
				title: title || file.name,
				format,
				body: await bytesOf(strapi, file, signal),
				url: url || publicUrl(strapi, file),
				origin: mediaOrigin(file.id),
			};
		} catch (error) {
			throw withOrigin(error, mediaOrigin(file.id));
		}
	};

/** Also a file that cannot be read is to be read again when it is replaced. */
function withOrigin(error: unknown, origin: string): unknown {
	if (!(error instanceof IngestionFailure)) return error;
	return new IngestionFailure(error.reason, error.detail, { cause: error, origin });
}

/** @throws IngestionFailure */
async function bytesOf(strapi: Core.Strapi, file: MediaFile, signal: AbortSignal): Promise<Uint8Array> {
	if (file.size * 1000 > FILE_BYTES_MAX) throw tooLarge();
	return file.provider === 'local' ? readLocal(strapi, file) : readRemote(strapi, file, signal);
}

async function readLocal(strapi: Core.Strapi, file: MediaFile): Promise<Uint8Array> {
	const root = resolve(strapi.dirs.static.public, 'uploads');
	const path = resolve(strapi.dirs.static.public, `.${file.url}`);
	if (!path.startsWith(root + sep)) throw new IngestionFailure('file_missing');
	try {
		if ((await stat(path)).size > FILE_BYTES_MAX) throw tooLarge();
		return await readFile(path);
	} catch (error) {
		if (error instanceof IngestionFailure) throw error;
		const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
		throw new IngestionFailure(missing ? 'file_missing' : 'storage_unreachable', null, { cause: error });
	}
}

/** The address comes from the shop's own provider, and may well lie in a private network. */
async function readRemote(strapi: Core.Strapi, file: MediaFile, signal: AbortSignal): Promise<Uint8Array> {
	const { url } = await strapi.plugin('upload').service('file').signFileUrls(file);
	let response: Response;
	const chunks: Uint8Array[] = [];
	let length = 0;
	try {
		response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_TIMEOUT_MS)]) });
		if (response.status === 404 || response.status === 410) throw new IngestionFailure('file_missing');
		if (!response.ok) throw new IngestionFailure('storage_unreachable', String(response.status));
		for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
			length += chunk.length;
			if (length > FILE_BYTES_MAX) throw tooLarge();
			chunks.push(chunk);
		}
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof IngestionFailure) throw error;
		throw new IngestionFailure('storage_unreachable', null, { cause: error });
	}
	return Buffer.concat(chunks);
}

/** Where visitors can open the file: they are on the shop's site, not on Strapi's. */
function publicUrl(strapi: Core.Strapi, { url }: MediaFile): string | null {
	if (/^https?:\/\//.test(url)) return url;
	const server: string | undefined = strapi.config.get('server.absoluteUrl');
	return server ? new URL(url, server).href : null;
}

const tooLarge = () => new IngestionFailure('file_too_large', `${FILE_BYTES_MAX / 2 ** 20} MB`);
