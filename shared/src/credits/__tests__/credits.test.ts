import { formatCredits, isMillicredits, toCredits, toMillicredits } from '../index.js';

describe('credits to millicredits', () => {
	test.each([
		[0, 0],
		[1, 1000],
		[0.001, 1],
		[0.1, 100],
		[0.3, 300],
		[0.1 + 0.2, 300], // 0.30000000000000004
		[1.005, 1005], // 1.005 * 1000 is 1004.9999999999999
		[4.35, 4350],
		[1_000_000_000.001, 1_000_000_000_001],
	])('%d credits are %d millicredits', (credits, millicredits) => {
		expect(toMillicredits(credits)).toBe(millicredits);
	});

	test.each([
		['negative', -0.001],
		['with a fourth decimal', 0.0001],
		['with a fourth decimal beside a large whole', 100.0005],
		['not finite', Number.POSITIVE_INFINITY],
		['not a number', Number.NaN],
		['too large to be exact', Number.MAX_SAFE_INTEGER],
	])('refuses an amount that is %s', (_what, credits) => {
		expect(() => toMillicredits(credits)).toThrow(RangeError);
	});

	test('every amount up to 100 credits survives the way to credits and back', () => {
		for (let millicredits = 0; millicredits <= 100_000; millicredits++) {
			if (toMillicredits(toCredits(millicredits)) !== millicredits) throw new Error(`${millicredits} changed`);
		}
	});
});

test.each([
	[0, true],
	[Number.MAX_SAFE_INTEGER, true],
	[-1, false],
	[0.5, false],
	['1000', false],
	[null, false],
])('isMillicredits(%p) is %p', (value, expected) => {
	expect(isMillicredits(value)).toBe(expected);
});

test.each([
	[9, 'en', '9'],
	[1234.5, 'en', '1,234.5'],
	[1234.5, 'de', '1.234,5'],
	[0.001, 'de', '0,001'],
])('a visitor reads %d credits in %s as %s', (credits, locale, text) => {
	expect(formatCredits(credits, locale)).toBe(text);
});
