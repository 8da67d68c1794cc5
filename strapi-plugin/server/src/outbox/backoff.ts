const FIRST_SECONDS = 1;
const LONGEST_SECONDS = 15;

/** How long to wait before the next attempt, in milliseconds: 1 s, 2 s, 4 s … 15 s. */
export function backoffMs(attempts: number): number {
	return Math.min(FIRST_SECONDS * 2 ** Math.max(attempts - 1, 0), LONGEST_SECONDS) * 1000;
}
