import type { KnowledgeIndex } from './knowledge-index';

/** So many of the best of each list are fused. */
export const FUSED_MAX = 100;
/** How slowly a rank loses its worth (Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion"). */
const RANK_OFFSET = 60;

/** What an embedding model made of a question and of passages, all by the same model. */
export interface Embedded {
	question: Float32Array;
	/** By the id of the passage; one that is missing is found by its words alone. */
	passages: ReadonlyMap<string, Float32Array>;
}

/** The cosine of the question and each passage, by slot; 0 where it is not above 0, or where there is no vector. */
export function similarities(index: KnowledgeIndex, { question, passages }: Embedded, slotsEnd: number): Float64Array {
	const found = new Float64Array(slotsEnd);
	const length = Math.sqrt(dot(question, question));
	for (const [slot, passage] of index.slots()) {
		const vector = passages.get(passage.id);
		if (vector?.length !== question.length) continue;
		found[slot] = Math.max(0, dot(question, vector) / (length * Math.sqrt(dot(vector, vector))) || 0);
	}
	return found;
}

/** The worth of each slot that is in one of the lists, 0 to 1; 1 is the first of all of them. */
export function fuse(lists: readonly (readonly number[])[], slotsEnd: number): Float64Array {
	const worth = new Float64Array(slotsEnd);
	for (const list of lists) {
		for (const [rank, slot] of list.entries()) {
			worth[slot] = (worth[slot] as number) + (RANK_OFFSET + 1) / (RANK_OFFSET + 1 + rank) / lists.length;
		}
	}
	return worth;
}

function dot(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let at = 0; at < a.length; at += 1) sum += (a[at] as number) * (b[at] as number);
	return sum;
}
