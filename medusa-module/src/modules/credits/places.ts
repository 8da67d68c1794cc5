/** Things that many requests share, each once: a request names its own by its place, counted from 1 as in SQL. */
export class Places<T> {
	readonly values: T[] = [];
	private readonly places = new Map<string, number>();

	/** Where `value` is, which `key` stands for. */
	of(key: string, value: T): number {
		const known = this.places.get(key);
		if (known !== undefined) return known;
		const place = this.values.push(value);
		this.places.set(key, place);
		return place;
	}
}
