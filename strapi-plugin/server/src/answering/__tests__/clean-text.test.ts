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
