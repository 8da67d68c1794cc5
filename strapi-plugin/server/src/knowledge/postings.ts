/** BM25's saturation of repeated terms and its weight of a text's length: the usual ones (Robertson and Zaragoza 2009). */
const K1 = 1.2;
const B = 0.75;

/**
 * Which texts hold a term, and how often: an inverted index with BM25 scores. Texts are known by their position.
 * Lists lie one after the other in typed arrays, so that 30,000 passages take megabytes and not objects.
 */
export class Postings {
	readonly #terms = new Map<string, number>();
	/** Where the list of a term begins; it ends where the next one begins. */
	readonly #starts: Uint32Array;
	readonly #texts: Uint32Array;
	readonly #counts: Uint16Array;
	/** For each text: k1 (1 - b + b × length / average length). */
	readonly #norms: Float64Array;

	constructor(texts: readonly (readonly string[])[]) {
		const frequencies: number[] = [];
		const lastText: number[] = [];
		let total = 0;
		let entries = 0;
		const ids: Uint32Array[] = [];
		for (let text = 0; text < texts.length; text += 1) {
			const terms = texts[text] as readonly string[];
			const list = new Uint32Array(terms.length);
			for (let at = 0; at < terms.length; at += 1) {
				const term = terms[at] as string;
				let id = this.#terms.get(term);
				if (id === undefined) {
					id = this.#terms.size;
					this.#terms.set(term, id);
					frequencies.push(0);
					lastText.push(-1);
				}
				if (lastText[id] !== text) {
					lastText[id] = text;
					frequencies[id] = (frequencies[id] as number) + 1;
					entries += 1;
				}
				list[at] = id;
			}
			total += terms.length;
			ids.push(list);
		}

		this.#starts = new Uint32Array(frequencies.length + 1);
		for (let id = 0; id < frequencies.length; id += 1) {
			this.#starts[id + 1] = (this.#starts[id] as number) + (frequencies[id] as number);
		}
		this.#texts = new Uint32Array(entries);
		this.#counts = new Uint16Array(entries);
		this.#norms = new Float64Array(texts.length);
		const next = this.#starts.slice(0, -1);
		lastText.fill(-1);
		const average = total / Math.max(1, texts.length) || 1;
		for (let text = 0; text < ids.length; text += 1) {
			const list = ids[text] as Uint32Array;
			this.#norms[text] = K1 * (1 - B + (B * list.length) / average);
			for (const id of list) {
				if (lastText[id] !== text) {
					lastText[id] = text;
					const at = next[id] as number;
					this.#texts[at] = text;
					next[id] = at + 1;
				}
				const at = (next[id] as number) - 1;
				this.#counts[at] = Math.min(65_535, (this.#counts[at] as number) + 1);
			}
		}
	}

	/** How many texts there are. */
	get size(): number {
		return this.#norms.length;
	}

	/** The terms, in the order in which they were met. */
	get terms(): IterableIterator<string> {
		return this.#terms.keys();
	}

	/** In how many texts a term is. */
	frequency(term: string): number {
		const id = this.#terms.get(term);
		return id === undefined ? 0 : (this.#starts[id + 1] as number) - (this.#starts[id] as number);
	}

	/** How much a term tells: ln(1 + (N - n + 0.5) / (n + 0.5)). The most for a term that no text holds. */
	idf(term: string): number {
		const frequency = this.frequency(term);
		return Math.log(1 + (this.size - frequency + 0.5) / (frequency + 0.5));
	}

	/** The BM25 score of every text, by position. `query` holds the weight of each term. */
	scores(query: ReadonlyMap<string, number>): Float64Array {
		const scores = new Float64Array(this.size);
		for (const [term, weight] of query) {
			const id = this.#terms.get(term);
			if (id === undefined) continue;
			const factor = weight * this.idf(term) * (K1 + 1);
			for (let at = this.#starts[id] as number; at < (this.#starts[id + 1] as number); at += 1) {
				const text = this.#texts[at] as number;
				const count = this.#counts[at] as number;
				scores[text] = (scores[text] as number) + (factor * count) / (count + (this.#norms[text] as number));
			}
		}
		return scores;
	}
}
