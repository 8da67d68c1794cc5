import { type Embedded, retrieve } from '..';
import { indexOf } from './shop';

const english = indexOf('en');
const QUESTION = 'Does the kettle work on an induction stove?';

/** An embedding in which the question is nearest to the given documents, in their order. */
function near(...documents: string[]): Embedded {
	const vectors = documents.flatMap((id, rank) =>
		english.passagesOf(id).map(({ id: passage }) => [passage, Float32Array.of(1, rank + 1, 0)] as const),
	);
	return { question: Float32Array.of(3, 0, 0), passages: new Map(vectors) };
}

function documentsFound(question: string, embedded?: Embedded, sources?: string[]) {
	return retrieve(english, question, { embedded, sources }).passages.map(({ passage }) => passage.document_id);
}

describe('retrieve with vectors', () => {
	it('finds what the words do not', () => {
		expect(documentsFound(QUESTION)).not.toContain('Opening hours');
		expect(documentsFound(QUESTION, near('Opening hours'))).toContain('Opening hours');
	});

	it('puts first what is best by both, with a score of 1', () => {
		const [first] = retrieve(english, QUESTION, { embedded: near('Copper gooseneck kettle', 'Shipping') }).passages;
		expect(first).toMatchObject({ score: 1, passage: { document_id: 'Copper gooseneck kettle' } });
	});

	it('leaves the words alone where there are no vectors, or vectors of another model', () => {
		const found = documentsFound(QUESTION);
		expect(documentsFound(QUESTION, { question: Float32Array.of(1, 2), passages: new Map() })).toEqual(found);
		const other = { ...near('Opening hours'), question: Float32Array.of(1, 2) };
		expect(documentsFound(QUESTION, other)).toEqual(found);
		expect(documentsFound(QUESTION, { ...near('Opening hours'), question: new Float32Array(3) })).toEqual(found);
	});

	it('keeps to the sources, and finds nothing for a question without a telling word', () => {
		expect(documentsFound(QUESTION, near('Opening hours'), ['file'])).toEqual([]);
		expect(documentsFound('What is it?', near('Opening hours'))).toEqual([]);
	});
});
