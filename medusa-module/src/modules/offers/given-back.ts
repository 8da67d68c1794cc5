import { MathBN } from '@medusajs/framework/utils';
import type { RefundOfUnused } from './order-snapshot';

/** What the payment's provider knows of its money, in the order's currency. */
export interface KnownMoney {
	/** All refunds, also those that came to nothing. */
	refunded: number;
	failed: number;
	/** What disputes took that were lost. */
	lost: number;
}

/**
 * What was given back of one payment. Each refund that Medusa makes is one at the provider as well, which may be heard of
 * later; one that is made there Medusa never hears of. So the larger sum has all of them, whoever made which, and nothing
 * is counted twice.
 * @param recorded the refunds that Medusa has.
 */
export function givenBack(recorded: number, known?: KnownMoney): number {
	if (!known) return recorded;
	return MathBN.add(MathBN.sub(MathBN.max(recorded, known.refunded), known.failed), known.lost).toNumber();
}

/**
 * The refunds of unused credits whose money really went out: one that came to nothing names nothing.
 * @param money all that was given back.
 */
export function standing(refunds: RefundOfUnused[], money: number): RefundOfUnused[] {
	let rest = MathBN.convert(money);
	return refunds.filter((refund) => {
		if (MathBN.gt(refund.money, rest)) return false;
		rest = MathBN.sub(rest, refund.money);
		return true;
	});
}
