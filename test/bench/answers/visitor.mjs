// One visitor who asks and reads the stream, on a kept connection.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';

/**
 * @typedef {object} Asked
 * @property {string} id
 * @property {number} status
 * @property {number} ttft_ms from sending the question to the first token; 0 when there was none
 * @property {string} last the stream's last event
 */

/**
 * @param {{url: string, headers: Record<string, string>, body: object, agent: import('node:http').Agent, token: RegExp}} options
 *   `token`: what the first token looks like in the stream
 * @returns {Promise<{status: number, ttft_ms: number, text: string}>}
 */
export function send({ url, headers, body, agent, token }) {
	return new Promise((resolve, reject) => {
		const begun = performance.now();
		let ttft_ms = 0;
		let text = '';
		const call = request(
			url,
			{ method: 'POST', agent, headers: { 'Content-Type': 'application/json', ...headers } },
			(response) => {
				response.setEncoding('utf8');
				response.on('data', (/** @type {string} */ piece) => {
					text += piece;
					if (!ttft_ms && token.test(text)) ttft_ms = performance.now() - begun;
				});
				response.once('end', () => resolve({ status: response.statusCode ?? 0, ttft_ms, text }));
				response.once('error', reject);
			},
		);
		call.once('error', reject);
		call.end(JSON.stringify(body));
	});
}

/**
 * Asks the bot.
 * @param {{strapi: string, slug: string, token: string, question: string, agent: import('node:http').Agent}} options
 * @returns {Promise<Asked>}
 */
export async function ask({ strapi, slug, token, question, agent }) {
	const id = randomUUID();
	const { status, ttft_ms, text } = await send({
		url: `${strapi}/api/answerpack/bots/${slug}/answers`,
		headers: { 'X-Answerpack-Pass': token },
		body: { id, question, language: 'en' },
		agent,
		token: /^event: delta/m,
	});
	return { id, status, ttft_ms, last: [...text.matchAll(/^event: (\w+)/gm)].at(-1)?.[1] ?? '' };
}
