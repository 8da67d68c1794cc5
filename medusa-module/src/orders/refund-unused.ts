import { randomUUID } from 'node:crypto';
import { AnswerpackError } from '@answerpack/shared/contract';
import { toCredits } from '@answerpack/shared/credits';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, MathBN } from '@medusajs/framework/utils';
import { refundPaymentWorkflow } from '@medusajs/medusa/core-flows';
import { decideRefund, type UnusedRefund } from '../modules/offers/decide-refund';
import { purchaseOf } from '../queries/order-credits';
import { orderLots } from '../queries/order-lots';
import { findPaidOrder, type PaidOrder } from '../queries/paid-order';
import { syncOrderCreditsWorkflow } from '../workflows/sync-order-credits';

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
 * Gives the money of an order's unused credits back by Medusa's own refund, and takes these credits back. Each refund carries
 * what it is for (`metadata.answerpack`), so the order itself tells what was done: the same id does it once and answers the
 * same again, also after a crash, and for one order one goes after the other, in whichever process.
 * @param id the caller's, a new one for each decision of a person.
 * @throws AnswerpackError `order_not_found`; `nothing_unused`; `refund_refused` when the payment's provider refuses.
 */
export async function refundUnused(
	container: MedusaContainer,
	{ order_id, id = randomUUID(), by }: { order_id: string; id?: string; by: string },
): Promise<RefundedUnused> {
	return oneAtATime(container, order_id, async () => {
		await sync(container, order_id);
		const order = await findPaidOrder(container, order_id);
		if (!order) throw new AnswerpackError('order_not_found');
		const begun = order.refunds_of_unused.find((refund) => refund.id === id);
		const refund = begun ? { amount: begun.total, lines: begun.lines } : await unusedOf(container, order);
		if (!refund) throw new AnswerpackError('nothing_unused');
		const done = order.refunds_of_unused.reduce((sum, known) => (known.id === id ? sum + known.money : sum), 0);
		await giveBack(container, order, { ...refund, id, by, rest: MathBN.sub(refund.amount, done).toNumber() });
		await sync(container, order_id);
		const credits = refund.lines.reduce((sum, line) => sum + line.amount, 0);
		return { amount: refund.amount, currency_code: order.currency_code, credits };
	});
}

/** Gives back what is still to be given, from one payment after the other: an edit may have been paid by a second one. */
async function giveBack(
	container: MedusaContainer,
	order: PaidOrder,
	{ id, by, rest, amount: total, lines }: UnusedRefund & { id: string; by: string; rest: number },
): Promise<void> {
	const credits = toCredits(lines.reduce((sum, line) => sum + line.amount, 0));
	for (const { id: payment_id, left } of order.payments) {
		const amount = MathBN.min(left, rest).toNumber();
		if (amount <= 0) continue;
		const input = {
			payment_id,
			amount,
			created_by: by,
			note: `${credits} unused credits`,
			// The workflow's type leaves it out; its step hands it on to the payment module, which stores it.
			metadata: { answerpack: { id, total, lines } },
		};
		try {
			await refundPaymentWorkflow(container).run({ input });
		} catch (error) {
			const reason = (error as { message?: string }).message ?? String(error);
			throw new AnswerpackError('refund_refused', { reason }, { message: `This was not refunded: ${reason}` });
		}
		rest = MathBN.sub(rest, amount).toNumber();
	}
}

async function sync(container: MedusaContainer, order_id: string): Promise<void> {
	await syncOrderCreditsWorkflow(container).run({ input: { order_id } });
}

/** Waits for whoever does the same for this order, in any process; Postgres lets go of it when a process dies. */
async function oneAtATime<T>(container: MedusaContainer, orderId: string, run: () => Promise<T>): Promise<T> {
	const transaction = await container.resolve(ContainerRegistrationKeys.PG_CONNECTION).transaction();
	try {
		await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`answerpack-refund:${orderId}`]);
		return await run();
	} finally {
		await transaction.rollback(); // it wrote nothing
	}
}
