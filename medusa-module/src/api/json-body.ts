import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaRequest } from '@medusajs/framework/http';

/** The largest body of a service call, in bytes; bot settings are the largest, at about one kilobyte. */
const BODY_BYTES_MAX = 64 * 1024;

/**
 * Reads a JSON body. The service routes read theirs themselves, because Medusa's parser answers a broken or too large
 * body with a 500 in a shape of its own.
 * @throws AnswerpackError `invalid_request`.
 */
export async function readJson(req: MedusaRequest): Promise<unknown> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of req as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > BODY_BYTES_MAX) throw invalid(`a body has at most ${BODY_BYTES_MAX} bytes`);
		chunks.push(chunk);
	}
	try {
		return JSON.parse(Buffer.concat(chunks).toString('utf8'));
	} catch {
		throw invalid('the body is not JSON');
	}
}

function invalid(reason: string): AnswerpackError {
	return new AnswerpackError('invalid_request', { field: 'body', reason }, { message: `body: ${reason}` });
}
