export { chunkDocument } from './chunk';
export { CONFIDENCE_MIN } from './confidence';
export { type ExtractedAnswer, extractAnswer } from './extract';
export { buildIndex, type IndexSize, KnowledgeIndex } from './knowledge-index';
export type { KnowledgeDocument, Passage } from './passage';
export { type Retrieval, type RetrievedPassage, type RetrieveOptions, retrieve } from './retrieve';
export { concernsTopic } from './topics';
export type { Embedded } from './vectors';
