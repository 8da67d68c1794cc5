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

/** What is paid when its period is over lasts as long as that from then on: credits that have expired already are none. */
function wholePeriod({ id, lines, paid_at }: BilledInvoice, terms: TermsByPrice): Allowance | NoAllowance {
	const line = lines.find(({ partial }) => !partial);
	if (!line) return 'no_period';
	const { price_id, amount } = termsOf(id, line, terms);
	const { starts_at, ends_at } = line;
	if (!paid_at || paid_at < ends_at) return { reason: 'renewal', price_id, amount, starts_at, ends_at };
	const late_end = new Date(paid_at.getTime() + (ends_at.getTime() - starts_at.getTime()));
	return { reason: 'renewal', price_id, amount, starts_at: paid_at, ends_at: late_end };
}

/**
 * What a switch in the middle of a period brings: of each price that is charged its part, less the same part of the price that
 * is given back for the same time. A period that begins anew is charged whole, less what is given back of the old one.
 */
function difference({ id, lines }: BilledInvoice, terms: TermsByPrice): Allowance | NoAllowance {
	const charged = lines.filter(({ amount }) => amount > 0);
	const last = charged.reduce<BilledLine | undefined>(
		(last, line) => (last && last.starts_at >= line.starts_at ? last : line),
		undefined,
	);
	if (!last) return 'not_more';
	const more = charged.reduce((sum, line) => sum + worth(id, line, lines, terms), 0);
	if (more <= 0) return 'not_more';
	const { price_id } = termsOf(id, last, terms);
	return { reason: 'upgrade', price_id, amount: more, starts_at: last.starts_at, ends_at: last.ends_at };
}

function worth(id: string, line: BilledLine, lines: BilledLine[], terms: TermsByPrice): number {
	const given = lines.find((back) => back.amount < 0 && (!line.partial || sameTime(back, line)));
	// A part that gives nothing back says not what it is the difference to.
	if (line.partial && !given) return 0;
	const next = termsOf(id, line, terms);
	if (!given) return next.amount;
	const old = termsOf(id, given, terms);
	if (!line.partial) return next.amount - share(old.amount, -given.amount, old.unit_amount);
	const more = next.amount - old.amount;
	return Math.sign(more) * share(Math.abs(more), line.amount, next.unit_amount);
}

function sameTime(a: BilledLine, b: BilledLine): boolean {
	return +a.starts_at === +b.starts_at && +a.ends_at === +b.ends_at;
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
