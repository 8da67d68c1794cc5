import { AnswerpackError, type ErrorBody, type ErrorCode, isAnswerpackError } from '@answerpack/shared/contract';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { createQuietLog } from '../privacy/quiet-log';
import { createPathTest } from './paths';

/**
 * The one place where errors of the visitors' routes become HTTP: always `{error: {code, message, details?}}`. What is
 * unknown is logged, and visitors read `internal`: no stack, no query, no key.
 */
export const createErrorMapping = (_config: unknown, { strapi }: { strapi: Core.Strapi }) => {
	const log = createQuietLog(strapi.log);
	return async (ctx: Context, next: Next): Promise<void> => {
		try {
			await next();
		} catch (error) {
			if (!isAnswerpackError(error)) log.error(error);
			answer(ctx, isAnswerpackError(error) ? error : new AnswerpackError('internal', undefined, { cause: error }));
		}
	};
};

/** When to try again while the database is away. */
const DATABASE_AWAY_SECONDS = 5;

/** Strapi's own refusals on our routes (a broken body, a role without permission), by their status. */
const CODES: Record<number, ErrorCode> = { 401: 'pass_invalid', 403: 'not_allowed', 413: 'question_too_long' };

/** Gives errors that Strapi made on our paths, before or after our own code, the shape of ours; the status stays. */
export function createShapeMapping(strapi: Core.Strapi) {
	const isOurs = createPathTest(strapi);
	return async (ctx: Context, next: Next): Promise<void> => {
		await next();
		if (!isOurs(ctx.path) || ctx.respond === false || !isStrapiError(ctx.body)) return;
		const status = ctx.status;
		// Whoever shows Strapi no credentials is refused only when it cannot look up what everybody may do.
		if (status === 401 && !ctx.get('Authorization')) {
			return answer(ctx, new AnswerpackError('shop_unreachable', { retry_after_seconds: DATABASE_AWAY_SECONDS }));
		}
		const code = CODES[status] ?? (status >= 500 ? 'internal' : 'invalid_request');
		ctx.body = new AnswerpackError(code).toBody() satisfies ErrorBody;
		ctx.status = status;
	};
}

function answer(ctx: Context, error: AnswerpackError): void {
	ctx.status = error.status;
	ctx.body = error.toBody();
	const seconds = error.details?.retry_after_seconds;
	if (typeof seconds === 'number') ctx.set('Retry-After', String(seconds));
}

function isStrapiError(body: unknown): boolean {
	if (typeof body !== 'object' || body === null || !('error' in body)) return false;
	return typeof (body.error as { status?: unknown } | null)?.status === 'number';
}
