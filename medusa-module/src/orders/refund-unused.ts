import { randomUUID } from 'node:crypto';
import { AnswerpackError } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import type { MedusaContainer } from '@medusajs/framework/types';
import { decideRefund, type UnusedRefund } from '../modules/offers/decide-refund';
import { purchaseOf } from '../queries/order-credits';
import { orderLots } from '../queries/order-lots';
import { findPaidOrder, type PaidOrder } from '../queries/paid-order';
import { syncOrderCreditsWorkflow } from '../workflows/sync-order-credits';
import { giveBack } from './give-back';
import { oneAtATime } from './one-at-a-time';

/** What came of it: money of the order's currency, and millicredits. */
export interface RefundedUnused {
	amount: number;
	currency_code: string;
	credits: number;
}

/**
 * What the unused credits of an order cost now, or nothing when none are.
 */
export async function unusedOf(container: MedusaContainer, order: PaidOrder): Promise<UnusedRefund | undefined> {
	const [purchase, lots] = await Promise.all([purchaseOf(container, order), orderLots(container, order.id)]);
	return purchase && decideRefund(order, purchase.terms, lots);
}

/**
 * Gives the money of an order's unused credits back, and takes these credits back. The same id does it once and
 * answers the same again, also after a crash, and for one order one goes after the other, in whichever process.
 * @param id the caller's, a new one for each decision of a person.
 * @throws AnswerpackError `order_not_found`; `nothing_unused`; `refund_refused` when the payment's provider refuses.
 */
export async function refundUnused(
	container: MedusaContainer,
	{ order_id, id = randomUUID(), by }: { order_id: string; id?: string; by: string },
): Promise<RefundedUnused> {
	return oneAtATime(container, 'refund', order_id, async () => {
		await sync(container, order_id);
		const order = await findPaidOrder(container, order_id);
		if (!order) throw new AnswerpackError('order_not_found');
		const begun = order.refunds_of_unused.find((refund) => refund.id === id);
		const refund = begun ? { amount: begun.total, lines: begun.lines } : await unusedOf(container, order);
		if (!refund) throw new AnswerpackError('nothing_unused');
		const credits = refund.lines.reduce((sum, line) => sum + line.amount, 0);
		const { amount: total, lines } = refund;
		await giveBack(container, order, { id, total, lines, by, note: `${toCredits(credits)} unused credits` });
		await sync(container, order_id);
		return { amount: refund.amount, currency_code: order.currency_code, credits };
	});
}

async function sync(container: MedusaContainer, order_id: string): Promise<void> {
	await syncOrderCreditsWorkflow(container).run({ input: { order_id } });
}
