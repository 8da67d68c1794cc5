import { toCsv } from '../csv';

test('lines end with CRLF, and only what needs quotes has them', () => {
	expect(
		toCsv([
			['bot', 'credits'],
			['Help, “now”', 1.5],
			['a "bot"', 0],
			['two\nlines', -1],
		]),
	).toBe('bot,credits\r\n"Help, “now”",1.5\r\n"a ""bot""",0\r\n"two\nlines",-1\r\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j is no formula in a spreadsheet', (text) => {
	expect(toCsv([[text]]).replaceAll('"', '')).toMatch(/^'[=+\-@\t\r]/);
});

test('a number below zero stays a number', () => {
	expect(toCsv([[-2.5]])).toBe('-2.5\r\n');
});
