import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createFetcher, type Fetcher } from '../fetcher';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let port: number;
let routes: Record<string, Handler>;
let asked: string[];
let fetcher: Fetcher;
const MB = 2 ** 20;
const TYPES = ['text/html'];

const page = (text: string, headers: Record<string, string> = {}): Handler => {
	return (_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(text);
};
const redirect = (location: string): Handler => {
	return (_, response) => response.writeHead(302, { location }).end();
};

beforeAll(async () => {
	server = createServer((request, response) => {
		asked.push(request.url ?? '');
		const route = routes[request.url ?? ''];
		if (route) route(request, response);
		else response.writeHead(404).end();
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
	routes = {};
	asked = [];
	fetcher = createFetcher({
		// What stands for a public address here: the one port of this server.
		isException: (address, to) => address === '127.0.0.1' && to === port,
		limits: { bytes: MB, timeout_ms: 1500 },
	});
});
afterEach(() => fetcher.close());
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((done) => server.close(done));
});

const local = (path: string) => `http://127.0.0.1:${port}${path}`;
const get = (path: string, more = {}) =>
	fetcher.get(path.startsWith('http') ? path : local(path), { types: TYPES, ...more });

test('a page is read, unpacked, with what tells later whether it has changed', async () => {
	const etag = '"1"';
	routes['/page'] = (request, response) => {
		if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
		else {
			const headers = { 'content-type': 'text/html', 'content-encoding': 'br', etag };
			response.writeHead(200, headers).end(brotliCompressSync('<p>Hello</p>'));
		}
	};
	const fetched = await get('/page');
	expect(fetched).toMatchObject({ etag, type: 'text/html', url: local('/page') });
	expect(fetched?.bytes.toString()).toBe('<p>Hello</p>');
	expect(await get('/page', { etag })).toBeNull();
});

test.each([
	'http://169.254.169.254/latest/meta-data/',
	'http://[::ffff:7f00:1]/',
	'http://2130706433/',
	'file:///etc/passwd',
])('a redirect to %s is refused, and nothing is asked there', async (location) => {
	routes['/page'] = redirect(location);
	await expect(get('/page')).rejects.toMatchObject({ reason: expect.stringMatching(/^address_/) });
	expect(asked).toEqual(['/robots.txt', '/page']);
});

test('a name that leads inside is refused, also when only one of its addresses does', async () => {
	const onlyPublic = createFetcher({ lookup: async () => [{ address: '127.0.0.1', family: 4 }] });
	await expect(onlyPublic.get('http://rebound.test:8080/', { types: TYPES })).rejects.toMatchObject({
		reason: 'address_refused',
		passing: false,
	});
	await onlyPublic.close();
	const some = createFetcher({
		lookup: async () => [
			{ address: '93.184.216.34', family: 4 },
			{ address: '10.0.0.1', family: 4 },
		],
	});
	await expect(some.get('http://half.test/', { types: TYPES })).rejects.toMatchObject({ reason: 'address_refused' });
	await some.close();
	expect(asked).toEqual([]);
});

test('redirects are followed five times, and not in circles', async () => {
	for (let hop = 0; hop < 6; hop += 1) routes[`/${hop}`] = redirect(`/${hop + 1}`);
	routes['/6'] = page('<p>There</p>');
	expect((await get('/1'))?.url).toBe(local('/6'));
	await expect(get('/0')).rejects.toMatchObject({ reason: 'redirects_too_many' });
	routes['/loop'] = redirect('/loop');
	await expect(get('/loop')).rejects.toMatchObject({ reason: 'redirects_too_many' });
});

test('robots.txt is heeded at every hop; a site that cannot say is left alone', async () => {
	routes['/robots.txt'] = page('User-agent: *\nDisallow: /private', { 'content-type': 'text/plain' });
	routes['/private'] = page('<p>Secret</p>');
	routes['/open'] = redirect('/private');
	await expect(get('/private')).rejects.toMatchObject({ reason: 'robots_refused' });
	await expect(get('/open')).rejects.toMatchObject({ reason: 'robots_refused' });
	expect(asked).not.toContain('/private');

	const other = createFetcher({ isException: () => true, limits: { bytes: MB, timeout_ms: 1500 } });
	routes['/robots.txt'] = (_, response) => response.writeHead(503).end();
	await expect(other.get(local('/open'), { types: TYPES })).rejects.toMatchObject({
		reason: 'page_unreachable',
		passing: true,
	});
	await other.close();
});

test('what is larger than it may be is not read to its end, packed or not', async () => {
	let sent = 0;
	routes['/large'] = (_, response) => {
		response.writeHead(200, { 'content-type': 'text/html' });
		const chunk = Buffer.alloc(64 * 1024, 'a');
		const write = () => {
			while (sent < 300 * MB && !response.destroyed) {
				sent += chunk.length;
				if (!response.write(chunk)) return response.once('drain', write);
			}
			return response.end();
		};
		write();
	};
	routes['/says-so'] = page('', { 'content-length': String(300 * MB) });
	routes['/bomb'] = (_, response) => {
		response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' });
		response.end(gzipSync(Buffer.alloc(50 * MB)));
	};
	await expect(get('/large')).rejects.toMatchObject({ reason: 'page_too_large' });
	expect(sent).toBeLessThan(50 * MB);
	await expect(get('/says-so')).rejects.toMatchObject({ reason: 'page_too_large' });
	await expect(get('/bomb')).rejects.toMatchObject({ reason: 'page_too_large' });
});

test('a stream that never ends, and a server that never answers, are given up', async () => {
	routes['/for-ever'] = (_, response) => {
		response.writeHead(200, { 'content-type': 'text/html' });
		const drip = setInterval(() => response.write('a'), 50);
		response.once('close', () => clearInterval(drip));
	};
	routes['/silent'] = () => {};
	await expect(get('/for-ever')).rejects.toMatchObject({ reason: 'page_timeout', passing: true });
	await expect(get('/silent')).rejects.toMatchObject({ reason: 'page_timeout' });
});

test.each([
	[404, 'page_missing', false],
	[410, 'page_missing', false],
	[403, 'page_refused', false],
	[429, 'page_unreachable', true],
	[500, 'page_unreachable', true],
])('status %i is %s', async (status, reason, passing) => {
	routes['/page'] = (_, response) => response.writeHead(status).end();
	await expect(get('/page')).rejects.toMatchObject({ reason, passing, detail: String(status) });
});

test('what is no page, and what is broken, is said so', async () => {
	routes['/film'] = page('', { 'content-type': 'video/mp4' });
	routes['/broken'] = page('this is no gzip', { 'content-encoding': 'gzip' });
	await expect(get('/film')).rejects.toMatchObject({ reason: 'page_type_unsupported', detail: 'video/mp4' });
	await expect(get('/broken')).rejects.toMatchObject({ reason: 'page_unreachable' });
	await expect(get('http://127.0.0.1:1/')).rejects.toMatchObject({ reason: 'address_refused' });
});
