/** Shorter words have too many neighbours: "Tee" and "See" are both right. */
const LENGTH_MIN = 4;
/** From this length on, two slips are forgiven. */
const LENGTH_OF_TWO_SLIPS = 8;
/** Of words equally near, so many of the most frequent are meant. */
const CORRECTIONS_MAX = 8;

/** A known word that a misspelt one may stand for. */
export interface Correction {
	term: number;
	/** Above 0 and below 1: the share of letters that are right. */
	similarity: number;
}

interface Known {
	word: string;
	/** Which letters it has: a bit for each, several letters a bit. */
	letters: number;
}

/** Finds what a misspelt word was meant to be, among the words of an index. */
export class Spelling {
	/** By first letter and length. */
	readonly #known = new Map<string, Map<number, Known>>();

	add(term: number, word: string): void {
		const key = keyOf(word, word.length);
		const known = this.#known.get(key) ?? new Map<number, Known>();
		this.#known.set(key, known.set(term, { word, letters: lettersOf(word) }));
	}

	remove(term: number, word: string): void {
		this.#known.get(keyOf(word, word.length))?.delete(term);
	}

	/**
	 * The nearest known words, all equally near: one slip away, two when the word is long. A slip is a letter too many,
	 * too few, wrong, or two swapped (Damerau 1964). The first letter must be right: people rarely miss it, and without
	 * it "Wanne" would be taken for "Kanne".
	 * @param frequency of a term
	 */
	corrections(word: string, frequency: (term: number) => number): Correction[] {
		if (word.length < LENGTH_MIN || /\p{N}/u.test(word)) return [];
		const slipsMax = word.length < LENGTH_OF_TWO_SLIPS ? 1 : 2;
		const letters = lettersOf(word);
		let nearest = slipsMax;
		let found: { term: number; word: string }[] = [];
		for (let length = word.length - slipsMax; length <= word.length + slipsMax; length += 1) {
			for (const [term, known] of this.#known.get(keyOf(word, length)) ?? []) {
				// A wrong letter changes two bits at most, any other slip one or none.
				if (bits(letters ^ known.letters) > 2 * nearest) continue;
				const count = slips(word, known.word);
				if (count > nearest) continue;
				if (count < nearest) found = [];
				nearest = count;
				found.push({ term, word: known.word });
			}
		}
		return found
			.sort((a, b) => frequency(b.term) - frequency(a.term) || (a.word < b.word ? -1 : 1))
			.slice(0, CORRECTIONS_MAX)
			.map(({ term }) => ({ term, similarity: 1 - nearest / word.length }));
	}
}

function keyOf(word: string, length: number): string {
	return (word[0] as string) + length;
}

function lettersOf(word: string): number {
	let letters = 0;
	for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31);
	return letters;
}

/** How many bits are set. */
function bits(value: number): number {
	let rest = value;
	let count = 0;
	for (; rest !== 0; rest &= rest - 1) count += 1;
	return count;
}

/** The number of slips between two words: the restricted Damerau–Levenshtein distance. */
function slips(a: string, b: string): number {
	let beforePrevious: number[] = [];
	let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i += 1) {
		const row = [i];
		for (let j = 1; j <= b.length; j += 1) {
			const wrong = a[i - 1] === b[j - 1] ? 0 : 1;
			let least = Math.min(
				(previous[j] as number) + 1,
				(row[j - 1] as number) + 1,
				(previous[j - 1] as number) + wrong,
			);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				least = Math.min(least, (beforePrevious[j - 2] as number) + 1);
			}
			row.push(least);
		}
		beforePrevious = previous;
		previous = row;
	}
	return previous[b.length] as number;
}
