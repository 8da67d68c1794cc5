import { describeQuietly } from '../privacy/quiet-log';

/**
 * Tells the operator when answers that are being written cannot be saved, and when they can again: once each, however many
 * there are and however often each tries.
 */
export function createSaveLog(log: { error(line: string): void; info(line: string): void }) {
	const failing = new Set<string>();
	let isAway = false;
	return {
		failed(answerId: string, error: unknown): void {
			failing.add(answerId);
			if (isAway) return;
			isAway = true;
			log.error(
				`Answerpack: answers that are being written cannot be saved. Each is tried again every second, and visitors read on: ${describeQuietly(error)}`,
			);
		},

		succeeded(answerId: string): void {
			failing.delete(answerId);
			// One row may be at fault while the others are saved.
			if (!isAway || failing.size > 0) return;
			isAway = false;
			log.info('Answerpack: answers that are being written are saved again.');
		},

		/** This one is not saved any more; whether it could be, nobody knows. */
		end(answerId: string): void {
			failing.delete(answerId);
		},
	};
}
