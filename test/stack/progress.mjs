// What the person at the keyboard sees while the stack comes up: a line when something begins, a line when it is done,
// each with the seconds since the start. Colours only on a terminal.

/**
 * @typedef {object} Progress
 * @property {(text: string) => void} say
 * @property {<T>(doing: string, done: string, work: () => T | Promise<T>) => Promise<T>} step says what begins, does it, and says that
 *   it is done and how long it took
 * @property {() => number} seconds since the start
 */

/**
 * @param {(line: string) => void} write
 * @param {{colours?: boolean}} [options]
 * @returns {Progress}
 */
export function createProgress(write, { colours = false } = {}) {
	const began = performance.now();
	const since = (/** @type {number} */ from) => (performance.now() - from) / 1000;
	const paint = (/** @type {number} */ colour, /** @type {string} */ text) =>
		colours ? `\u001b[${colour}m${text}\u001b[0m` : text;
	const line = (/** @type {string} */ sign, /** @type {string} */ text) =>
		write(`${paint(2, `${since(began).toFixed(1).padStart(6)} s`)}  ${sign} ${text}`);
	return {
		say: (text) => line(' ', text),
		seconds: () => since(began),
		async step(doing, done, work) {
			const from = performance.now();
			// Begun before it is said: whoever kills us at this line leaves no process that is not written down.
			const working = work();
			line(paint(2, '…'), doing);
			const result = await working;
			line(paint(32, '✓'), `${done} ${paint(2, `(${since(from).toFixed(1)} s)`)}`);
			return result;
		},
	};
}
