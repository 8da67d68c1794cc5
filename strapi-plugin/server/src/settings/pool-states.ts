import type { UsageReport } from '@answerpack/shared/contract';
import { toCredits, toMillicredits } from '@answerpack/shared/credits';
import type { Pool, Window } from '@answerpack/shared/pools';
import type { UnversionedSettings } from './bot-settings';

/** One pool in the window that is open now, in credits. */
export interface PoolState {
	pool: Pool;
	/** What customers have bought counts in no window; what they used is of this month. */
	window: Window;
	answers: number;
	used: number;
	/** `null` where nothing limits it but what customers have. */
	budget: number | null;
	left: number | null;
}

export interface PoolStates {
	pools: PoolState[];
	/** What of the owner cap is used, in whole percent, rounded down; `null` without a budget. */
	owner_cap_percent: number | null;
	/** The highest threshold that it has reached; `null` below all of them. */
	alert_at: number | null;
}

/**
 * What is used of each pool and what is left, from what the ledger counted by day.
 * @param usage the days of this month at least, by the bot's time zone; others are left out
 */
export function poolStates(
	{ pools, time_zone }: Pick<UnversionedSettings, 'pools' | 'time_zone'>,
	usage: UsageReport['usage'],
	now: Date,
): PoolStates {
	const today = localDate(now, time_zone);
	const windows = { day: today, month: today.slice(0, 7) };
	const state = (pool: Pool, window: Window, credits: number | null): PoolState => {
		const rows = usage.filter((row) => row.pool === pool && row.from.startsWith(windows[window]));
		const spent = rows.reduce((sum, row) => sum + row.spent, 0);
		return {
			pool,
			window,
			answers: rows.reduce((sum, row) => sum + row.answers, 0),
			used: toCredits(spent),
			budget: credits,
			left: credits === null ? null : toCredits(Math.max(0, toMillicredits(credits) - spent)),
		};
	};
	const { owner_cap, free_reserve } = pools;
	const owner = state('owner_cap', 'month', owner_cap.credits_per_month);
	const percent = owner.budget ? Math.floor((owner.used / owner.budget) * 100) : null;
	const reached = owner_cap.alert_at_percent.filter((threshold) => percent !== null && percent >= threshold);
	return {
		pools: [
			owner,
			state('free_reserve', free_reserve.window, free_reserve.credits),
			state('end_user_credits', 'month', null),
		],
		owner_cap_percent: percent,
		alert_at: reached.length ? Math.max(...reached) : null,
	};
}

/** The calendar day of a time zone, as `2026-03-01`. */
function localDate(at: Date, timeZone: string): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}
