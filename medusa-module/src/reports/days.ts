/** Local days as text, `2026-03-01`, and what can be calculated with them: no time zone is left in them, so UTC does. */
export type Day = string;

/** A range of local days, both ends included. */
export interface DayRange {
	from: Day;
	to: Day;
}

export type Step = 'day' | 'month';

/** The longest range of a report, a leap year. */
export const RANGE_DAYS_MAX = 366;

const DAY_MS = 86_400_000;
const ofTime = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

export function addDays(day: Day, days: number): Day {
	return ofTime(Date.parse(day) + days * DAY_MS);
}

/** How many days a range has. */
export function daysIn({ from, to }: DayRange): number {
	return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** The first day of the period that a day belongs to. */
export function startOf(day: Day, by: Step): Day {
	return by === 'month' ? `${day.slice(0, 7)}-01` : day;
}

/** The first and the last day of the month that is so many months away from a day's. */
export function monthOf(day: Day, months = 0): DayRange {
	const [year, month] = day.split('-').map(Number) as [number, number];
	return { from: ofTime(Date.UTC(year, month - 1 + months, 1)), to: ofTime(Date.UTC(year, month + months, 0)) };
}

/** Every period that a range touches, by its first day. */
export function periodsIn({ from, to }: DayRange, by: Step): Day[] {
	const periods: Day[] = [];
	for (let day = startOf(from, by); day <= to; day = by === 'month' ? monthOf(day, 1).from : addDays(day, 1)) {
		periods.push(day);
	}
	return periods;
}

/**
 * What a range is compared with: as many days right before it. Whole months are compared with whole months, since February
 * would lose against any other one.
 */
export function rangeBefore({ from, to }: DayRange): DayRange {
	const first = monthOf(from);
	if (from === first.from && to === monthOf(to).to) {
		const [fromYear, fromMonth] = from.split('-').map(Number) as [number, number];
		const [toYear, toMonth] = to.split('-').map(Number) as [number, number];
		const months = (toYear - fromYear) * 12 + toMonth - fromMonth + 1;
		return { from: monthOf(from, -months).from, to: monthOf(from, -1).to };
	}
	return { from: addDays(from, -daysIn({ from, to })), to: addDays(from, -1) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day that it is somewhere. @param timeZone an IANA name, such as `Europe/Berlin`. */
export function localDay(at: Date, timeZone: string): Day {
	let format = formats.get(timeZone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
		formats.set(timeZone, format);
	}
	const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
	return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}
