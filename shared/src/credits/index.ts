/**
 * Amounts. Inside, every amount is an integer of 1/1000 credit (`millicredits`); storefronts and visitors read
 * credits, a number with at most three decimals. Nothing is ever calculated in floating point.
 */

/** How many millicredits make one credit. */
export const MILLICREDITS_PER_CREDIT = 1000;

/** True for an amount the ledger can hold: a safe integer of millicredits, zero or more. */
export function isMillicredits(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

/**
 * Credits as people write them (at most three decimals) to millicredits.
 * @throws RangeError when the number is negative, not finite, too large or has a fourth decimal.
 */
export function toMillicredits(credits: number): number {
	const millicredits = Math.round(credits * MILLICREDITS_PER_CREDIT);
	// The product may miss the integer by a rounding error of the double; a fourth decimal misses it by 1e-1.
	if (!isMillicredits(millicredits) || Math.abs(millicredits - credits * MILLICREDITS_PER_CREDIT) > 1e-3) {
		throw new RangeError(`${credits} is not an amount of credits: it takes 0 or more, with at most three decimals`);
	}
	return millicredits;
}

/** Millicredits to credits, as storefronts and visitors read them. */
export function toCredits(millicredits: number): number {
	return millicredits / MILLICREDITS_PER_CREDIT;
}

/** Credits as a visitor reads them in `locale`: `9`, `1,234.5` (en), `1.234,5` (de). */
export function formatCredits(credits: number, locale: string): string {
	return new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(credits);
}
