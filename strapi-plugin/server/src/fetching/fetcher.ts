import { pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, type Dispatcher, request } from 'undici';
import { IngestionFailure, isIngestionFailure } from '../ingestion/failure';
import { type Exception, readAddress } from './address';
import { createPublicAgent, type Lookup } from './connector';
import { createRobots, USER_AGENT } from './robots';

const REDIRECTS_MAX = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export interface FetchLimits {
	/** Of one page, unpacked. */
	bytes: number;
	/** From the first hop to the last byte. */
	timeout_ms: number;
}

const LIMITS: FetchLimits = { bytes: 10 * 2 ** 20, timeout_ms: 30_000 };

export interface FetchOptions {
	/** Types that are taken, without parameters. */
	types: readonly string[];
	/** What the server said the last time; it may then answer that nothing has changed. */
	etag?: string | null;
	last_modified?: string | null;
	signal?: AbortSignal;
}

export interface DownloadOptions {
	/** Where the operator's own storage is (`https://bucket.example`): it may lie in a private network, what it redirects to may not. */
	own?: string;
	/** Unpacked. */
	bytes_max: number;
	timeout_ms: number;
	signal: AbortSignal;
}

export interface Fetched {
	/** After all redirects. */
	url: string;
	type: string;
	charset: string | null;
	bytes: Buffer;
	etag: string | null;
	last_modified: string | null;
}

export type Fetcher = ReturnType<typeof createFetcher>;

/** Fetches pages of the public internet, and files of the operator's own storage; see README.md. */
export function createFetcher({
	lookup,
	isException,
	limits = LIMITS,
}: {
	lookup?: Lookup;
	/** For tests alone: what may be reached although it is not public. */
	isException?: Exception;
	limits?: FetchLimits;
} = {}) {
	const dispatcher = createPublicAgent({ lookup, isException });
	const direct = new Agent();

	/** One request, without redirects. */
	async function ask(url: URL, { headers, signal, own }: Following) {
		try {
			return await request(url, {
				dispatcher: url.origin === own ? direct : dispatcher,
				signal,
				headers: { 'user-agent': USER_AGENT, 'accept-encoding': 'gzip, deflate, br', ...headers },
				headersTimeout: limits.timeout_ms,
				bodyTimeout: limits.timeout_ms,
			});
		} catch (error) {
			throw toFailure(error, url);
		}
	}

	/** Follows redirects by hand, each one checked as the first address was. */
	async function follow(
		address: string,
		following: Following,
	): Promise<{ url: URL; response: Dispatcher.ResponseData }> {
		const readHop = (text: string, base?: URL) =>
			URL.canParse(text, base?.href) && new URL(text, base).origin === following.own
				? new URL(text, base)
				: readAddress(text, base, isException);
		let url = readHop(address);
		for (let hops = 0; hops <= REDIRECTS_MAX; hops += 1) {
			await following.admit?.(url);
			const response = await ask(url, following);
			const location = response.headers.location;
			if (!REDIRECTS.has(response.statusCode) || typeof location !== 'string') return { url, response };
			response.body.on('error', () => {}).destroy();
			url = readHop(location, url);
		}
		throw new IngestionFailure('redirects_too_many', address);
	}

	async function read(response: Dispatcher.ResponseData, url: URL, bytesMax: number): Promise<Buffer> {
		const body = unpacked(response);
		const chunks: Buffer[] = [];
		let length = 0;
		try {
			if (Number(response.headers['content-length'] ?? 0) > bytesMax) throw tooLarge(bytesMax);
			for await (const chunk of body) {
				length += chunk.length;
				if (length > bytesMax) throw tooLarge(bytesMax);
				chunks.push(chunk);
			}
		} catch (error) {
			throw toFailure(error, url);
		} finally {
			response.body.on('error', () => {}).destroy();
		}
		return Buffer.concat(chunks);
	}

	const robots = createRobots(async (url, bytesMax, signal) => {
		const found = await follow(url, { signal });
		const { statusCode } = found.response;
		const text = statusCode === 200 ? (await read(found.response, found.url, bytesMax)).toString('utf8') : '';
		found.response.body.on('error', () => {}).destroy();
		return { status: statusCode, text };
	});

	return {
		/**
		 * @returns null when the server says that nothing has changed
		 * @throws IngestionFailure
		 */
		async get(address: string, { types, etag, last_modified, signal }: FetchOptions): Promise<Fetched | null> {
			const limit = AbortSignal.timeout(limits.timeout_ms);
			const either = signal ? AbortSignal.any([signal, limit]) : limit;
			const headers = {
				accept: types.join(', '),
				...(etag && { 'if-none-match': etag }),
				...(last_modified && { 'if-modified-since': last_modified }),
			};
			const { url, response } = await follow(address, {
				headers,
				signal: either,
				admit: (hop) => robots.admit(hop, either),
			});
			const header = (name: string) => {
				const value = response.headers[name];
				return typeof value === 'string' ? value : null;
			};
			try {
				if (response.statusCode === 304) return null;
				assertFound(response.statusCode);
				const [type = '', ...parameters] = (header('content-type') ?? '').toLowerCase().split(';');
				if (!types.includes(type.trim())) throw new IngestionFailure('page_type_unsupported', type.trim() || null);
				return {
					url: url.href,
					type: type.trim(),
					charset: /charset\s*=\s*"?([^\s";]+)/.exec(parameters.join(';'))?.[1] ?? null,
					bytes: await read(response, url, limits.bytes),
					etag: header('etag'),
					last_modified: header('last-modified'),
				};
			} finally {
				response.body.on('error', () => {}).destroy();
			}
		},

		/**
		 * A file that somebody has put there for us, of whatever type; robots.txt is not asked.
		 * @throws IngestionFailure
		 */
		async download(address: string, { own, bytes_max, timeout_ms, signal }: DownloadOptions): Promise<Buffer> {
			const either = AbortSignal.any([signal, AbortSignal.timeout(timeout_ms)]);
			const { url, response } = await follow(address, { signal: either, own });
			try {
				assertFound(response.statusCode);
				return await read(response, url, bytes_max);
			} finally {
				response.body.on('error', () => {}).destroy();
			}
		},

		async close(): Promise<void> {
			await Promise.all([dispatcher.destroy(), direct.destroy()]);
		},
	};
}

