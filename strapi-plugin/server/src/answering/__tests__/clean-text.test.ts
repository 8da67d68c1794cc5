import { cleanText, createTextCleaner } from '../clean-text';

const clean = (...pieces: string[]) => {
	const cleaner = createTextCleaner();
	return [...pieces.map(cleaner.push), cleaner.end()];
};

test('a character that comes in two halves is kept whole', () => {
	expect(clean('Enjoy \uD83D', '\uDE00 it')).toEqual(['Enjoy ', '😀 it', '']);
	expect(clean('\uD83D', '\0', '\uDE00')).toEqual(['', '', '😀', '']);
});

test('half a character whose other half never comes is marked, and breaks nothing', () => {
	expect(clean('a\uD83D', 'b')).toEqual(['a', '\uFFFDb', '']);
	expect(clean('a\uDE00b', 'c\uD83D')).toEqual(['a\uFFFDb', 'c', '\uFFFD']);
});

test('no database keeps a NUL', () => {
	expect(clean('a\0b')).toEqual(['ab', '']);
	expect(cleanText('a\0\uD83D')).toBe('a\uFFFD');
});

test.each([
	['control characters', 'a\u0007b\u001B[31mc\u007F\u0085d', 'ab[31mcd'],
	['marks that turn the direction', '\u202Egnp.exe\u202C \u2066x\u2069', 'gnp.exe x'],
	['what has no width', 'pass\u200Bword\uFEFF\u2060', 'password'],
	['letters that nobody sees', `Hello${String.fromCodePoint(0xe0049, 0xe0047, 0xe004e)}!`, 'Hello!'],
])('%s: nobody sees them, so nobody gets them', (_what, text, seen) => {
	expect(cleanText(text)).toBe(seen);
	expect(clean(...text).join('')).toBe(seen);
});

test.each(['Zeile\n\tzwei\r\n', '👩‍👩‍👧 ✌🏽', 'می‌خواهم', 'שלום, עולם', 'क्‍ष', 'naïve – “€”'])(
	'%j is as it was',
	(text) => {
		expect(cleanText(text)).toBe(text);
	},
);
