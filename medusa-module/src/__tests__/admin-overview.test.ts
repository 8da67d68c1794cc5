import { changeOf } from '../admin/overview/compare';
import { PRESETS, rangeOf, stepOf } from '../admin/overview/ranges';
import { everyNth, ticks } from '../admin/overview/ticks';

test.each([
	[0, [0, 1]],
	[1, [0, 1]],
	[3, [0, 1, 2, 3]],
	[7, [0, 2, 4, 6, 8]],
	[10, [0, 5, 10]],
	[99, [0, 50, 100]],
	[101, [0, 50, 100, 150]],
	[12_345, [0, 5000, 10_000, 15_000]],
])('an axis up to %p that counts has the ticks %p', (max, expected) => {
	expect(ticks(max, 4, 1)).toEqual(expected);
});

test('an axis of credits may have parts, without the noise of doubles', () => {
	expect(ticks(0.3, 4, 0.001)).toEqual([0, 0.1, 0.2, 0.3]);
	expect(ticks(0.004, 4, 0.001)).toEqual([0, 0.001, 0.002, 0.003, 0.004]);
	expect(ticks(0, 4, 0.001)).toEqual([0, 0.001]);
});

test('an axis always reaches its largest value, with few ticks', () => {
	for (let max = 1; max < 5000; max += 7) {
		const axis = ticks(max, 4, 1);
		expect(axis.at(-1)).toBeGreaterThanOrEqual(max);
		expect(axis.length).toBeLessThanOrEqual(5);
	}
});

test('labels are left out where there is no room for them', () => {
	expect(everyNth(7, 700, 60)).toBe(1);
	expect(everyNth(30, 300, 60)).toBe(6);
	expect(everyNth(0, 300, 60)).toBe(1);
	expect(everyNth(30, 0, 60)).toBe(1);
});

test('presets end today, or with the last month', () => {
	const ranges = PRESETS.flatMap((preset) => (preset === 'custom' ? [] : [rangeOf(preset, '2026-03-10')]));
	expect(ranges).toEqual([
		{ from: '2026-03-04', to: '2026-03-10' },
		{ from: '2026-02-09', to: '2026-03-10' },
		{ from: '2025-12-11', to: '2026-03-10' },
		{ from: '2026-03-01', to: '2026-03-10' },
		{ from: '2026-02-01', to: '2026-02-28' },
	]);
});

test('long ranges are shown by month', () => {
	expect(stepOf({ from: '2026-01-01', to: '2026-03-31' })).toBe('day');
	expect(stepOf({ from: '2026-01-01', to: '2026-12-31' })).toBe('month');
});

test('a change is a share of what was before', () => {
	expect(changeOf(15, 10)).toEqual({ by: 0.5 });
	expect(changeOf(0, 10)).toEqual({ by: -1 });
	expect(changeOf(5, -10)).toEqual({ by: 1.5 });
	expect(changeOf(10, 10)).toEqual({ by: 0 });
	expect(changeOf(10, 0)).toBe('new');
	expect(changeOf(0, 0)).toBeNull();
});
