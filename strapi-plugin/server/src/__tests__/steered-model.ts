import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model behind `chat/completions` that says what a test tells it to, when it tells it to. */
export async function startSteeredModel() {
	const waiting: ServerResponse[] = [];
	const askers: ((stream: ServerResponse) => void)[] = [];
	const server = createServer((request, response) => {
		request.resume();
		response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
		const asker = askers.shift();
		if (asker) asker(response);
		else waiting.push(response);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		/** Waits until somebody asks. */
		async asked() {
			const stream = waiting.shift() ?? (await new Promise<ServerResponse>((resolve) => askers.push(resolve)));
			const send = (chunk: object) => stream.write(`data: ${JSON.stringify(chunk)}\n\n`);
			return {
				say: (content: string) => send({ choices: [{ index: 0, delta: { content } }] }),
				/** Says nothing more, in the middle of it. */
				breakOff: () => stream.destroy(),
				/** Ends the answer; with what it claims to have used, or without a word of it. */
				finish(usage?: object) {
					send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
					if (usage) send({ choices: [], usage });
					stream.end('data: [DONE]\n\n');
				},
			};
		},
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
