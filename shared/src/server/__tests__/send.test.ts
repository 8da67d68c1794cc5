import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { send } from '../send.js';

let server: Server;
let url: URL;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const sockets: Socket[] = [];

beforeAll(async () => {
	server = createServer((request, response) => answer(request, response));
	server.on('connection', (socket) => sockets.push(socket));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/holds?a=b`);
});
afterAll(async () => {
	server.closeAllConnections();
	server.close();
	await once(server, 'close');
});
beforeEach(() => {
	sockets.length = 0;
});

const sent = () => ({ method: 'POST' as const, headers: { 'X-Who': 'me' }, signal: AbortSignal.timeout(10_000) });
const echo = (request: IncomingMessage, response: ServerResponse) => {
	let body = '';
	request.on('data', (piece) => {
		body += piece;
	});
	request.on('end', () => response.writeHead(402).end(`${request.url} ${request.headers['x-who']} ${body} €`));
};

test('sends path, headers and body, and reads status and text, on one connection', async () => {
	answer = echo;
	for (let n = 0; n < 3; n++) {
		expect(await send(url, { ...sent(), body: `${n}` })).toEqual({ status: 402, text: `/holds?a=b me ${n} €` });
	}
	expect(sockets.length).toBeLessThanOrEqual(1);
});

test('replaces a kept connection that is closed when it is used again', async () => {
	answer = echo;
	await send(url, { ...sent(), body: 'first' });
	let asked = 0;
	answer = (request, response) => (asked++ === 0 ? request.socket.resetAndDestroy() : echo(request, response));
	expect((await send(url, { ...sent(), body: 'again' })).text).toContain('again');
	expect(asked).toBe(2);
});

test('gives up on a new connection that is closed, and when time is up', async () => {
	let asked = 0;
	answer = (request) => {
		asked++;
		request.socket.resetAndDestroy();
	};
	await expect(send(url, { ...sent(), headers: { Connection: 'close' } })).rejects.toMatchObject({
		code: 'ECONNRESET',
	});
	expect(asked).toBeLessThanOrEqual(2);
	answer = () => {};
	await expect(send(url, { ...sent(), signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ name: 'AbortError' });
});

test('gives up on an answer that is cut short', async () => {
	answer = (_request, response) => {
		response.writeHead(200, { 'Content-Length': '100' }).write('half');
		response.socket?.destroy();
	};
	await expect(send(url, sent())).rejects.toMatchObject({ code: 'ECONNRESET' });
});
