export { chunkDocument } from './chunk';
export { type ExtractedAnswer, extractAnswer } from './extract';
export { buildIndex, type IndexSize, KnowledgeIndex } from './knowledge-index';
export type { KnowledgeDocument, Passage } from './passage';
export { CONFIDENCE_MIN, type Retrieval, type RetrievedPassage, type RetrieveOptions, retrieve } from './retrieve';
