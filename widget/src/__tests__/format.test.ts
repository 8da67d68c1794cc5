import { words } from '@answerpack/shared/words';
import type { PublicBot } from '../contract.js';
import { answersFor, createSay, formatPrice, formatWhen, localeOf } from '../format.js';

describe('texts', () => {
	it.each([
		['en', 1, '1 credit left'],
		['en', 0, '0 credits left'],
		['en', 1234.5, '1,234.5 credits left'],
		['de', 1, 'Noch 1 Credit'],
		['de', 1234.5, 'Noch 1.234,5 Credits'],
	] as const)('in %s take the form that %d needs', (locale, n, expected) => {
		expect(createSay(locale)(words[locale].credits_left, { n })).toBe(expected);
	});

	it('put values in as they are', () => {
		expect(createSay('en')('Buy {name} for {price}', { name: '$& {price} <b>', price: '5' })).toBe(
			'Buy $& {price} <b> for 5',
		);
	});
});

it.each([
	['de', 'de'],
	['de-AT', 'de-AT'],
	['EN-gb', 'EN-gb'],
	['de_AT', 'de'],
	['de-Latn-DE', 'de'],
	['fr', 'en'],
	['den', 'en'],
	['', 'en'],
	['not a tag', 'en'],
])('speaks %j as %s', (wanted, expected) => {
	expect(localeOf(wanted)).toBe(expected);
});

describe('a moment to come', () => {
	const now = new Date(2026, 2, 28, 14, 30); // the night after, clocks in Europe move
	it.each([
		[new Date(2026, 2, 28, 18, 0), 'today at 18:00', 'heute um 18:00 Uhr'],
		[new Date(2026, 2, 29, 0, 0), 'tomorrow at 00:00', 'morgen um 00:00 Uhr'],
		[new Date(2026, 2, 29, 23, 59), 'tomorrow at 23:59', 'morgen um 23:59 Uhr'],
		[new Date(2026, 3, 1, 0, 0), 'on April 1 at 00:00', 'am 1. April um 00:00 Uhr'],
	])('%s', (moment, en, de) => {
		expect(formatWhen(moment, 'en', words.en, now)).toBe(en);
		expect(formatWhen(moment, 'de', words.de, now)).toBe(de);
	});
});

it('writes prices as the visitor is used to', () => {
	expect(formatPrice({ amount: 5, currency_code: 'eur' }, 'en')).toBe('€5.00');
	expect(formatPrice({ amount: 1234.5, currency_code: 'eur' }, 'de')).toBe('1.234,50\u00a0€');
});

it.each([
	[3, 1, 3],
	[0.3, 0.1, 3],
	[2.5, 1, 2],
	[0, 1, 0],
	[3, null, undefined],
	[3, 0, undefined],
])('%d credits pay for answers at %d', (credits, credits_per_answer, expected) => {
	expect(answersFor(credits, { credits_per_answer } as PublicBot)).toBe(expected);
});
