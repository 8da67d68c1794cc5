import { words } from '@answerpack/shared/words';
import type { Offer, PublicBot } from '../contract.js';
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
	['', 'en'],
	['not a tag', 'en'],
])('speaks %j as %s', (wanted, expected) => {
	expect(localeOf(wanted)).toBe(expected);
});

it('names a moment by its day and the time of the visitor', () => {
	const midnight = new Date(2026, 2, 29, 0, 0); // that night, clocks in Europe move
	expect(formatWhen(midnight, 'en')).toMatch(/^Sunday, March 29, 2026 at 12:00.AM$/);
	expect(formatWhen(midnight, 'de')).toBe('Sonntag, 29. März 2026 um 00:00');
});

describe('prices', () => {
	const pack = { price: { amount: 1234.5, currency_code: 'eur' }, interval: null } as Offer;
	it('are written as the visitor is used to', () => {
		expect(formatPrice(pack, 'en')).toBe('€1,234.50');
		expect(formatPrice(pack, 'de')).toBe('1.234,50\u00a0€');
	});

	it.each([
		['month', 1, '€1,234.50 / month', '1.234,50\u00a0€ / Monat'],
		['month', 3, '€1,234.50 / 3 months', '1.234,50\u00a0€ / 3 Monate'],
		['year', 1, '€1,234.50 / year', '1.234,50\u00a0€ / Jahr'],
		['week', 12, '€1,234.50 / 12 weeks', '1.234,50\u00a0€ / 12 Wochen'],
	] as const)('of a plan say that they are paid every %s (%d)', (interval, interval_count, en, de) => {
		expect(formatPrice({ ...pack, interval, interval_count }, 'en')).toBe(en);
		expect(formatPrice({ ...pack, interval, interval_count }, 'de')).toBe(de);
	});
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
