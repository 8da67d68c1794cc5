import type { PlanTerms } from './plan-terms';

/** How a running plan comes to other terms. */
export type Switch = 'none' | 'now' | 'at_period_end' | 'conflict';

/**
 * More costs the difference at once, less begins with the next period. What was paid for this period decides, not what was
 * asked for the next one: so a smaller plan that was only announced can be taken back for nothing.
 */
export function decideSwitch({ paid, next }: { paid: PlanTerms; next: PlanTerms }, target: PlanTerms): Switch {
	const comparable =
		target.bot_id === paid.bot_id &&
		target.currency_code === paid.currency_code &&
		target.interval === paid.interval &&
		target.interval_count === paid.interval_count;
	if (!comparable) return 'conflict';
	if (sameTerms(target, next)) return 'none';
	return target.unit_amount > paid.unit_amount ? 'now' : 'at_period_end';
}

function sameTerms(a: PlanTerms, b: PlanTerms): boolean {
	return (
		a.offer_id === b.offer_id &&
		a.unit_amount === b.unit_amount &&
		a.amount === b.amount &&
		a.rollover_max === b.rollover_max
	);
}
