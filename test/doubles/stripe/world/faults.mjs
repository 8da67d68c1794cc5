// Faults to order: the next request that matches fails, hangs, or is done without its answer ever arriving.

/**
 * @typedef {object} Fault
 * @property {string} [method] of the requests it hits; every one without it
 * @property {string} path that their path begins with, such as `/v1/refunds`
 * @property {'error' | 'lost_answer' | 'hold'} effect `error`: answered so, nothing done · `lost_answer`: done, then the
 * connection is cut · `hold`: waits until it is released, then goes on
 * @property {number} status of an `error`
 * @property {number} times
 */

export class Faults {
	/** @type {Fault[]} */
	#waiting = [];
	/** @type {(() => void)[]} */
	#held = [];

	/** @param {Fault} fault */
	add(fault) {
		this.#waiting.push({ ...fault });
	}

	get all() {
		return this.#waiting;
	}

	/** How many requests wait to be released. */
	get held() {
		return this.#held.length;
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @returns {Fault | undefined} the first that hits; it has struck
	 */
	strike(method, path) {
		const fault = this.#waiting.find((one) => (one.method ?? method) === method && path.startsWith(one.path));
		if (!fault) return undefined;
		fault.times -= 1;
		if (fault.times <= 0) this.#waiting = this.#waiting.filter((one) => one !== fault);
		return fault;
	}

	/** @returns {Promise<void>} when it is released */
	hold() {
		return new Promise((resolve) => {
			this.#held.push(resolve);
		});
	}

	release() {
		for (const go of this.#held.splice(0)) go();
	}

	clear() {
		this.#waiting = [];
		this.release();
	}
}
