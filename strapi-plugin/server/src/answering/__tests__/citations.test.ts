import { createCitationFilter } from '../citations';

const filtered = (pieces: string[], sources = 3) => {
	const filter = createCitationFilter(sources);
	return pieces.map((piece) => filter.push(piece)).join('') + filter.end();
};

test.each([
	['one that exists stays', 'It takes 3 days [1].', 'It takes 3 days [1].'],
	['one that does not goes, with the space before it', 'It takes 3 days [4].', 'It takes 3 days.'],
	['zero is none', 'Yes [0].', 'Yes.'],
	['several in one bracket are several', 'Yes [1, 2].', 'Yes [1][2].'],
	['of several, those that exist stay', 'Yes [1,9,3].', 'Yes [1][3].'],
	['other brackets are text', 'An [option] and [link](url).', 'An [option] and [link](url).'],
	['an open bracket at the end is text', 'Yes [1', 'Yes [1'],
])('%s', (_what, text, expected) => {
	expect(filtered([text])).toBe(expected);
});

test('it does not matter where a text is cut', () => {
	const text = 'One [1]. Two [9], three [2, 8] and [x] four  [3]';
	const whole = filtered([text]);
	expect(whole).toBe('One [1]. Two, three [2] and [x] four  [3]');
	for (let size = 1; size < 8; size++) {
		const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
		expect(filtered(pieces)).toBe(whole);
	}
});

test('text is not held back longer than a citation could be', () => {
	const filter = createCitationFilter(1);
	expect(filter.push('Hello')).toBe('Hello');
	expect(filter.push(' wor')).toBe(' wor');
	expect(filter.push('ld [')).toBe('ld');
	expect(filter.push('see')).toBe(' [see');
});
