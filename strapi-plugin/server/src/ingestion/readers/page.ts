import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Core } from '@strapi/strapi';
import { PAGE_UID } from '../../constants';
import type { PageEntry } from '../../content-types/page/schema';
import type { Fetched, Fetcher } from '../../fetching/fetcher';
import { readSitemap, sameSite } from '../../fetching/sitemap';
import type { Format } from '../../parsing/text';
import type { DocumentKey, DocumentRow } from '../document-rows';
import { IngestionFailure, isIngestionFailure } from '../failure';
import type { Reader, Reading } from '../reading';
import { publishedSource } from './published';

const HOUR_MS = 3_600_000;
const REFRESH_MS = { hourly: HOUR_MS, daily: 24 * HOUR_MS, weekly: 7 * 24 * HOUR_MS };
const FORMATS: Readonly<Record<string, Format>> = {
	'text/html': 'html',
	'application/xhtml+xml': 'html',
	'text/plain': 'plain',
	'text/markdown': 'markdown',
	'application/pdf': 'pdf',
};
const SITEMAP_TYPES = ['application/xml', 'text/xml', 'text/plain', 'application/gzip', 'application/x-gzip'];
/** Of the sitemaps that an index of sitemaps lists. */
const SITEMAPS_MAX = 50;
const SITEMAP_BYTES_MAX = 50 * 2 ** 20;
const PAGES_MAX = 100;

/** Reads pages of the web: one, or those that a sitemap lists. */
export const createPageReader =
	(strapi: Core.Strapi, fetcher: Fetcher): Reader =>
	async (row, signal) => {
		const entry = await publishedSource<PageEntry>(strapi, row);
		if (!entry) return { kind: 'gone' };
		const own = row.entry_id === row.source_id;
		const refresh_at = refreshAt(entry);
		try {
			if (own && entry.kind === 'sitemap') return await readList(fetcher, row, entry, refresh_at, signal);
			return await readPage(fetcher, row, (own ? entry.url : row.url) ?? '', refresh_at, signal);
		} catch (error) {
			// Whatever is wrong with a page today can be right tomorrow.
			if (!isIngestionFailure(error)) throw error;
			throw new IngestionFailure(error.reason, error.detail, { cause: error, refresh_at });
		}
	};

function refreshAt({ refresh }: PageEntry): number | null {
	const every = refresh && refresh !== 'never' ? REFRESH_MS[refresh] : null;
	return every && Date.now() + every;
}

async function readPage(
	fetcher: Fetcher,
	row: DocumentRow,
	url: string,
	refresh_at: number | null,
	signal: AbortSignal,
): Promise<Reading> {
	const origin = `page:${sha256(url)}`;
	const known = row.hash !== null && row.origin === origin;
	const fetched = await fetcher.get(url, {
		types: Object.keys(FORMATS),
		signal,
		...(known && { etag: row.etag, last_modified: row.last_modified }),
	});
	if (!fetched) return { kind: 'unchanged', refresh_at };
	const format = FORMATS[fetched.type] as Format;
	return {
		kind: 'text',
		title: format === 'html' ? null : fileName(fetched.url),
		format,
		body: format === 'pdf' ? fetched.bytes : decode(fetched),
		url,
		origin,
		etag: fetched.etag,
		last_modified: fetched.last_modified?.slice(0, 255) ?? null,
		refresh_at,
	};
}

async function readList(
	fetcher: Fetcher,
	row: DocumentRow,
	{ url, pagesMax }: PageEntry,
	refresh_at: number | null,
	signal: AbortSignal,
): Promise<Reading> {
	const limit = pagesMax ?? PAGES_MAX;
	const waiting = [url ?? ''];
	const pages = new Set<string>();
	for (let read = 0; waiting.length > 0 && read < SITEMAPS_MAX && pages.size < limit; read += 1) {
		const fetched = await fetcher.get(waiting.shift() as string, { types: SITEMAP_TYPES, signal });
		const { kind, urls } = readSitemap(fetched ? sitemapText(fetched) : '');
		const own = urls.filter((found) => sameSite(found, url ?? ''));
		if (kind === 'sitemaps') waiting.push(...own.slice(0, SITEMAPS_MAX));
		else for (const page of own) if (pages.size < limit) pages.add(page);
	}
	if (pages.size === 0) throw new IngestionFailure('sitemap_unreadable');
	const { source_uid, source_id, source_locale, locale } = row;
	const documents: DocumentKey[] = [...pages].map((page) => ({
		source_uid,
		source_id,
		source_locale,
		uid: PAGE_UID,
		entry_id: sha256(page),
		locale,
		url: page,
	}));
	return { kind: 'list', title: url ?? '', documents, rules: url ?? '', refresh_at };
}

/** @throws IngestionFailure `sitemap_unreadable` */
function sitemapText({ bytes }: Fetched): string {
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
	try {
		return gunzipSync(bytes, { maxOutputLength: SITEMAP_BYTES_MAX }).toString('utf8');
	} catch (error) {
		throw new IngestionFailure('sitemap_unreadable', null, { cause: error });
	}
}

/** In the encoding that the server names, or the page itself; without a name the parser finds out. */
function decode({ charset, bytes }: Fetched): string | Uint8Array {
	const label = charset ?? /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(bytes.toString('latin1', 0, 2048))?.[1];
	if (!label) return bytes;
	try {
		return new TextDecoder(label).decode(bytes);
	} catch {
		return bytes; // an encoding that nobody knows
	}
}

function fileName(url: string): string {
	const { pathname, host } = new URL(url);
	const name = pathname.split('/').filter(Boolean).at(-1);
	try {
		return name ? decodeURIComponent(name) : host;
	} catch {
		return name ?? host;
	}
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
