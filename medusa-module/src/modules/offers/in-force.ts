import { MathBN } from '@medusajs/framework/utils';
import type { OrderSnapshot } from './order-snapshot';

/**
 * How many millicredits of a line the order stands for, as it is now. Money follows lines where it can, and counts for
 * all of them where it cannot:
 *
 * - pieces that were returned, written off or edited away stand for nothing, refunded or not;
 * - a refund of unused credits names its lines and how much of each;
 * - any other refund beyond what those pieces cost names no line, so every line stands for the share of the order's price
 *   that is still paid. What is not paid *yet*, after an edit, lowers nothing.
 *
 * Rounded up, in the customer's favour.
 * @param full what the line's pieces grant when nothing is refunded.
 */
export function inForce(order: OrderSnapshot, lineId: string, full: number): number {
	if (order.canceled) return 0;
	const money = MathBN.sum(...order.refunds_of_unused.map((refund) => refund.money));
	const rest = Math.max(0, full - named(order, lineId));
	const paid = MathBN.max(0, MathBN.sub(order.captured, order.refunded));
	const owed = MathBN.sub(MathBN.min(order.captured, order.price), money);
	if (MathBN.gte(paid, owed)) return rest;
	// Multiplied first: a share that does not end (1/3) must not lose what it adds up to.
	return Math.ceil(MathBN.div(MathBN.mult(rest, paid), owed).toNumber());
}

/** How many millicredits of a line the refunds of unused credits name. */
function named(order: OrderSnapshot, lineId: string): number {
	// One decision may take more than one payment, and each of these names all of its lines.
	const decisions = new Map(order.refunds_of_unused.map((refund) => [refund.id, refund]));
	return [...decisions.values()]
		.flatMap(({ lines }) => lines)
		.reduce((sum, { line_item_id, amount }) => (line_item_id === lineId ? sum + amount : sum), 0);
}
