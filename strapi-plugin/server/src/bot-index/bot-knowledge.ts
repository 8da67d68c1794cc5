import { setImmediate } from 'node:timers/promises';
import { versionOf } from '../answering/version';
import { KnowledgeIndex, type Passage } from '../knowledge';
import type { DocumentVersion, GroupMarks, KnowledgeStore } from './knowledge-store';

/** Of the documents that are read and put at a time; other work goes on in between. */
const PASSAGES_AT_ONCE = 700;

/** What one bot knows: an index for each locale, kept as the store says by reading what is new and nothing else. */
export class BotKnowledge {
	readonly byLocale = new Map<string, KnowledgeIndex>();
	/** By the id of the passage. */
	readonly vectors = new Map<string, Float32Array>();
	/** When it was last asked for. */
	asked_at = 0;
	/** Of what the indexes hold, on every instance; `undefined` while they are being changed. */
	version: string | undefined;
	/** The documents in the indexes, by group; and what the groups were like when they were read. */
	readonly #versions = new Map<number, Map<string, DocumentVersion>>();
	#marks: GroupMarks = new Map();
	/** Of the state of the store that the indexes show. */
	#fingerprint: string | undefined;
	#refreshing: Promise<void> | undefined;

	constructor(
		readonly botId: string,
		private readonly store: KnowledgeStore,
	) {}

	/** Makes the indexes at least as new as the fingerprint that is read when no other refresh is under way. */
	async refresh(currentFingerprint: () => Promise<string>): Promise<void> {
		await this.#refreshing?.catch(() => {}); // it may have begun before the change that the question is about
		const now = await currentFingerprint();
		if (this.#fingerprint === now) return;
		this.#refreshing ??= this.#readChanges(now).finally(() => {
			this.#refreshing = undefined;
		});
		await this.#refreshing;
	}

	async #readChanges(now: string): Promise<void> {
		const { marks, documents } = await this.store.documents(this.botId, this.#marks);
		this.version = undefined;
		const there = new Set(documents.map(keyOf));
		// What is gone goes first: nothing of it is answered while the new is being read.
		const gone = [...this.#versions]
			.filter(([group]) => marks.get(group) !== this.#marks.get(group))
			.flatMap(([, known]) => [...known.values()].filter((document) => !there.has(keyOf(document))));
		this.#put(gone, []);
		for (const document of gone) this.#versions.get(document.group)?.delete(keyOf(document));
		const changed = documents.filter(
			(document) => this.#versions.get(document.group)?.get(keyOf(document))?.version !== document.version,
		);
		for (const some of portions(changed)) {
			this.#put(some, await this.store.passages(some));
			for (const [id, vector] of (await this.store.vectors?.(some)) ?? []) this.vectors.set(id, vector);
			for (const document of some) this.#remember(document);
			await setImmediate();
		}
		this.#marks = marks;
		this.#fingerprint = now;
		this.version = versionOf([...marks].sort(([one], [other]) => one - other));
	}

	#remember(document: DocumentVersion): void {
		const ofGroup = this.#versions.get(document.group) ?? new Map<string, DocumentVersion>();
		this.#versions.set(document.group, ofGroup.set(keyOf(document), document));
	}

	/** Replaces documents by passages, of which there may be none. */
	#put(documents: readonly DocumentVersion[], passages: readonly Passage[]): void {
		const changes = new Map<string, Map<string, Passage[]>>();
		for (const { document_id, locale } of documents) {
			const ofLocale = changes.get(locale) ?? new Map<string, Passage[]>();
			changes.set(locale, ofLocale.set(document_id, []));
		}
		for (const passage of passages) changes.get(passage.locale)?.get(passage.document_id)?.push(passage);
		for (const [locale, ofLocale] of changes) {
			const index = this.byLocale.get(locale) ?? new KnowledgeIndex(locale);
			for (const id of ofLocale.keys()) for (const passage of index.passagesOf(id)) this.vectors.delete(passage.id);
			index.put(ofLocale);
			if (index.size) this.byLocale.set(locale, index);
			else this.byLocale.delete(locale);
		}
	}
}

function* portions(documents: readonly DocumentVersion[]): Generator<DocumentVersion[]> {
	let some: DocumentVersion[] = [];
	let passages = 0;
	for (const document of documents) {
		some.push(document);
		passages += document.passages;
		if (passages < PASSAGES_AT_ONCE) continue;
		yield some;
		some = [];
		passages = 0;
	}
	if (some.length) yield some;
}

function keyOf({ document_id, locale }: DocumentVersion): string {
	return `${locale}:${document_id}`;
}
