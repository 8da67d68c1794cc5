import type { Passage } from '../knowledge';

/** A document that a bot knows, as it is now. */
export interface DocumentVersion {
	document_id: string;
	locale: string;
	/** Another one after every change. */
	version: string;
}

/** Where the passages of bots are kept. */
export interface KnowledgeStore {
	/** Changes whenever what any bot knows changes, whoever changed it. Asked about once a second: it must cost little. */
	fingerprint(): Promise<string>;
	/** The published documents of a bot. */
	documents(botId: string): Promise<DocumentVersion[]>;
	/** The passages of some of them, those of a document in reading order; none of what is gone meanwhile. */
	passages(documents: readonly DocumentVersion[]): Promise<Passage[]>;
	/** Their vectors by the id of the passage, where there is an embedding model. */
	vectors?(documents: readonly DocumentVersion[]): Promise<ReadonlyMap<string, Float32Array>>;
}
