/** BM25's saturation of repeated terms and its weight of a text's length: the usual ones (Robertson and Zaragoza 2009). */
const K1 = 1.2;
const B = 0.75;

/** Room for what will be added, as a share of what is there: for each list, and for all lists together. */
const SLACK = 1 / 8;
/** An entry is a text and how often it holds the term, in 24 and 8 bits: one list to read instead of two. */
const COUNT_BITS = 8;
const COUNT_MAX = 2 ** COUNT_BITS - 1;
export const TEXTS_MAX = 2 ** (32 - COUNT_BITS);

/** A text as the tokens it is made of, known by its slot. */
export interface SlottedText {
	slot: number;
	tokens: readonly number[];
}

/**
 * Which texts hold a term, and how often: an inverted index with BM25 scores. Terms and texts are small numbers that the
 * caller gives. All lists lie in one array, each in no order: to take a text away, its entries are filled by the list's
 * last. So nothing of a text stays behind, and an index that was changed scores as one built anew.
 */
export class Postings {
	#entries = new Uint32Array(0);
	/** Where the free end of the entries begins. */
	#end = 0;
	/** By term: where its list begins, how long it is, and how long it may become where it is. */
	#starts = new Uint32Array(0);
	#lengths = new Uint32Array(0);
	#rooms = new Uint32Array(0);
	/** By slot: how many terms the text has. */
	#sizes = new Uint32Array(0);
	#total = 0;
	#texts = 0;
	/** By slot: k1 (1 - b + b × length / average length); undefined after a change. */
	#norms: Float64Array | undefined;

	/** How many texts there are. */
	get size(): number {
		return this.#texts;
	}

