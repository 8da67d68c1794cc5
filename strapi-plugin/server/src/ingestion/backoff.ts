const FIRST_SECONDS = 5;
const LAST_SECONDS = 3600;

/** How long to wait before the next attempt, in milliseconds: 5 s, 10 s, 20 s … an hour. */
export function backoffMs(attempts: number): number {
	return Math.min(FIRST_SECONDS * 2 ** (attempts - 1), LAST_SECONDS) * 1000;
}
