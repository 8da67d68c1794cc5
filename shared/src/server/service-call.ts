import type { z } from 'zod';
import { AnswerpackError, type ErrorCode, errorBodySchema, isErrorCode } from '../contract/index.js';
import { type Sent, send } from './send.js';

export interface ServiceCallOptions {
	/** What every path begins with: `https://shop.example/answerpack/bots`. */
	base: string;
	/** The service secret that is sent. */
	secret: string;
	/** How long one call may take. */
	timeout_ms: number;
	/** What is thrown when the other side did not answer, or not by the contract. */
	unreachable: ErrorCode;
}

/**
 * One side's way to the other's service routes.
 * @throws AnswerpackError with the other side's code, or `unreachable`.
 */
export function createServiceCall({ base, secret, timeout_ms, unreachable }: ServiceCallOptions) {
	return async <T extends z.ZodType>(
		method: Sent['method'],
		path: string,
		schema: T,
		body?: object,
	): Promise<z.infer<T>> => {
		let status: number;
		let json: unknown;
		try {
			const response = await send(new URL(`${base}/${path}`), {
				method,
				headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
				body: body && JSON.stringify(body),
				signal: AbortSignal.timeout(timeout_ms),
			});
			status = response.status;
			json = JSON.parse(response.text);
		} catch (cause) {
			throw new AnswerpackError(unreachable, undefined, { cause });
		}
		if (status < 200 || status > 299) throw refusal(status, json, unreachable);
		const answer = schema.safeParse(json);
		if (!answer.success) throw new AnswerpackError(unreachable, undefined, { cause: answer.error });
		return answer.data;
	};
}

/** The other side's refusal as ours; anything that does not speak the contract is a side that cannot be reached. */
function refusal(status: number, json: unknown, unreachable: ErrorCode): AnswerpackError {
	const body = errorBodySchema.safeParse(json);
	if (!body.success || !isErrorCode(body.data.error.code)) {
		return new AnswerpackError(unreachable, undefined, { cause: new Error(`it answered ${status}`) });
	}
	const { code, message, details } = body.data.error;
	return new AnswerpackError(code, details, { message });
}
