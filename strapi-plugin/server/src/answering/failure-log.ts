import { isAnswerpackError } from '@answerpack/shared/contract';
import { describeQuietly } from '../privacy/quiet-log';

/** Every question fails the same way with a broken key: the operator reads of it once in this time. */
const EVERY_MS = 60_000;

/**
 * Tells the operator why answers fail, in one sentence, at most once a minute.
 * @returns called with each failure
 */
export function createFailureLog(log: { error(error: unknown): void }, now = Date.now) {
	let saidAt = Number.NEGATIVE_INFINITY;
	let unsaid = 0;
	return (failure: unknown): void => {
		if (now() - saidAt < EVERY_MS) {
			unsaid += 1;
			return;
		}
		const others = unsaid > 0 ? ` (${unsaid} more failed since this was last said)` : '';
		saidAt = now();
		unsaid = 0;
		log.error(`Answerpack: an answer failed and costs nothing: ${describe(failure)}${others}`);
	};
}

/** A failure of the model in its provider's words; one of our own with its place in the code. */
function describe(failure: unknown): string {
	if (!(failure instanceof Error)) return String(failure);
	if (!isAnswerpackError(failure)) return describeQuietly(failure);
	return failure.cause instanceof Error ? `${failure.code}: ${failure.cause.message}` : failure.code;
}
