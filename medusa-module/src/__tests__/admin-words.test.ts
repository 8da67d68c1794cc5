import { forbiddenWord } from '@answerpack/shared/words';
import { de } from '../admin/i18n/de';
import { en } from '../admin/i18n/en';

type Words = { [key: string]: string | Words };
const entries = (words: Words, path = ''): [string, string][] =>
	Object.entries(words).flatMap(([key, text]) =>
		typeof text === 'string' ? [[path + key, text] as [string, string]] : entries(text, `${path}${key}.`),
	);
const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

test('no word of the admin makes credits sound like money', () => {
	for (const [key, text] of [...entries(en), ...entries(de)]) {
		expect([key, forbiddenWord(text)]).toEqual([key, undefined]);
	}
});

test('the German words are filled in with what the English ones are filled in with', () => {
	const english = new Map(entries(en));
	for (const [key, text] of entries(de)) {
		expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? '')]);
	}
	expect(entries(de)).toHaveLength(english.size);
});
