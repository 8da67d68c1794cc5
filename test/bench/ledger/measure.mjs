/**
 * @typedef {object} Figures
 * @property {number} per_second
 * @property {number} p50_ms
 * @property {number} p99_ms
 */

/**
 * Runs `work` from so many callers at once, each as soon as its last call has returned.
 * @param {number} callers
 * @param {number} seconds
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Figures>}
 */
export async function measure(callers, seconds, work) {
	const warmUpEnds = performance.now() + Math.min(1000, seconds * 250);
	const ends = warmUpEnds + seconds * 1000;
	/** @type {number[]} */
	const latencies = [];
	await Promise.all(
		Array.from({ length: callers }, async () => {
			for (let begins = performance.now(); begins < ends; begins = performance.now()) {
				await work();
				if (begins >= warmUpEnds) latencies.push(performance.now() - begins);
			}
		}),
	);
	latencies.sort((a, b) => a - b);
	const at = (/** @type {number} */ share) => round(latencies[Math.floor(latencies.length * share)] ?? Number.NaN);
	return { per_second: Math.round(latencies.length / seconds), p50_ms: at(0.5), p99_ms: at(0.99) };
}

/** @param {number} ms */
function round(ms) {
	return Math.round(ms * 100) / 100;
}
