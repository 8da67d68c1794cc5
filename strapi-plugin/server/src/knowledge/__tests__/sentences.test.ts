import { sentences } from '../sentences';

describe('sentences', () => {
	it.each([
		[
			'en',
			'Dr. Smith paid approx. 3.50 EUR, e.g. in St. Louis. He left on Dec. 5 at last.',
			['Dr. Smith paid approx. 3.50 EUR, e.g. in St. Louis.', 'He left on Dec. 5 at last.'],
		],
		[
			'en',
			'It was 2015. Then came No. 5! Did J. S. Bach know?',
			['It was 2015.', 'Then came No. 5!', 'Did J. S. Bach know?'],
		],
		['en', 'She said no. He agreed.', ['She said no.', 'He agreed.']],
		[
			'de',
			'Am 3. Mai kostet es z. B. 3.50 EUR. Dr. Müller weiß, dass Nr. 5 fehlt.',
			['Am 3. Mai kostet es z. B. 3.50 EUR.', 'Dr. Müller weiß, dass Nr. 5 fehlt.'],
		],
		['de', '„Geht das?“ Ja! Ca. 20 Stück.', ['„Geht das?“', 'Ja!', 'Ca. 20 Stück.']],
		['de', 'Filter, Kessel usw. finden Sie hier. Gut.', ['Filter, Kessel usw. finden Sie hier.', 'Gut.']],
		['zh', '我们送货到奥地利。运费是六欧元。', ['我们送货到奥地利。', '运费是六欧元。']],
		['xx-invalid-', 'One. Two.', ['One.', 'Two.']],
		['', 'One. Two.', ['One.', 'Two.']],
		['en', '', []],
	])('splits (%s) %s', (locale, text, expected) => {
		expect(sentences(text, locale)).toEqual(expected);
	});
});
