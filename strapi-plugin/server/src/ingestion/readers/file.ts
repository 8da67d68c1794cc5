import { readFile, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { Core } from '@strapi/strapi';
import type { FileEntry, MediaFile } from '../../content-types/file/schema';
import type { Fetcher } from '../../fetching/fetcher';
import type { Format } from '../../parsing/text';
import { IngestionFailure, isIngestionFailure } from '../failure';
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
	(strapi: Core.Strapi, fetcher: Fetcher): Reader =>
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
				body: await bytesOf(strapi, fetcher, file, signal),
				url: url || (await publicUrl(strapi, file)),
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
async function bytesOf(
	strapi: Core.Strapi,
	fetcher: Fetcher,
	file: MediaFile,
	signal: AbortSignal,
): Promise<Uint8Array> {
	if (file.size * 1000 > FILE_BYTES_MAX) throw tooLarge();
	return file.provider === 'local' ? readLocal(strapi, file) : readRemote(strapi, fetcher, file, signal);
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

/**
 * What another upload provider keeps. The operator's own storage may lie in a private network, as MinIO does in
 * development; the address of a file that another provider has put into the database is as good as a stranger's.
 */
async function readRemote(
	strapi: Core.Strapi,
	fetcher: Fetcher,
	file: MediaFile,
	signal: AbortSignal,
): Promise<Uint8Array> {
	const signed: MediaFile = await strapi.plugin('upload').service('file').signFileUrls(file);
	// A provider that keeps files on a disk may give an address of Strapi itself.
	const url = new URL(signed.url, strapi.config.get('server.absoluteUrl'));
	const isOwn = file.provider === strapi.config.get('plugin::upload.provider');
	try {
		return await fetcher.download(url.href, {
			own: isOwn ? url.origin : undefined,
			bytes_max: FILE_BYTES_MAX,
			timeout_ms: FETCH_TIMEOUT_MS,
			signal,
		});
	} catch (error) {
		signal.throwIfAborted();
		throw toStorageFailure(error);
	}
}

/** What is wrong with an address is, for a file, wrong with the storage. */
function toStorageFailure(error: unknown): unknown {
	if (!isIngestionFailure(error)) return error;
	switch (error.reason) {
		case 'page_missing':
			return new IngestionFailure('file_missing', null, { cause: error });
		case 'page_too_large':
			return tooLarge();
		case 'address_invalid':
		case 'address_refused':
			return error;
		default:
			return new IngestionFailure('storage_unreachable', error.detail, { cause: error });
	}
}

/** Where visitors can open the file: they are on the shop's site, not on Strapi's. What is private they cannot open. */
async function publicUrl(strapi: Core.Strapi, { url, provider }: MediaFile): Promise<string | null> {
	const { provider: configured } = strapi.config.get('plugin::upload') as { provider: string };
	if (provider === configured && (await strapi.plugin('upload').provider.isPrivate())) return null;
	if (/^https?:\/\//.test(url)) return url;
	const server: string | undefined = strapi.config.get('server.absoluteUrl');
	return server ? new URL(url, server).href : null;
}

const tooLarge = () => new IngestionFailure('file_too_large', `${FILE_BYTES_MAX / 2 ** 20} MB`);
