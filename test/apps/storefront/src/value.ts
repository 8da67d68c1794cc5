/** A value that others can watch. */
export class Value<T> {
	#value: T;
	#listeners = new Set<(value: T) => void>();

	constructor(first: T) {
		this.#value = first;
	}

	get(): T {
		return this.#value;
	}

	set(next: T): void {
		if (next === this.#value) return;
		this.#value = next;
		for (const listener of [...this.#listeners]) listener(next);
	}

	/** Calls the listener at every change, until the signal (of a page, for instance) aborts. */
	watch(listener: (value: T) => void, signal?: AbortSignal): void {
		if (signal?.aborted) return;
		this.#listeners.add(listener);
		signal?.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
	}
}
