import { wordGroups } from '../extractive';

test.each(['', 'one', 'one two three', 'one two three four', ' Leading space\n\nand **markdown** [1]', 'ä ö ü ß'])(
	'the pieces of %j are the text again',
	(text) => {
		expect(wordGroups(text).join('')).toBe(text.trimStart());
	},
);

test('a piece is a few words, never half a word', () => {
	expect(wordGroups('The kettle holds 900 ml and works on gas.')).toEqual([
		'The kettle holds ',
		'900 ml and ',
		'works on gas.',
	]);
});
