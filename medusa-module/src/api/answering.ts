import { AnswerpackError, isAnswerpackError } from '@answerpack/shared/contract';
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from '@medusajs/framework/http';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';

type Handler<Request extends MedusaRequest> = (req: Request, res: MedusaResponse) => Promise<void>;
type Guard<Request extends MedusaRequest> = (req: Request) => Promise<void>;

/** A route whose every error is answered in our shape, `{error: {code, message, details?}}`. */
export function answering<Request extends MedusaRequest>(handler: Handler<Request>): Handler<Request> {
	return async (req, res) => {
		try {
			await handler(req, res);
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

/** The one place that maps an error to HTTP. What is not ours is logged, and tells the caller nothing. */
function refuse(req: MedusaRequest, res: MedusaResponse, thrown: unknown): void {
	let error = thrown;
	if (!isAnswerpackError(error)) {
		const logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER);
		logger.error(`Answerpack: ${req.method} ${req.path} failed`, asError(thrown));
		error = new AnswerpackError('internal');
	}
	if (res.headersSent || !isAnswerpackError(error)) return;
	// Medusa's own clients (js-sdk) read the sentence where Medusa's errors have it.
	res.status(error.status).json({ ...error.toBody(), message: error.message });
}

/** What workflows throw went through JSON on its way, and is no Error any more. */
function asError(thrown: unknown): Error {
	if (thrown instanceof Error) return thrown;
	const { message } = (thrown ?? {}) as { message?: unknown };
	return new Error(typeof message === 'string' ? message : String(thrown));
}
