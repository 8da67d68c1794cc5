export { chunkDocument } from './chunk';
export { type ExtractedAnswer, extractAnswer } from './extract';
export { buildIndex, type KnowledgeIndex } from './knowledge-index';
export type { KnowledgeDocument, Passage } from './passage';
export { CONFIDENCE_MIN, type Retrieval, type RetrievedPassage, retrieve } from './retrieve';
