import { defaultCurrencies, MathBN } from '@medusajs/framework/utils';
import type { GrantedLot, OrderSnapshot } from './order-snapshot';
import type { PurchaseTerms } from './terms';

/** What the unused credits of an order cost, and which those are. */
export interface UnusedRefund {
	/** In the order's currency, rounded to what can be paid. */
	amount: number;
	/** Millicredits by line. */
	lines: { line_item_id: string; amount: number }[];
}

/** Credits and currency have at most so many digits after the point where nothing is known of a currency. */
const DIGITS = 2;

/**
 * The money share of an order's unused credits: of each line what its pieces cost, times the share of its credits that is
 * left. Credits that open answers hold, that have expired or that are frozen by a dispute are not unused. Rounded up once, in
 * the customer's favour, and never more than is still paid.
 * @returns nothing when there is nothing to give back.
 */
export function decideRefund(
	order: OrderSnapshot,
	terms: readonly PurchaseTerms[],
	lots: readonly GrantedLot[],
): UnusedRefund | undefined {
	const lines = order.lines.flatMap(({ id, variant_id, pieces, price }) => {
		const granted = (terms.find((term) => term.variant_id === variant_id)?.amount ?? 0) * pieces;
		const left = lots.reduce((sum, lot) => (lot.line_item_id === id ? sum + lot.left : sum), 0);
		return left > 0 && granted > 0 ? [{ line_item_id: id, amount: Math.min(left, granted), granted, price }] : [];
	});
	const worth = MathBN.sum(
		...lines.map(({ amount, granted, price }) => MathBN.div(MathBN.mult(price, amount), granted)),
	);
	// Gift cards and the like paid for a part of every line, and are not given back as money.
	const gross = MathBN.add(order.price, order.placed_credit);
	const money = MathBN.gt(gross, 0) ? MathBN.div(MathBN.mult(worth, order.price), gross) : MathBN.convert(0);
	const paid = MathBN.sub(order.captured, order.refunded);
	const amount = MathBN.min(roundUp(money, order.currency_code), paid).toNumber();
	if (amount <= 0) return undefined;
	return { amount, lines: lines.map(({ line_item_id, amount }) => ({ line_item_id, amount })) };
}

function roundUp(money: ReturnType<typeof MathBN.convert>, currencyCode: string) {
	const digits = defaultCurrencies[currencyCode.toUpperCase()]?.decimal_digits ?? DIGITS;
	const UP = 2; // BigNumber.js: towards positive infinity
	// What a division leaves behind far beyond any currency is no reason to give another cent.
	return money.decimalPlaces(digits + 6).decimalPlaces(digits, UP);
}
