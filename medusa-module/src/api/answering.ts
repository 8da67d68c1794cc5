import { AnswerpackError, isAnswerpackError } from '@answerpack/shared/contract';
import {
	errorHandler,
	type MedusaNextFunction,
	type MedusaRequest,
	type MedusaResponse,
} from '@medusajs/framework/http';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { isDatabaseUnreachable, whileConnected } from './database';

/** One that returns nothing has answered by itself. */
type Handler<Request extends MedusaRequest> = (req: Request, res: MedusaResponse) => Promise<object | undefined>;
type Guard<Request extends MedusaRequest> = (req: Request) => Promise<void> | void;

/** When to ask again after the database could not be reached: a restart of Postgres takes about that long. */
const RETRY_AFTER_SECONDS = 2;

/** A route that answers what its handler returns, and every error in our shape, `{error: {code, message, details?}}`. */
export function answering<Request extends MedusaRequest>(handler: Handler<Request>) {
	return async (req: Request, res: MedusaResponse): Promise<void> => {
		try {
			const answer = await whileConnected(req.scope, () => handler(req, res));
			if (answer === undefined) return;
			// Not `res.json`, which hashes every answer for an ETag: none of these is kept by anybody.
			res.set('Content-Type', 'application/json; charset=utf-8').end(JSON.stringify(answer));
		} catch (error) {
			refuse(req, res, error);
		}
	};
}

/** A middleware that lets pass or throws; what it throws is answered as {@link answering} does. */
export function guarding<Request extends MedusaRequest>(guard: Guard<Request>) {
	return async (req: Request, res: MedusaResponse, next: MedusaNextFunction): Promise<void> => {
		try {
			await guard(req);
		} catch (error) {
			refuse(req, res, error);
			return;
		}
		next();
	};
}

const medusasErrorHandler = errorHandler();
/** Where our routes are. */
const OURS = /^\/(store\/|admin\/|hooks\/)?answerpack\//i;

/**
 * Before our routes Medusa looks into the database itself (publishable keys, API keys). When it cannot, that is answered as
 * our routes would; everything else is Medusa's.
 */
export function handleError(error: unknown, req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
	if (OURS.test(req.path) && isDatabaseUnreachable(error)) refuse(req, res, error);
	else medusasErrorHandler(error as Parameters<typeof medusasErrorHandler>[0], req, res, next);
}

/** The one place that maps an error to HTTP. What is not ours is logged, and tells the caller nothing. */
function refuse(req: MedusaRequest, res: MedusaResponse, thrown: unknown): void {
	const error = isAnswerpackError(thrown) ? thrown : unexpected(req, thrown);
	if (res.headersSent) return;
	const seconds = error.details?.retry_after_seconds;
	if (typeof seconds === 'number') res.set('Retry-After', String(seconds));
	// Medusa's own clients (js-sdk) read the sentence where Medusa's errors have it.
	res.status(error.status).json({ ...error.toBody(), message: error.message });
}

function unexpected(req: MedusaRequest, thrown: unknown): AnswerpackError {
	const logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER);
	const what = `Answerpack: ${req.method} ${req.path} failed`;
	const cause = asError(thrown);
	if (isDatabaseUnreachable(thrown)) {
		logger.warn(`${what}: the database cannot be reached (${cause.message})`);
		return new AnswerpackError('ledger_unreachable', { retry_after_seconds: RETRY_AFTER_SECONDS }, { cause });
	}
	logger.error(what, cause);
	return new AnswerpackError('internal', undefined, { cause });
}

/** What workflows throw went through JSON on its way, and is no Error any more. */
function asError(thrown: unknown): Error {
	if (thrown instanceof Error) return thrown;
	const { message } = (thrown ?? {}) as { message?: unknown };
	return new Error(typeof message === 'string' ? message : String(thrown));
}
