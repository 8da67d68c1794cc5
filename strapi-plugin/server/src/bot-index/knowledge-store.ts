import type { Passage } from '../knowledge';

/** A document that a bot knows, as it is now. */
export interface DocumentVersion {
	document_id: string;
	locale: string;
	/** Another one after every change. */
	version: string;
	/** Which documents it is compared with the store together with. */
	group: number;
	/** How many it has. */
	passages: number;
}

/** What each group of a bot's documents is like: another mark whenever one of them comes, goes or changes. */
export type GroupMarks = ReadonlyMap<number, string>;

/** Where the passages of bots are kept. */
export interface KnowledgeStore {
	/** Changes whenever what any bot knows changes, whoever changed it. Asked about once a second: it must cost little. */
	fingerprint(): Promise<string>;
	/**
	 * The published documents of a bot that are in groups which have changed: whose mark is another than the known one.
	 * So of thousands of documents only those are listed that stand beside a change.
	 */
	documents(botId: string, known: GroupMarks): Promise<{ marks: GroupMarks; documents: DocumentVersion[] }>;
	/** The passages of some of them, those of a document in reading order; none of what is gone meanwhile. */
	passages(documents: readonly DocumentVersion[]): Promise<Passage[]>;
	/** Their vectors by the id of the passage, where there is an embedding model. */
	vectors?(documents: readonly DocumentVersion[]): Promise<ReadonlyMap<string, Float32Array>>;
}
