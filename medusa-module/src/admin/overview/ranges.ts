import { addDays, type DayRange, daysIn, monthOf, type Step } from '../../reports/days';

export const PRESETS = ['last_7', 'last_30', 'last_90', 'this_month', 'last_month', 'custom'] as const;
export type Preset = (typeof PRESETS)[number];

/** From so many days on, months are easier to read. */
const DAYS_BY_DAY_MAX = 92;

/** The days of a preset. A custom range is what its two fields say. */
export function rangeOf(preset: Exclude<Preset, 'custom'>, today: string): DayRange {
	switch (preset) {
		case 'last_7':
			return { from: addDays(today, -6), to: today };
		case 'last_30':
			return { from: addDays(today, -29), to: today };
		case 'last_90':
			return { from: addDays(today, -89), to: today };
		case 'this_month':
			return { from: monthOf(today).from, to: today };
		case 'last_month':
			return monthOf(today, -1);
	}
}

/** By what a range is shown unless somebody chooses. */
export function stepOf(range: DayRange): Step {
	return daysIn(range) > DAYS_BY_DAY_MAX ? 'month' : 'day';
}
