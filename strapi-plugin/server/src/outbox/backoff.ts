/** While Medusa is away: one row in this time finds out whether it is back, and then all are sent. */
const AWAY_MS = 2000;
const REFUSED_SECONDS_MAX = 60;

/**
 * How long to wait before the next attempt, in milliseconds. What Medusa refuses is tried ever less often (2 s, 4 s …
 * 60 s): it needs somebody to change something.
 */
export function backoffMs(attempts: number, away: boolean): number {
	return away ? AWAY_MS : Math.min(2 ** attempts, REFUSED_SECONDS_MAX) * 1000;
}
