import { ERRORS, REFUSALS } from '../../contract/index.js';
import { answerWords, FORBIDDEN_WORDS, forbiddenWord, words, wordsFor } from '../index.js';

/** Every text of a language with the path that leads to it. */
function textsOf(language: keyof typeof words): Map<string, string> {
	const { errors, ...texts } = words[language];
	return new Map([
		...Object.entries(texts),
		...Object.entries(errors).map(([code, text]): [string, string] => [`errors.${code}`, text]),
	]);
}

const english = textsOf('en');
const german = textsOf('de');
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

/** The only texts that may name what credits are not. */
const SAYS_WHAT_CREDITS_ARE_NOT = ['credits_are'];

test('German and English have the same texts', () => {
	expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
});

test.each([...german])('%s has the same placeholders and forms in both languages', (key, text) => {
	const original = english.get(key) ?? '';
	expect(placeholders(text)).toEqual(placeholders(original));
	const forms = /\{n\}.*\(\w+\)/;
	expect(forms.test(text)).toBe(forms.test(original));
});

test.each(['en', 'de'] as const)(
	'in %s every refusal has words, and so has whatever has none of its own',
	(language) => {
		const { errors } = words[language];
		for (const code of REFUSALS) if (code !== 'training_limit_reached') expect(errors).toHaveProperty(code);
		expect(errors).toHaveProperty('internal');
	},
);

describe('what visitors read', () => {
	const everything = [
		...[...english].map(([key, text]) => [`en ${key}`, text]),
		...[...german].map(([key, text]) => [`de ${key}`, text]),
		...Object.entries(answerWords).flatMap(([language, words]) =>
			Object.entries(words).map(([key, text]) => [`${language} ${key}`, text]),
		),
		...Object.entries(ERRORS).map(([code, [, message]]) => [`error ${code}`, message]),
	] as [string, string][];

	test.each(everything)('%s is not empty and does not make credits sound like money', (name, text) => {
		expect(text.trim()).not.toBe('');
		if (SAYS_WHAT_CREDITS_ARE_NOT.some((key) => name.endsWith(` ${key}`))) return;
		expect(forbiddenWord(text)).toBeUndefined();
		expect(text).not.toMatch(/\b(money|Geld)\b/i);
	});

	test.each(SAYS_WHAT_CREDITS_ARE_NOT)('%s says that credits are no money, in both languages', (key) => {
		expect(english.get(key)).toMatch(/not money/);
		expect(german.get(key)).toMatch(/kein Geld/);
	});
});

describe('forbidden words', () => {
	test.each([
		'Your balance',
		'balances',
		'a Wallet',
		'account money',
		'withdraw',
		'withdrawal',
		'pay out',
		'payout',
		'cash',
		'top up',
		'top-up',
		'Ihr Guthaben',
		'Geldbörse',
		'Geldboerse',
		'Ihr Konto',
		'Kundenkonto',
		'Konten',
		'auszahlen',
		'auszuzahlen',
		'Auszahlung',
		'aufladen',
		'aufzuladen',
		'Aufladung',
		'aufgeladen',
	])('%s', (text) => {
		expect(forbiddenWord(text)).toBeDefined();
	});

	test.each([
		'credits left',
		'Noch 9 Credits',
		'Skonto',
		'accounting period',
		'Kontrolle',
		'a cashew',
		'laden',
		'zahlen',
		'autoload',
	])('%s is fine', (text) => {
		expect(forbiddenWord(text)).toBeUndefined();
	});

	test('a word is found whatever was searched before: no pattern keeps a position', () => {
		expect(FORBIDDEN_WORDS.filter((word) => word.global || word.sticky)).toEqual([]);
	});
});

test.each([
	['de', 'de'],
	['de-AT', 'de'],
	['DE', 'de'],
	['en-GB', 'en'],
	['fr', 'en'],
	['', 'en'],
	[undefined, 'en'],
	['den', 'en'],
] as const)('a visitor whose language is %p reads %s', (language, expected) => {
	expect(wordsFor(language)).toBe(words[expected]);
});
