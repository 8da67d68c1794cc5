/** Gives every term a small number, and takes it back for another term when nothing holds the term any more. */
export class Terms {
	readonly #ids = new Map<string, number>();
	readonly #names: (string | undefined)[] = [];
	readonly #free: number[] = [];

	/** The highest number given, and one. */
	get end(): number {
		return this.#names.length;
	}

	/** How many terms there are. */
	get size(): number {
		return this.#ids.size;
	}

	find(term: string): number | undefined {
		return this.#ids.get(term);
	}

	name(id: number): string {
		return this.#names[id] as string;
	}

	intern(term: string): number {
		const known = this.#ids.get(term);
		if (known !== undefined) return known;
		const id = this.#free.pop() ?? this.#names.length;
		this.#ids.set(term, id);
		this.#names[id] = term;
		return id;
	}

	release(id: number): void {
		this.#ids.delete(this.name(id));
		this.#names[id] = undefined;
		this.#free.push(id);
	}
}
