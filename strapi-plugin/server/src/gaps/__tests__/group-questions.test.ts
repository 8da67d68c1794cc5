import { chunkDocument } from '../../knowledge';
import { buildIndex } from '../../knowledge/knowledge-index';
import { type Asked, commonestWording, groupQuestions, wordings } from '../group-questions';
import { weighBy } from '../weigh';

const text =
	'How long the delivery takes: to Germany 1 to 2 days.\n\nDelivery to Austria takes 3 days.\n\nLong gifts are wrapped.\n\nThe kettle is made of copper.';
const index = buildIndex(chunkDocument({ id: 'a', title: 'Delivery', text, url: null, locale: 'en' }), 'en');
const asked = (...questions: string[]): Asked[] => questions.map((question, at) => ({ id: String(at), question, at }));
const grouped = (...questions: string[]) =>
	groupQuestions(asked(...questions), weighBy(index)).map((group) => group.map(({ question }) => question));

test('the same in other words is one group, the newest first', () => {
	expect(grouped('Do you deliver to Switzerland?', 'Delivery to Switzerland', 'delivering to switzerland??')).toEqual([
		['delivering to switzerland??', 'Delivery to Switzerland', 'Do you deliver to Switzerland?'],
	]);
});

test('the same about another country is another group', () => {
	expect(grouped('Do you deliver to Switzerland?', 'Do you deliver to Norway?')).toHaveLength(2);
});

test('the largest group comes first, then the one that was asked last', () => {
	const groups = grouped('Do you sell tea?', 'Is there parking?', 'Where can I find parking?', 'Do you have vouchers?');
	expect(groups.map(([first]) => first)).toEqual([
		'Where can I find parking?',
		'Do you have vouchers?',
		'Do you sell tea?',
	]);
});

test('a question of nothing but empty words is grouped with its like, and breaks nothing', () => {
	expect(grouped('What is it?', 'And then?', 'Do you sell tea?')).toHaveLength(2);
	expect(grouped()).toEqual([]);
});

test('a group is named by its commonest wording, and has each wording once', () => {
	const group = asked('Do you sell tea?', 'do you sell tea', 'Tea?', 'Is tea sold here?').reverse();
	expect(commonestWording(group)).toBe('do you sell tea');
	expect(wordings(group)).toEqual(['do you sell tea', 'Is tea sold here?', 'Tea?']);
});

test('a thousand questions are grouped within the time of a click', () => {
	const questions = Array.from({ length: 1000 }, (_, n) => `Do you have part ${n} for machine number ${n % 97}?`);
	expect(grouped(...questions).flat()).toHaveLength(1000);
});