interface Following {
	headers?: Record<string, string>;
	signal: AbortSignal;
	/** Whether a hop may be made. @throws IngestionFailure */
	admit?(url: URL): Promise<void>;
	own?: string;
}

function assertFound(status: number): void {
	if (status === 200) return;
	if (status === 404 || status === 410) throw new IngestionFailure('page_missing', String(status));
	if (status === 429 || status >= 500) throw new IngestionFailure('page_unreachable', String(status));
	throw new IngestionFailure('page_refused', String(status));
}

/** A response as it was before it was packed; a bomb is counted as it unfolds. */
function unpacked({ headers, body }: Dispatcher.ResponseData): AsyncIterable<Buffer> {
	const coding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
	const unpack = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }[
		coding
	];
	if (!unpack) {
		if (coding === 'identity' || coding === '') return body;
		body.on('error', () => {}).destroy();
		throw new IngestionFailure('page_type_unsupported', coding);
	}
	// The error of either reaches whoever reads the last one.
	return pipeline(Readable.from(body), unpack(), () => {});
}

const tooLarge = (bytes: number) => new IngestionFailure('page_too_large', `${bytes / 2 ** 20} MB`);

function toFailure(error: unknown, { host }: URL): unknown {
	if (isIngestionFailure(error)) return error;
	const { name, code, cause } = (error ?? {}) as { name?: string; code?: string; cause?: unknown };
	if (isIngestionFailure(cause)) return cause;
	const late =
		name === 'TimeoutError' ||
		['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'].includes(code ?? '');
	if (name === 'AbortError') return error;
	return new IngestionFailure(late ? 'page_timeout' : 'page_unreachable', host, { cause: error });
}
