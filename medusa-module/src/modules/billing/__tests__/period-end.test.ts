import { periodEnd } from '../period-end';

const at = (date: string) => new Date(`${date}T10:20:30Z`);

test.each([
	['2026-11-22', 'month', 1, '2026-12-22'],
	['2026-01-31', 'month', 1, '2026-02-28'],
	['2028-01-31', 'month', 1, '2028-02-29'],
	['2026-12-31', 'month', 2, '2027-02-28'],
	['2026-11-30', 'month', 3, '2027-02-28'],
	['2028-02-29', 'year', 1, '2029-02-28'],
	['2026-03-28', 'day', 1, '2026-03-29'], // no local summer time in it
	['2026-12-28', 'week', 2, '2027-01-11'],
] as const)('a period from %s of %s × %d ends on %s, at the same time', (start, interval, interval_count, end) => {
	expect(periodEnd(at(start), { interval, interval_count })).toEqual(at(end));
});
