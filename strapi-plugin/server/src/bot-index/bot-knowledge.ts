import { setImmediate } from 'node:timers/promises';
import { KnowledgeIndex, type Passage } from '../knowledge';
import type { DocumentVersion, KnowledgeStore } from './knowledge-store';

/** So many documents are read and put at a time; other work goes on in between. */
const DOCUMENTS_AT_ONCE = 50;

/** What one bot knows: an index for each locale, kept as the store says by reading what is new and nothing else. */
export class BotKnowledge {
	readonly byLocale = new Map<string, KnowledgeIndex>();
	/** By the id of the passage. */
	readonly vectors = new Map<string, Float32Array>();
	/** When it was last asked for. */
	asked_at = 0;
	/** Of the documents in the indexes. */
	readonly #versions = new Map<string, DocumentVersion>();
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
		const documents = new Map((await this.store.documents(this.botId)).map((document) => [keyOf(document), document]));
		// What is gone goes first: nothing of it is answered while the new is being read.
		this.#put(
			[...this.#versions.values()].filter((document) => !documents.has(keyOf(document))),
			[],
		);
		for (const key of this.#versions.keys()) if (!documents.has(key)) this.#versions.delete(key);
		const changed = [...documents.values()].filter(
			(document) => this.#versions.get(keyOf(document))?.version !== document.version,
		);
		for (let from = 0; from < changed.length; from += DOCUMENTS_AT_ONCE) {
			const some = changed.slice(from, from + DOCUMENTS_AT_ONCE);
			this.#put(some, await this.store.passages(some));
			for (const [id, vector] of (await this.store.vectors?.(some)) ?? []) this.vectors.set(id, vector);
			for (const document of some) this.#versions.set(keyOf(document), document);
			await setImmediate();
		}
		this.#fingerprint = now;
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

function keyOf({ document_id, locale }: DocumentVersion): string {
	return `${locale}:${document_id}`;
}
