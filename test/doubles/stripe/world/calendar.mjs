// Billing intervals in UTC. Times are whole seconds since 1970, as everywhere in Stripe.

/** @typedef {{interval: string, interval_count: number}} Interval */

export const HOUR_SECONDS = 3600;
export const DAY_SECONDS = 86_400;

/**
 * The end of the nth period. A month that lacks the anchor's day ends on its last: 31 January, 28 February, 31 March.
 * @param {number} anchor
 * @param {Interval} interval
 * @param {number} n
 */
export function nthPeriod(anchor, { interval, interval_count }, n) {
	const steps = interval_count * n;
	if (interval === 'day') return anchor + steps * DAY_SECONDS;
	if (interval === 'week') return anchor + steps * 7 * DAY_SECONDS;
	if (interval === 'month') return addMonths(anchor, steps);
	if (interval === 'year') return addMonths(anchor, steps * 12);
	throw new Error(`There is no interval ${interval}`);
}

/**
 * The first end of a period after a time.
 * @param {number} anchor
 * @param {Interval} interval
 * @param {number} after
 */
export function nextPeriodEnd(anchor, interval, after) {
	let n = 1;
	while (nthPeriod(anchor, interval, n) <= after) n += 1;
	return nthPeriod(anchor, interval, n);
}

/**
 * @param {number} at
 * @param {number} months
 */
function addMonths(at, months) {
	const date = new Date(at * 1000);
	const day = date.getUTCDate();
	date.setUTCDate(1);
	date.setUTCMonth(date.getUTCMonth() + months);
	const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	date.setUTCDate(Math.min(day, last));
	return Math.floor(date.getTime() / 1000);
}

/**
 * As Stripe writes dates on invoices: 9 Nov 2026.
 * @param {number} at
 */
export const dateText = (at) =>
	new Date(at * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
