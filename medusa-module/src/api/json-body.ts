import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaRequest } from '@medusajs/framework/http';

/** The largest body of a service call, in bytes; bot settings are the largest, at about one kilobyte. */
const BODY_BYTES_MAX = 64 * 1024;

/**
 * Reads a JSON body. The service routes read theirs themselves, because Medusa's parser answers a broken or too large
 * body with a 500 in a shape of its own. By events: an async iterator over the request costs more than parsing it.
 * @throws AnswerpackError `invalid_request`.
 */
export function readJson(req: MedusaRequest): Promise<unknown> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let bytes = 0;
		req.on('data', (chunk: Buffer) => {
			bytes += chunk.length;
			if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
			else reject(invalid(`a body has at most ${BODY_BYTES_MAX} bytes`));
		});
		req.on('end', () => {
			try {
				resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
			} catch {
				reject(invalid('the body is not JSON'));
			}
		});
		// Whoever breaks off hears nothing of it; a lost connection of theirs is none of the database's.
		req.on('error', () => reject(invalid('the body broke off')));
	});
}

function invalid(reason: string): AnswerpackError {
	return new AnswerpackError('invalid_request', { field: 'body', reason }, { message: `body: ${reason}` });
}
