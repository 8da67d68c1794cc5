/** Steps that people count in: 1, 2 or 5, and these by tens. */
const STEPS = [1, 2, 5, 10];

/**
 * The ticks of an axis from zero up to the largest value or a little more, at most so many above zero.
 * @param smallest the smallest step that makes sense: 1 for what can only be counted.
 */
export function ticks(max: number, count: number, smallest: number): number[] {
	const rough = Math.max(max / count, smallest);
	const power = 10 ** Math.floor(Math.log10(rough) + 1e-9);
	const step = (STEPS.find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
	const last = Math.max(1, Math.ceil(max / step - 1e-9));
	// Divided, not added up: 0.1 * 3 is not 0.3.
	return Array.from({ length: last + 1 }, (_, n) => Number((n * step).toPrecision(12)));
}

/** Which of some labels to show when each takes so much room: every one, every second, …, beginning with the first. */
export function everyNth(count: number, width: number, labelWidth: number): number {
	if (count === 0 || width <= 0) return 1;
	return Math.max(1, Math.ceil((labelWidth * count) / width));
}
