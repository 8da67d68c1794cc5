// A model that answers at once, so that what is measured is everything but the model.
import { once } from 'node:events';
import { createServer } from 'node:http';

const TEXT = 'To Austria it takes 3 to 4 working days [1].';
const chunk = (/** @type {object} */ body) =>
	`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', ...body })}\n\n`;
const STREAM = [
	...TEXT.split(/(?<= )/).map((content) => chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })),
	chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
	chunk({ choices: [], usage: { prompt_tokens: 900, completion_tokens: 12, total_tokens: 912 } }),
	'data: [DONE]\n\n',
].join('');

/** @returns {Promise<{url: string, stop: () => Promise<void>}>} */
export async function startModel() {
	const server = createServer((request, response) => {
		request.resume().once('end', () => {
			response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(STREAM);
		});
	});
	server.keepAliveTimeout = 60_000;
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	return {
		url: `http://127.0.0.1:${port}/v1`,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
