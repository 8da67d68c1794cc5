import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaRequest } from '@medusajs/framework/http';

/** The largest body of a service call, in bytes; bot settings are the largest, at about one kilobyte. */
const BODY_BYTES_MAX = 64 * 1024;

/**
 * Reads a body as it came. Service routes and webhooks read theirs themselves: Medusa's parser answers a broken or too large
 * body with a 500 in a shape of its own, and keeps nothing to check a signature with. By events: an async iterator over the
 * request costs more than parsing it.
 * @throws AnswerpackError `invalid_request`.
 */
export function readBody(req: MedusaRequest, bytesMax = BODY_BYTES_MAX): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let bytes = 0;
		req.on('data', (chunk: Buffer) => {
			bytes += chunk.length;
			if (bytes <= bytesMax) chunks.push(chunk);
			else reject(invalid(`a body has at most ${bytesMax} bytes`));
		});
		req.on('end', () => resolve(Buffer.concat(chunks)));
		// Whoever breaks off hears nothing of it; a lost connection of theirs is none of the database's.
		req.on('error', () => reject(invalid('the body broke off')));
	});
}

/** Reads a JSON body. @throws AnswerpackError `invalid_request`. */
export async function readJson(req: MedusaRequest): Promise<unknown> {
	const body = await readBody(req);
	try {
		return JSON.parse(body.toString('utf8'));
	} catch {
		throw invalid('the body is not JSON');
	}
}

function invalid(reason: string): AnswerpackError {
	return new AnswerpackError('invalid_request', { field: 'body', reason }, { message: `body: ${reason}` });
}
