import { type Allowance, decideAllowance } from '../modules/billing/decide-allowance';
import { decideRollover } from '../modules/billing/decide-rollover';
import type { Plan } from '../modules/billing/plans';
import type { BilledInvoice } from '../modules/billing/recurring-billing';
import { type Books, DONE, type Followed, ignored } from './books';
import { grantPeriod } from './grant-period';

/**
 * Makes the books say what an invoice says now. Whatever order messages come in: earlier invoices of the same plan go first,
 * since what is left of a period can only move on after it was granted.
 */
export async function followInvoice(books: Books, id: string): Promise<Followed> {
	const invoice = await books.billing.biller().invoice(id);
	if (!invoice) return ignored('there is no such invoice in this account');
	const plan = await planOf(books, invoice);
	if (!plan) return ignored('it is for no plan of this shop');
	const allowance = decideAllowance(invoice, plan.terms);
	if (typeof allowance === 'string') return ignored(allowance);
	await grantUpTo(books, plan, invoice);
	return DONE;
}

/** The plan of what the biller names it for; the name alone is not believed, it must be that plan's own subscription. */
export async function planOf(
	{ billing }: Books,
	{ plan_id, subscription_id }: { plan_id: string | null; subscription_id: string | null },
): Promise<Plan | undefined> {
	if (!plan_id || !subscription_id) return undefined;
	const plan = await billing.findPlan(plan_id);
	if (!plan || (plan.subscription_id !== null && plan.subscription_id !== subscription_id)) return undefined;
	return plan;
}

async function grantUpTo(books: Books, plan: Plan, last: BilledInvoice): Promise<void> {
	const { billing } = books;
	const granted = new Set(
		(await billing.periodsOf(plan.id)).flatMap(({ invoice_id, granted_at }) => (granted_at ? [invoice_id] : [])),
	);
	if (granted.has(last.id)) return;
	const invoices = await billing.biller().paidInvoices(last.subscription_id ?? '');
	for (const invoice of invoices.filter(({ created_at }) => created_at <= last.created_at)) {
		if (granted.has(invoice.id)) continue;
		const allowance = decideAllowance(invoice, plan.terms);
		if (typeof allowance !== 'string') await grant(books, plan, invoice, allowance);
	}
}

async function grant(books: Books, plan: Plan, invoice: BilledInvoice, allowance: Allowance): Promise<void> {
	const period = await books.billing.writePeriod({
		...allowance,
		invoice_id: invoice.id,
		plan_id: plan.id,
		rolled: allowance.reason === 'renewal' ? await rollover(books, plan, allowance) : [],
		paid: invoice.amount_paid,
		currency_code: invoice.currency_code,
		payment_ids: invoice.payment_ids,
	});
	await grantPeriod(books, plan, period);
}

/** What is left of the lots of the period that ended when this one began. */
async function rollover({ credits }: Books, plan: Plan, { price_id, starts_at }: Allowance) {
	const max = plan.terms[price_id]?.rollover_max ?? 0;
	if (max === 0) return [];
	const { lots } = await credits.customerCredits(plan.bot_id, plan.customer_id);
	const rests = lots
		.filter(({ reference }) => reference.plan_id === plan.id && reference.period_ends_at === starts_at.toISOString())
		.map(({ id, left, expired }) => ({ lot_id: id, left, expired }));
	return decideRollover(rests, max);
}
