import { withoutRunningLines } from '../running-lines';

test('what stands on every page goes, wherever numbers differ', () => {
	expect(
		withoutRunningLines([
			'Grinder 7\nTurn the ring.\nIt clicks.\n\nPage 1 of 3',
			'Grinder 7\nBrush the burrs.\n\nPage 2 of 3',
			'Warranty\nTen years.\nGrinder 7\nPage 3 of 3',
		]),
	).toEqual(['Turn the ring.\nIt clicks.', 'Brush the burrs.', 'Warranty\nTen years.']);
});

test('what stands on few pages, or in the middle of them, stays', () => {
	const middle = ['a', 'b', 'c', 'Note: unplug it first.', 'd', 'e', 'f'];
	const pages = ['1', '2', '3'].map((page) => middle.map((line) => (line.length > 1 ? line : line + page)).join('\n'));
	const few = ['Contents\nGrinding', 'Contents\nCleaning', 'Oiling the case', 'Spare parts', 'Warranty'];
	expect(withoutRunningLines(few)).toEqual(few);
	expect(withoutRunningLines(pages)[0]).toContain('Note: unplug it first.');
});

test('a document of one page stays as it is, and a page may hold nothing but a foot', () => {
	expect(withoutRunningLines(['Page 1\nAll of it.'])).toEqual(['Page 1\nAll of it.']);
	expect(withoutRunningLines(['One.\nPage 1', 'Page 2', ''])).toEqual(['One.', '', '']);
	expect(withoutRunningLines(['The same.', 'The same.'])).toEqual(['The same.', 'The same.']);
});
