import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';

export interface Sent {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	headers: Record<string, string>;
	body?: string | undefined;
	signal: AbortSignal;
}

/**
 * An HTTP request over a kept connection. Not `fetch`: on the way of every answer, its streams took a tenth of all that
 * Strapi does for it. A kept connection that the other side has just closed is replaced once, so send only what may arrive
 * twice.
 */
export function send(url: URL, sent: Sent): Promise<{ status: number; text: string }> {
	return new Promise((resolve, reject) => {
		const { body, ...options } = sent;
		const request = (url.protocol === 'https:' ? overHttps : overHttp)(url, options, (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (piece: string) => {
				text += piece;
			});
			response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
			response.once('error', reject);
		});
		request.once('error', (error: NodeJS.ErrnoException) => {
			// Every connection that was kept may be dead; one that was opened for this is not tried again.
			if (request.reusedSocket && error.code === 'ECONNRESET') send(url, sent).then(resolve, reject);
			else reject(error);
		});
		request.end(body);
	});
}
