/**
 * Local days and months, said without arithmetic on offsets: a window is all the moments that share one local date. So
 * its ends are found by looking for the first moment that has it, and the first that has it no longer.
 */
export type Period = 'day' | 'month';

const LONGEST_MS = 32 * 24 * 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const known = new Map<string, { starts_at: number; ends_at: number }>();

/** The local date of a moment, `2026-03-10`; of a month, `2026-03`. */
export function localDate(zone: string, at: number, period: Period): string {
	const format = formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
	formats.set(zone, format);
	return format.format(at).slice(0, period === 'day' ? 10 : 7);
}

/** The window that a moment falls into, in ms since 1970. */
export function localWindow(zone: string, at: number, period: Period): { starts_at: number; ends_at: number } {
	const key = `${zone} ${period} ${at}`;
	const date = localDate(zone, at, period);
	const window = known.get(key) ?? {
		starts_at: first(at - LONGEST_MS, at, (moment) => localDate(zone, moment, period) === date),
		ends_at: first(at, at + LONGEST_MS, (moment) => localDate(zone, moment, period) !== date),
	};
	known.set(key, window);
	return window;
}

/** The first moment after `before` for which something is true that is true until `until`. */
function first(before: number, until: number, isTrue: (moment: number) => boolean): number {
	let [no, yes] = [before, until];
	while (yes - no > 1) {
		const middle = Math.floor((no + yes) / 2);
		if (isTrue(middle)) yes = middle;
		else no = middle;
	}
	return yes;
}
