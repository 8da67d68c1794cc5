import { slugOf } from '../slug';

test.each([
	['Kupferkanne help', 'kupferkanne-help'],
	['  Töpfe & Grüße!  ', 'toepfe-gruesse'],
	['Café Ærø', 'cafe-aero'],
	['A -- B', 'a-b'],
	['你好', ''],
	['', ''],
	[`${'a'.repeat(59)} b`, 'a'.repeat(59)],
])('%j is called %j', (name, slug) => {
	expect(slugOf(name)).toBe(slug);
});
