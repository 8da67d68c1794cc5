import { share } from '../modules/billing/decide-allowance';
import type { Plan, PlanPeriod, Reversal } from '../modules/billing/plans';
import type { Books } from './books';
import { followInvoice } from './follow-invoice';
import { allowanceKey, RESTORED, rolloverKey } from './grant-period';

/** What a payment was for, granted if it was not yet: what takes it back may come before it. */
export async function paidPeriod(
	books: Books,
	paymentId: string,
): Promise<{ plan: Plan; period: PlanPeriod } | undefined> {
	const { billing } = books;
	let period = await billing.periodOfPayment(paymentId);
	if (!period?.granted_at) {
		const invoiceId = await billing.biller().invoiceOfPayment(paymentId);
		if (invoiceId) await followInvoice(books, invoiceId);
		period = await billing.periodOfPayment(paymentId);
	}
	const plan = period && (await billing.findPlan(period.plan_id));
	return plan && period && { plan, period };
}

/**
 * What of a plan's credits a sum of money stands for: its part of what was granted for the payment, out of that lot and then out of
 * what moved on from it. Written down once, because what moves on afterwards must not change it.
 */
export async function writeReversal(
	{ billing, credits }: Books,
	id: string,
	money: number,
	{ plan, period }: { plan: Plan; period: PlanPeriod },
): Promise<Reversal> {
	const { lots } = await credits.customerCredits(plan.bot_id, plan.customer_id);
	const lotId = (key: string) => lots.find(({ source_key }) => source_key === key)?.id;
	const own = lotId(allowanceKey(period.invoice_id));
	if (!own) throw new Error(`The period of ${period.invoice_id} has not been granted`);
	// What a refund that came to nothing gave again.
	const restored = lots
		.filter(
			({ source_key, reference }) => source_key.startsWith(RESTORED) && reference.invoice_id === period.invoice_id,
		)
		.map(({ id, granted }) => ({ lot_id: id, max: granted }));
	const moved = (await billing.periodsOf(plan.id)).flatMap(({ invoice_id, rolled }) => {
		const lot_id = lotId(rolloverKey(invoice_id));
		return rolled
			.filter((part) => part.lot_id === own && lot_id)
			.map(({ take, expired }) => ({ lot_id: lot_id as string, max: take + expired }));
	});
	return billing.writeReversal({
		id,
		invoice_id: period.invoice_id,
		amount: share(period.amount, money, period.paid),
		lots: [{ lot_id: own, max: period.amount }, ...restored, ...moved],
	});
}

/** Takes back what a reversal says, as far as it is left. Again, it takes nothing more. @returns what each lot lost. */
export async function takeBack(
	{ credits }: Books,
	plan: Plan,
	{ id, amount, lots }: Reversal,
	reason: string,
): Promise<{ lot_id: string; revoked: number }[]> {
	const taken: { lot_id: string; revoked: number }[] = [];
	let rest = amount;
	for (const { lot_id, max } of lots) {
		const asked = Math.min(rest, max);
		if (asked === 0) break;
		const { revoked } = await credits.revoke(plan.bot_id, {
			key: `reversal:${id}:${lot_id}`,
			lot_id,
			amount: asked,
			reason,
		});
		taken.push({ lot_id, revoked });
		rest -= revoked;
	}
	return taken;
}
