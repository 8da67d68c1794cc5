import type { PlanPrice } from './plan-terms';

/**
 * When a period ends that begins at `start`, by the calendar in UTC: a month from 31 January is 28 (or 29) February, as Stripe
 * counts. Later periods then end on that day of the month.
 */
export function periodEnd(
	start: Date,
	{ interval, interval_count }: Pick<PlanPrice, 'interval' | 'interval_count'>,
): Date {
	const end = new Date(start);
	if (interval === 'day' || interval === 'week') {
		end.setUTCDate(end.getUTCDate() + interval_count * (interval === 'week' ? 7 : 1));
		return end;
	}
	const day = end.getUTCDate();
	end.setUTCDate(1);
	end.setUTCMonth(end.getUTCMonth() + interval_count * (interval === 'year' ? 12 : 1));
	const days = new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + 1, 0)).getUTCDate();
	end.setUTCDate(Math.min(day, days));
	return end;
}
