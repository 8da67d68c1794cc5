import { AnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { MathBN } from '@medusajs/framework/utils';
import { refundPaymentWorkflow } from '@medusajs/medusa/core-flows';
import type { RefundOfUnused } from '../modules/offers/order-snapshot';
import type { PaidOrder } from '../queries/paid-order';

/** Money of an order that goes back for credits that it names: one decision, which may take more than one refund. */
export interface GivenBack extends Omit<RefundOfUnused, 'money'> {
	/** What the people of the shop read beside the refund. */
	note: string;
	by: string;
}

/**
 * Gives back what of a decision was not given back yet, by Medusa's own refund, from one payment after the other: an edit may
 * have been paid by a second one. Each refund carries what it is for (`metadata.answerpack`), so the order itself tells what was
 * done.
 * @throws AnswerpackError `refund_refused` when the payment's provider refuses.
 */
export async function giveBack(
	container: MedusaContainer,
	order: PaidOrder,
	{ note, by, ...decision }: GivenBack,
): Promise<void> {
	const done = order.refunds_of_unused.filter(({ id }) => id === decision.id).map(({ money }) => money);
	let rest = MathBN.sub(decision.total, MathBN.sum(...done));
	for (const { id: payment_id, left } of order.payments) {
		const amount = MathBN.min(left, rest).toNumber();
		if (amount <= 0) continue;
		// The workflow's type leaves the metadata out; its step hands it on to the payment module, which stores it.
		const input = { payment_id, amount, created_by: by, note, metadata: { answerpack: decision } };
		try {
			await refundPaymentWorkflow(container).run({ input });
		} catch (error) {
			const reason = (error as { message?: string }).message ?? String(error);
			throw new AnswerpackError('refund_refused', { reason }, { message: `This was not refunded: ${reason}` });
		}
		rest = MathBN.sub(rest, amount);
	}
}
