// Where objects live: by id, in the order in which they came.

/** @template {{id: string}} T */
export class Table {
	/** @type {Map<string, T>} */
	#rows = new Map();

	/** @param {string} noun what Stripe calls it in `No such …` */
	constructor(noun) {
		this.noun = noun;
	}

	/**
	 * @param {T} row
	 * @returns {T}
	 */
	add(row) {
		this.#rows.set(row.id, row);
		return row;
	}

	/** @param {string | null | undefined} id */
	find(id) {
		return id ? this.#rows.get(id) : undefined;
	}

	/**
	 * What must be there: a reference from another object.
	 * @param {string | null | undefined} id
	 * @returns {T}
	 */
	get(id) {
		const row = this.find(id);
		if (!row) throw new Error(`The stand-in has lost ${this.noun} ${id}`);
		return row;
	}

	/** @param {string} id */
	remove(id) {
		this.#rows.delete(id);
	}

	/** Oldest first.
	 * @returns {T[]} */
	all() {
		return [...this.#rows.values()];
	}

	get size() {
		return this.#rows.size;
	}
}
