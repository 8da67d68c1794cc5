import { forbiddenWord } from '@answerpack/shared/words';
import { chooseLanguage, fill, formatDate, formatPrice, LANGUAGES } from '../words/index.js';
import { texts } from '../words/texts.js';

/** Every text in a tree of words, with its place. */
function leaves(tree: unknown, path = ''): [path: string, text: string][] {
	if (typeof tree === 'string') return [[path, tree]];
	return Object.entries(tree as object).flatMap(([key, value]) => leaves(value, `${path}/${key}`));
}

afterEach(() => chooseLanguage('en'));

it('says nothing that would make credits sound like money', () => {
	const found = [...leaves(LANGUAGES), ...leaves(texts)].filter(([, text]) => forbiddenWord(text));
	expect(found).toEqual([]);
});

it('has the same places to fill in, and one|many together, in both languages', () => {
	const shape = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();
	const german = new Map(leaves(LANGUAGES.de));
	for (const [place, text] of leaves(LANGUAGES.en)) {
		const other = german.get(place) ?? '';
		expect([place, shape(other), other.includes('|')]).toEqual([place, shape(text), text.includes('|')]);
	}
});

describe('filling in', () => {
	it('decides between one and many by n', () => {
		expect(fill('{n} credit|{n} credits', { n: 1 })).toBe('1 credit');
		expect(fill('{n} credit|{n} credits', { n: 0 })).toBe('0 credits');
		expect(fill('{n} credit|{n} credits', { n: 1.5 })).toBe('1.5 credits');
	});

	it('writes numbers as the language does, and leaves names alone', () => {
		chooseLanguage('de');
		expect(fill('{n} × {name}', { n: 1234.5, name: '10 Credits' })).toBe('1.234,5 × 10 Credits');
	});

	it('keeps a pipe that comes with a value', () => {
		expect(fill('{name} was removed.', { name: 'a|b' })).toBe('a|b was removed.');
	});
});

it('writes prices and dates in the language of the visitor', () => {
	expect([formatPrice(5, 'eur'), formatDate('2027-11-22T12:00:00Z')]).toEqual(['€5.00', '22 November 2027']);
	chooseLanguage('de');
	expect([formatPrice(5, 'eur'), formatDate('2027-11-22T12:00:00Z')]).toEqual(['5,00\u00a0€', '22. November 2027']);
});
