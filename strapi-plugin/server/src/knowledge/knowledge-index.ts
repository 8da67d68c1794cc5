import { type Language, languageOf } from './language';
import { Lexicon } from './lexicon';
import type { Passage } from './passage';
import { Postings, type SlottedText, TEXTS_MAX } from './postings';
import { Spelling } from './spelling';
import { Terms } from './terms';

/** What an index takes, for those who watch over it. */
export interface IndexSize {
	documents: number;
	passages: number;
	/** Different stems and different 4-grams. */
	stems: number;
	grams: number;
	/** Memory of the postings; texts and terms come on top. */
	bytes: number;
	/** The time that all changes took together: the build, when nothing was changed since. And the last one alone. */
	built_ms: number;
	changed_ms: number;
}

interface Document {
	slot: number;
	/** Of its passages, in reading order. */
	passages: readonly number[];
}

/** The text that a passage is found by: where it stands belongs to it. */
export function indexText(passage: Passage): string {
	return `${headingText(passage)}\n${passage.text}`;
}

export function headingText({ title, heading, aliases }: Passage): string {
	return aliases ? `${title}\n${heading ?? ''}\n${aliases}` : `${title}\n${heading ?? ''}`;
}

/** Everything a bot knows in one language, ready to be asked, and changed document by document. */
export class KnowledgeIndex {
	readonly language: Language;
	/** Stems of the words that tell something, and character 4-grams of all words. */
	readonly stemTerms = new Terms();
	readonly gramTerms = new Terms();
	/** By slot of a passage: what it says, with where it stands; the title and headings alone. */
	readonly stems = new Postings();
	readonly grams = new Postings();
	readonly headings = new Postings();
	/** By slot of a document: all that its passages say. */
	readonly documentStems = new Postings();
	/** Knows all stems. */
	readonly spelling = new Spelling();

	readonly #passages: (Passage | undefined)[] = [];
	readonly #documentOf: number[] = [];
	readonly #orderOf: number[] = [];
	readonly #freePassages: number[] = [];
	readonly #documents = new Map<string, Document>();
	readonly #freeDocuments: number[] = [];
	#documentsEnd = 0;
	#built_ms = 0;
	#changed_ms = 0;

	constructor(locale: string) {
		this.language = languageOf(locale);
	}

	/** How many passages there are. */
	get size(): number {
		return this.stems.size;
	}

	get sizes(): IndexSize {
		const postings = [this.stems, this.grams, this.headings, this.documentStems];
		return {
			documents: this.#documents.size,
			passages: this.size,
			stems: this.stemTerms.size,
			grams: this.gramTerms.size,
			bytes: postings.reduce((sum, { bytes }) => sum + bytes, 0),
			built_ms: this.#built_ms,
			changed_ms: this.#changed_ms,
		};
	}

	/** The passages of a document, in reading order. */
	passagesOf(documentId: string): Passage[] {
		return (this.#documents.get(documentId)?.passages ?? []).map((slot) => this.passageAt(slot));
	}

	passageAt(slot: number): Passage {
		return this.#passages[slot] as Passage;
	}

	/** All passages with their slots, in no order. */
	*slots(): Generator<[number, Passage]> {
		for (const [slot, passage] of this.#passages.entries()) if (passage) yield [slot, passage];
	}

	/** The slot of the document that a passage is of. */
	documentAt(slot: number): number {
		return this.#documentOf[slot] as number;
	}

	/** One order of all passages, whatever happened to the index: by document, then as they are read. */
	compare(a: number, b: number): number {
		if (this.#documentOf[a] === this.#documentOf[b]) return (this.#orderOf[a] as number) - (this.#orderOf[b] as number);
		return this.passageAt(a).document_id < this.passageAt(b).document_id ? -1 : 1;
	}

	/**
	 * Replaces documents by their passages of now, at once; a document without passages is gone. An index that was
	 * changed answers as one that was built anew, to the last digit.
	 * @param documents passages by document, in reading order
	 */
	put(documents: ReadonlyMap<string, readonly Passage[]>): void {
		const start = performance.now();
		this.#remove([...documents.keys()]);
		this.#add(documents);
		this.#changed_ms = performance.now() - start;
		this.#built_ms += this.#changed_ms;
	}

	#add(documents: ReadonlyMap<string, readonly Passage[]>): void {
		const lexicon = new Lexicon(this.language, this.stemTerms, this.gramTerms);
		const texts: SlottedText[] = [];
		const headings: SlottedText[] = [];
		const whole: SlottedText[] = [];
		for (const [id, passages] of documents) {
			if (!passages.length) continue;
			const slots: number[] = [];
			const document = this.#freeDocuments.pop() ?? this.#documentsEnd++;
			for (const [order, passage] of passages.entries()) {
				const slot = this.#freePassages.pop() ?? this.#passages.length;
				if (slot >= TEXTS_MAX) throw new RangeError(`An index takes ${TEXTS_MAX} passages.`);
				this.#passages[slot] = passage;
				this.#documentOf[slot] = document;
				this.#orderOf[slot] = order;
				slots.push(slot);
				texts.push({ slot, tokens: lexicon.read(indexText(passage)) });
				headings.push({ slot, tokens: lexicon.read(headingText(passage)) });
			}
			whole.push({ slot: document, tokens: texts.slice(-slots.length).flatMap(({ tokens }) => tokens) });
			this.#documents.set(id, { slot: document, passages: slots });
		}
		this.stems.add(texts, lexicon.stems, this.stemTerms.end);
		this.headings.add(headings, lexicon.stems, this.stemTerms.end);
		this.documentStems.add(whole, lexicon.stems, this.stemTerms.end);
		this.grams.add(texts, lexicon.grams, this.gramTerms.end);
		for (const stem of new Set(lexicon.stems.flat())) this.spelling.add(stem, this.stemTerms.name(stem));
	}

	#remove(documentIds: readonly string[]): void {
		const gone = documentIds.flatMap((id) => this.#documents.get(id) ?? []);
		if (!gone.length) return;
		const slots = gone.flatMap(({ passages }) => passages);
		const lexicon = new Lexicon(this.language, this.stemTerms, this.gramTerms);
		for (const slot of slots) lexicon.read(indexText(this.passageAt(slot)));
		const stems = new Set(lexicon.stems.flat());
		const grams = new Set(lexicon.grams.flat());

		const goneDocuments = gone.map(({ slot }) => slot);
		this.stems.remove(slots, stems);
		this.headings.remove(slots, stems);
		this.documentStems.remove(goneDocuments, stems);
		this.grams.remove(slots, grams);

		for (const stem of stems) {
			if (this.stems.frequency(stem) > 0) continue;
			this.spelling.remove(stem, this.stemTerms.name(stem));
			this.stemTerms.release(stem);
		}
		for (const gram of grams) if (this.grams.frequency(gram) === 0) this.gramTerms.release(gram);
		for (const slot of slots) this.#passages[slot] = undefined;
		this.#freePassages.push(...slots);
		this.#freeDocuments.push(...goneDocuments);
		for (const id of documentIds) this.#documents.delete(id);
	}
}

/** Builds the index of the passages of one locale; those of a document in reading order. */
export function buildIndex(passages: readonly Passage[], locale: string): KnowledgeIndex {
	const index = new KnowledgeIndex(locale);
	const documents = new Map<string, Passage[]>();
	for (const passage of passages) {
		const own = documents.get(passage.document_id);
		if (own) own.push(passage);
		else documents.set(passage.document_id, [passage]);
	}
	index.put(documents);
	return index;
}
