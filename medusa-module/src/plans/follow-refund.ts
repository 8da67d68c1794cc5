import type { BilledRefund } from '../modules/billing/recurring-billing';
import { type Books, DONE, type Followed, ignored } from './books';
import { expiryOf, RESTORED, referenceOf } from './grant-period';
import { paidPeriod, takeBack, writeReversal } from './take-back';

/** The refunds of a charge: a message about a charge does not say which of them it is about. */
export async function followCharge(books: Books, id: string): Promise<Followed> {
	const refunds = await books.billing.biller().refundsOfCharge(id);
	if (refunds.length === 0) return ignored('nothing of it was refunded');
	let outcome: Followed = ignored('it was for nothing of this shop');
	for (const refund of refunds) {
		const followed = await followRefund(books, refund.id);
		if (followed.state === 'done') outcome = followed;
	}
	return outcome;
}

/** Takes back what a refund stands for, wherever it was made; gives it again when the refund came to nothing. */
export async function followRefund(books: Books, id: string): Promise<Followed> {
	const { billing, credits } = books;
	const refund = await billing.biller().refund(id);
	if (!refund?.payment_id) return ignored('there is no such refund of a payment in this account');
	const paid = await paidPeriod(books, refund.payment_id);
	// An order takes back by itself what is refunded of it, its plans' first periods among it.
	if (!paid || paid.period.reason === 'first') return books.followOrder(refund.payment_id);
	const known = await billing.findReversal(id);
	if (!known && !refund.stands) return ignored('it came to nothing before anything was taken back');
	const reversal = known ?? (await writeReversal(books, id, refund.amount, paid));
	const taken = await takeBack(books, paid.plan, reversal, `refund ${id}`);
	// Asked again: it may have failed since, and whoever heard of that may have looked before anything was written down.
	if (await stands(books, refund)) return DONE;
	for (const { lot_id, revoked } of taken.filter(({ revoked }) => revoked > 0)) {
		await credits.grant({
			bot_id: paid.plan.bot_id,
			customer_id: paid.plan.customer_id,
			source_key: `${RESTORED}${id}:${lot_id}`,
			category: 'plan',
			amount: revoked,
			expires_at: expiryOf(paid.period),
			reference: referenceOf(paid.plan, paid.period),
		});
	}
	return DONE;
}

async function stands({ billing }: Books, { id }: BilledRefund): Promise<boolean> {
	const refund = await billing.biller().refund(id);
	return refund?.stands ?? false;
}
