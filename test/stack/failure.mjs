/** Something the person at the keyboard can put right: shown as one sentence, without a stack. */
export class Failure extends Error {
	/** @override */
	name = 'Failure';

	/**
	 * @param {string} message what is wrong and what to do
	 * @param {{details?: string, cause?: unknown}} [options] `details` is printed above: the end of a log, for example
	 */
	constructor(message, { details, cause } = {}) {
		super(message, { cause });
		this.details = details;
	}
}
