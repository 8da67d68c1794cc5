import type { TermsByPrice } from './plan-terms';
import type { BilledInvoice, BilledLine } from './recurring-billing';

/** What a paid invoice brings. */
export interface Allowance {
	reason: 'renewal' | 'upgrade';
	price_id: string;
	/** Millicredits. */
	amount: number;
	starts_at: Date;
	ends_at: Date;
}

/** Why an invoice brings nothing, which is no error. */
export type NoAllowance = 'not_paid' | 'begins_free' | 'not_more' | 'no_period';

/**
 * What an invoice grants. It must be paid, and paid alone does not mean money: a trial begins with a paid invoice of zero,
 * and so does a switch to something cheaper. A renewal grants the whole allowance of the price that it bills; a switch
 * grants the difference, in the proportion in which Stripe bills it.
 * @param terms of the plan, by price.
 * @throws Error when it bills a price that the plan knows no terms of: somebody changed the subscription by hand, and has to look.
 */
export function decideAllowance(invoice: BilledInvoice, terms: TermsByPrice): Allowance | NoAllowance {
	if (!invoice.paid) return 'not_paid';
	switch (invoice.reason) {
		case 'begin':
			if (invoice.amount_paid === 0) return 'begins_free';
			return wholePeriod(invoice, terms);
		case 'renewal':
			return wholePeriod(invoice, terms);
		case 'change':
			return difference(invoice, terms);
		case 'other':
			return 'no_period';
	}
}

function wholePeriod({ id, lines }: BilledInvoice, terms: TermsByPrice): Allowance | NoAllowance {
	const line = lines.find(({ partial }) => !partial);
	if (!line) return 'no_period';
	const { price_id, amount } = termsOf(id, line, terms);
	return { reason: 'renewal', price_id, amount, starts_at: line.starts_at, ends_at: line.ends_at };
}

function difference({ id, lines }: BilledInvoice, terms: TermsByPrice): Allowance | NoAllowance {
	const charged = lines.find(({ partial, amount }) => partial && amount > 0);
	const givenBack = lines.find(({ partial, amount }) => partial && amount < 0);
	if (!charged || !givenBack) return 'not_more';
	const next = termsOf(id, charged, terms);
	const more = next.amount - termsOf(id, givenBack, terms).amount;
	if (more <= 0) return 'not_more';
	const amount = share(more, charged.amount, next.unit_amount);
	return {
		reason: 'upgrade',
		price_id: next.price_id,
		amount,
		starts_at: charged.starts_at,
		ends_at: charged.ends_at,
	};
}

function termsOf(invoiceId: string, { price_id }: BilledLine, terms: TermsByPrice) {
	const found = price_id === null ? undefined : terms[price_id];
	if (found && price_id !== null) return { ...found, price_id };
	throw new Error(`Invoice ${invoiceId} bills the price ${price_id}, which its plan was never sold for`);
}

/** `amount · part / whole`, exactly, rounded up once, and never more than `amount`. */
export function share(amount: number, part: number, whole: number): number {
	if (part >= whole) return amount;
	const product = BigInt(amount) * BigInt(part);
	return Number((product + BigInt(whole) - 1n) / BigInt(whole));
}
