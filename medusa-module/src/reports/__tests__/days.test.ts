import { addDays, daysIn, localDay, monthOf, periodsIn, rangeBefore, startOf } from '../days';

test('days are counted over month ends, leap days and changes of the clock', () => {
	expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
	expect(addDays('2026-03-28', 2)).toBe('2026-03-30'); // the clock goes forward in Berlin
	expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
	expect(daysIn({ from: '2028-01-01', to: '2028-12-31' })).toBe(366);
	expect(daysIn({ from: '2026-03-01', to: '2026-03-01' })).toBe(1);
});

test('a month has its first and its last day', () => {
	expect(monthOf('2026-02-10')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
	expect(monthOf('2026-01-31', -1)).toEqual({ from: '2025-12-01', to: '2025-12-31' });
	expect(startOf('2026-01-31', 'month')).toBe('2026-01-01');
	expect(startOf('2026-01-31', 'day')).toBe('2026-01-31');
});

test('the periods of a range are all that it touches', () => {
	expect(periodsIn({ from: '2026-02-27', to: '2026-03-01' }, 'day')).toEqual([
		'2026-02-27',
		'2026-02-28',
		'2026-03-01',
	]);
	expect(periodsIn({ from: '2025-12-31', to: '2026-02-01' }, 'month')).toEqual([
		'2025-12-01',
		'2026-01-01',
		'2026-02-01',
	]);
});

test('a range is compared with as many days before it, and whole months with whole months', () => {
	expect(rangeBefore({ from: '2026-03-08', to: '2026-03-14' })).toEqual({ from: '2026-03-01', to: '2026-03-07' });
	expect(rangeBefore({ from: '2026-03-01', to: '2026-03-31' })).toEqual({ from: '2026-02-01', to: '2026-02-28' });
	expect(rangeBefore({ from: '2026-01-01', to: '2026-03-31' })).toEqual({ from: '2025-10-01', to: '2025-12-31' });
	expect(rangeBefore({ from: '2026-03-01', to: '2026-03-15' })).toEqual({ from: '2026-02-14', to: '2026-02-28' });
});

test('a day ends at midnight of its place', () => {
	const at = new Date('2026-03-10T23:30:00Z');
	expect(localDay(at, 'UTC')).toBe('2026-03-10');
	expect(localDay(at, 'Europe/Berlin')).toBe('2026-03-11');
	expect(localDay(at, 'America/New_York')).toBe('2026-03-10');
});
