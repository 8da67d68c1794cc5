import { MathBN } from '@medusajs/framework/utils';
import { inForce } from './in-force';
import type { LinePlan, OrderLine, OrderSnapshot, RecordedPurchase } from './order-snapshot';
import type { PlanPurchaseTerms } from './terms';

/** Why a plan that was paid for cannot begin, ever; its money is given back. With the sentence that goes to the log. */
export const PLAN_REFUSED = {
	plan_conflict: 'its customer has a running plan for this bot already',
	plan_without_card: 'no card was saved with its payment',
} as const;
export type PlanRefused = keyof typeof PLAN_REFUSED;

/** One plan that must begin, or go on beginning. */
export interface PlanStart {
	line_item_id: string;
	customer_id: string;
	terms: PlanPurchaseTerms;
	pieces: number;
	/** The money that was paid for its first period, as Medusa writes it. */
	paid: number;
}

/** Whether a line has still to begin its plan: one that nothing is left of, because its money was given back, has not. */
export function hasToBegin(
	order: OrderSnapshot,
	line: OrderLine,
	{ amount }: PlanPurchaseTerms,
	plans: readonly LinePlan[],
): boolean {
	if (plans.some(({ line_item_id }) => line_item_id === line.id)) return false;
	return order.canceled || inForce(order, line.id, amount * line.pieces) > 0;
}

/**
 * The plans that are written down and whose beginning was broken off. They go on, whatever became of the order since: only what
 * has begun can be ended.
 */
export function decideResumes(
	order: OrderSnapshot,
	purchase: Pick<RecordedPurchase, 'customer_id' | 'terms'> | undefined,
	plans: readonly LinePlan[],
): PlanStart[] {
	return plans.flatMap((plan) => {
		const line = order.lines.find(({ id }) => id === plan.line_item_id);
		const terms = purchase?.terms.find(({ variant_id }) => variant_id === line?.variant_id);
		if (plan.begun || plan.ended || !line || !purchase || terms?.kind !== 'plan') return [];
		return [startOf(order, line, terms, purchase.customer_id)];
	});
}

/** What beginning a line's plan needs. */
export function startOf(
	order: OrderSnapshot,
	line: OrderLine,
	terms: PlanPurchaseTerms,
	customer_id: string,
): PlanStart {
	return { line_item_id: line.id, customer_id, terms, pieces: line.pieces, paid: moneyOf(order, line) };
}

/** The money that was paid for a line; gift cards and the like paid for a part of every line. */
function moneyOf(order: OrderSnapshot, { price }: OrderLine): number {
	const gross = MathBN.add(order.price, order.placed_credit);
	return MathBN.gt(gross, 0) ? MathBN.div(MathBN.mult(price, order.price), gross).toNumber() : 0;
}

/**
 * The plans that this order must end now: what it paid for is undone, by a cancellation, by taking the line out, by giving all
 * of its money back or that of its unused credits. Only while the period that it paid for lasts: later ones were paid otherwise.
 */
export function decidePlanEnds(order: OrderSnapshot, plans: readonly LinePlan[]): LinePlan[] {
	return plans.filter((plan) => {
		if (!plan.begun || plan.ended || !plan.in_first_period) return false;
		const line = order.lines.find(({ id }) => id === plan.line_item_id);
		if (!line || line.pieces <= 0) return true;
		// Of a single millicredit nothing is left when any were named, or all of the money is gone.
		return inForce(order, line.id, 1) === 0;
	});
}
