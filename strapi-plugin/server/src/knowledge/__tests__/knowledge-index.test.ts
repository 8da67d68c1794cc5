import * as fc from 'fast-check';
import { buildIndex, extractAnswer, type Passage, retrieve } from '..';
import { documentsOf, indexOf } from './shop';

const QUESTIONS = ['Tee für den Kessel', 'kessle', 'teekanne muhle', 'Versand nach Wien?', 'kupfer kupfer 12'];

function passagesOf(document: string, texts: readonly string[]): Passage[] {
	return texts.map((text, at) => ({
		id: `${document}:${at}`,
		document_id: document,
		title: at % 2 ? 'Kessel' : '',
		heading: null,
		url: null,
		locale: 'de',
		text,
	}));
}

/** All that can be seen of an index. */
function seen(index: ReturnType<typeof buildIndex>) {
	const { documents, passages, stems, grams } = index.sizes;
	const found = QUESTIONS.map((question) => {
		const retrieval = retrieve(index, question, { limit: 20 });
		return { retrieval, answer: extractAnswer(index, retrieval, { confidenceMin: 0 }) };
	});
	return { documents, passages, stems, grams, found };
}

const word = fc.constantFrom(
	...'Tee Teekanne Kanne Kessel Kesseln Mühle Kupfer Versand Wien Porto 12 der und Kaffeemühle Filter'.split(' '),
);
const text = fc.array(word, { maxLength: 12 }).map((list) => list.join(' '));
const change = fc.record({
	document: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
	texts: fc.array(text, { maxLength: 4 }),
});

describe('an index that is changed', () => {
	it('answers as one that is built anew, to the last digit', () => {
		fc.assert(
			fc.property(fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { maxLength: 12 }), (patches) => {
				const index = buildIndex([], 'de');
				const documents = new Map<string, Passage[]>();
				for (const patch of patches) {
					const put = new Map(patch.map(({ document, texts }) => [document, passagesOf(document, texts)]));
					index.put(put);
					for (const [document, passages] of put) documents.set(document, passages);
					expect(seen(index)).toEqual(seen(buildIndex([...documents.values()].flat(), 'de')));
				}
			}),
			{ numRuns: 200 },
		);
	});

	it('keeps nothing of what is gone', () => {
		const index = indexOf('en');
		index.put(new Map(documentsOf('en').map(({ id }) => [id, []])));
		expect(index.sizes).toMatchObject({ documents: 0, passages: 0, stems: 0, grams: 0 });
		expect(retrieve(index, 'Do you ship to Austria?').passages).toEqual([]);
		expect(retrieve(index, 'Asutria').confidence).toBe(0);
	});

	it('does not grow when the same document is replaced again and again', () => {
		const index = indexOf('en');
		const passages = index.passagesOf('Shipping');
		const put = () => index.put(new Map([['Shipping', passages]]));
		for (let n = 0; n < 20; n += 1) put();
		const before = index.sizes.bytes;
		for (let n = 0; n < 500; n += 1) put();
		expect(index.sizes.bytes).toBe(before);
	});
});