	/** Memory that the typed arrays take. */
	get bytes(): number {
		const arrays = [this.#entries, this.#starts, this.#lengths, this.#rooms, this.#sizes, this.#norms];
		return arrays.reduce((sum, array) => sum + (array?.byteLength ?? 0), 0);
	}

	/**
	 * Adds texts in slots that are free.
	 * @param termsOf the terms of each token: its stem, its grams
	 */
	add(texts: readonly SlottedText[], termsOf: readonly (readonly number[])[], termsEnd: number): void {
		this.#starts = grown(this.#starts, termsEnd);
		this.#lengths = grown(this.#lengths, termsEnd);
		this.#rooms = grown(this.#rooms, termsEnd);
		this.#sizes = grown(
			this.#sizes,
			texts.reduce((end, { slot }) => Math.max(end, slot + 1), 0),
		);
		this.#makeRoom(frequencies(texts, termsOf, termsEnd));

		// Where the entry of the text at hand is, for each term that it has shown already.
		const seenAt = new Uint32Array(termsEnd);
		const entries = this.#entries;
		for (const [at, { slot, tokens }] of texts.entries()) {
			const first = (slot << COUNT_BITS) >>> 0;
			let size = 0;
			for (let place = 0; place < tokens.length; place += 1) {
				const terms = termsOf[tokens[place] as number] as readonly number[];
				size += terms.length;
				for (let n = 0; n < terms.length; n += 1) {
					const term = terms[n] as number;
					const last = (this.#starts[term] as number) + (this.#lengths[term] as number) - 1;
					if (seenAt[term] === at + 1) {
						if (((entries[last] as number) & COUNT_MAX) < COUNT_MAX) entries[last] = (entries[last] as number) + 1;
					} else {
						seenAt[term] = at + 1;
						entries[last + 1] = first + 1;
						this.#lengths[term] = (this.#lengths[term] as number) + 1;
					}
				}
			}
			this.#sizes[slot] = size;
			this.#total += size;
		}
		this.#texts += texts.length;
		this.#norms = undefined;
	}

	/**
	 * Takes texts away.
	 * @param terms all terms that these texts hold, each once
	 */
	remove(slots: readonly number[], terms: Iterable<number>): void {
		const isGone = new Uint8Array(this.#sizes.length);
		for (const slot of slots) isGone[slot] = 1;
		const entries = this.#entries;
		for (const term of terms) {
			const start = this.#starts[term] as number;
			let end = start + (this.#lengths[term] as number);
			for (let at = start; at < end; ) {
				if (isGone[(entries[at] as number) >>> COUNT_BITS]) {
					end -= 1;
					entries[at] = entries[end] as number;
				} else at += 1;
			}
			this.#lengths[term] = end - start;
		}
		for (const slot of slots) {
			this.#total -= this.#sizes[slot] as number;
			this.#sizes[slot] = 0;
		}
		this.#texts -= slots.length;
		this.#norms = undefined;
	}

	/** In how many texts a term is. */
	frequency(term: number | undefined): number {
		return (term !== undefined && this.#lengths[term]) || 0;
	}

	/** How much a term tells. The most for one that no text holds. */
	idf(term: number | undefined): number {
		return this.idfOf(this.frequency(term));
	}

	/** How much a term tells that is in so many texts: ln(1 + (N - n + 0.5) / (n + 0.5)). */
	idfOf(frequency: number): number {
		return Math.log(1 + (this.size - frequency + 0.5) / (frequency + 0.5));
	}

	/** The BM25 score of every text, by slot. `query` holds the weight of each term. */
	scores(query: ReadonlyMap<number, number>): Float64Array {
		const entries = this.#entries;
		this.#norms ??= this.#sizes.length ? normsOf(this.#sizes, this.#total / Math.max(1, this.#texts) || 1) : undefined;
		const norms = this.#norms ?? new Float64Array(0);
		const scores = new Float64Array(norms.length);
		for (const [term, weight] of query) {
			const factor = weight * this.idf(term) * (K1 + 1);
			const start = this.#starts[term] ?? 0;
			const end = start + this.frequency(term);
			for (let at = start; at < end; at += 1) {
				const entry = entries[at] as number;
				const text = entry >>> COUNT_BITS;
				const count = entry & COUNT_MAX;
				scores[text] = (scores[text] as number) + (factor * count) / (count + (norms[text] as number));
			}
		}
		return scores;
	}

	/** Makes sure that each list can take as many entries as are coming. */
	#makeRoom(coming: Uint32Array): void {
		const crowded: number[] = [];
		let moved = 0;
		for (let term = 0; term < coming.length; term += 1) {
			const needed = (this.#lengths[term] as number) + (coming[term] as number);
			if (needed <= (this.#rooms[term] as number)) continue;
			crowded.push(term);
			moved += roomFor(needed);
		}
		if (this.#end + moved > this.#entries.length) {
			this.#layOut(coming);
			return;
		}
		for (const term of crowded) {
			const start = this.#starts[term] as number;
			const length = this.#lengths[term] as number;
			this.#entries.copyWithin(this.#end, start, start + length);
			this.#starts[term] = this.#end;
			this.#rooms[term] = roomFor(length + (coming[term] as number));
			this.#end += this.#rooms[term] as number;
		}
	}

	/** Lays all lists one after the other into a new array: what moving them has left behind is free again. */
	#layOut(coming: Uint32Array): void {
		const rooms = this.#rooms.map((_, term) => roomFor((this.#lengths[term] as number) + (coming[term] ?? 0)));
		const end = rooms.reduce((sum, room) => sum + room, 0);
		const entries = new Uint32Array(roomFor(end));
		let next = 0;
		for (let term = 0; term < rooms.length; term += 1) {
			const start = this.#starts[term] as number;
			const length = this.#lengths[term] as number;
			// A view costs more than to copy a few numbers.
			if (length > 32) entries.set(this.#entries.subarray(start, start + length), next);
			else for (let at = 0; at < length; at += 1) entries[next + at] = this.#entries[start + at] as number;
			this.#starts[term] = next;
			next += rooms[term] as number;
		}
		this.#entries = entries;
		this.#rooms = rooms;
		this.#end = end;
	}
}

/** How many of the texts hold each term. */
function frequencies(
	texts: readonly SlottedText[],
	termsOf: readonly (readonly number[])[],
	termsEnd: number,
): Uint32Array {
	const found = new Uint32Array(termsEnd);
	const seenAt = new Uint32Array(termsEnd);
	for (let at = 0; at < texts.length; at += 1) {
		const { tokens } = texts[at] as SlottedText;
		for (let place = 0; place < tokens.length; place += 1) {
			const terms = termsOf[tokens[place] as number] as readonly number[];
			for (let n = 0; n < terms.length; n += 1) {
				const term = terms[n] as number;
				if (seenAt[term] === at + 1) continue;
				seenAt[term] = at + 1;
				found[term] = (found[term] as number) + 1;
			}
		}
	}
	return found;
}

function normsOf(sizes: Uint32Array, average: number): Float64Array {
	return Float64Array.from(sizes, (size) => K1 * (1 - B + (B * size) / average));
}

function roomFor(length: number): number {
	return Math.ceil(length * (1 + SLACK));
}

/** The array, or a longer copy of it. */
function grown(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
	if (length <= array.length) return array;
	const longer = new Uint32Array(Math.max(length, Math.ceil(array.length * (1 + SLACK))));
	longer.set(array);
	return longer;
}
