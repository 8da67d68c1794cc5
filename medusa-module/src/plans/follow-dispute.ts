import { isAnswerpackError } from '@answerpack/shared/contract';
import { type Books, DONE, type Followed, ignored } from './books';
import { paidPeriod, takeBack, writeReversal } from './take-back';

/**
 * What a dispute does to credits: while it is open, what is left of what was paid for is frozen; won, it can be used again;
 * lost, it is taken back first. A mere question moves no money, and freezes nothing.
 */
export async function followDispute(books: Books, id: string): Promise<Followed> {
	const { billing, credits } = books;
	const dispute = await billing.biller().dispute(id);
	if (!dispute?.payment_id) return ignored('there is no such dispute of a payment in this account');
	const paid = await paidPeriod(books, dispute.payment_id);
	if (!paid || paid.period.reason === 'first') return books.followOrder(dispute.payment_id);
	const known = await billing.findReversal(id);
	if (!known && (dispute.state === 'asked' || dispute.state === 'won')) return ignored('nothing was frozen for it');
	const reversal = known ?? (await writeReversal(books, id, dispute.amount, paid));
	const { bot_id } = paid.plan;
	const key = (lot_id: string) => `dispute:${id}:${lot_id}`;
	if (dispute.state !== 'won')
		for (const { lot_id } of reversal.lots) await credits.freeze(bot_id, key(lot_id), lot_id);
	// Asked again: whoever heard of its end may have looked before anything was frozen, and found nothing to do.
	const state = (await billing.biller().dispute(id))?.state;
	if (state === 'lost') await takeBack(books, paid.plan, reversal, `dispute ${id}`);
	if (state !== 'lost' && state !== 'won') return DONE;
	for (const { lot_id } of reversal.lots) {
		await credits.thaw(bot_id, key(lot_id)).catch((error) => {
			if (!isAnswerpackError(error) || error.code !== 'dispute_not_found') throw error;
		});
	}
	return DONE;
}
