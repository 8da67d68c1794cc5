import { localesFor } from '../locales';

test.each([
	['de', ['en', 'de', 'fr'], ['de', 'en', 'fr']],
	['de-AT', ['en', 'de'], ['de', 'en']],
	['de-AT', ['de', 'de-AT'], ['de-AT', 'de']],
	['de', ['en', 'de-CH'], ['de-CH', 'en']],
	['DE', ['en', 'de'], ['de', 'en']],
	['ja', ['en', 'de'], ['en', 'de']],
	[undefined, ['en', 'de'], ['en', 'de']],
	['de', [], []],
])('a visitor who reads %s is answered from %j in the order %j', (language, available, expected) => {
	expect(localesFor(language, available)).toEqual(expected);
});
