import type { Plan, PlanPeriod } from '../modules/billing/plans';
import type { PlanBooks } from './books';

/**
 * How much longer than its period an allowance lasts, in milliseconds. Stripe charges a renewal about an hour after the period
 * has ended; whoever pays for it should not be without credits meanwhile.
 */
const GRACE_MS = 2 * 3600 * 1000;

/** The lot of what was paid with an invoice. */
export function allowanceKey(invoiceId: string): string {
	return `plan:${invoiceId}`;
}

/** The lot of what moved on into the period that was paid with an invoice. */
export function rolloverKey(invoiceId: string): string {
	return `plan:${invoiceId}:rollover`;
}

/** What the lots begin with that give again what a refund took and did not come to. */
export const RESTORED = 'restored:';

/** When what belongs to a period expires. */
export function expiryOf({ ends_at }: Pick<PlanPeriod, 'ends_at'>): Date {
	return new Date(ends_at.getTime() + GRACE_MS);
}

/** What says of a lot which plan and period it belongs to. */
export function referenceOf(plan: Plan, { invoice_id, price_id, ends_at }: PlanPeriod): Record<string, string> {
	const { name = '' } = plan.terms[price_id] ?? {};
	return { plan_id: plan.id, invoice_id, period_ends_at: ends_at.toISOString(), name };
}

/**
 * The same of the lot that a period grants. The first one's names the line that paid for it: an order takes back what is
 * refunded of its lines by itself. What is refunded of later periods is taken back here, wherever the refund was made.
 */
function allowanceReference(plan: Plan, period: PlanPeriod): Record<string, string> {
	const reference = referenceOf(plan, period);
	const { order_id, line_item_id } = plan;
	return period.reason === 'first' ? { ...reference, order_id, line_item_id } : reference;
}

/**
 * Grants what a period says, and moves on what it says of the period before. Everything has a key and was written down
 * before, so that it may be done again from any point, by anybody.
 */
export async function grantPeriod({ billing, credits }: PlanBooks, plan: Plan, period: PlanPeriod): Promise<void> {
	const lot = {
		bot_id: plan.bot_id,
		customer_id: plan.customer_id,
		category: 'plan',
		expires_at: expiryOf(period),
		reference: referenceOf(plan, period),
	} as const;
	await credits.grant({
		...lot,
		source_key: allowanceKey(period.invoice_id),
		amount: period.amount,
		reference: allowanceReference(plan, period),
	});
	let moved = 0;
	for (const { lot_id, take, expired } of period.rolled) {
		moved += expired;
		if (take === 0) continue;
		const key = `${rolloverKey(period.invoice_id)}:${lot_id}`;
		const taken = await credits.revoke(plan.bot_id, {
			key,
			lot_id,
			amount: take,
			reason: 'it moved on into the next period',
		});
		moved += taken.revoked;
	}
	if (moved > 0) await credits.grant({ ...lot, source_key: rolloverKey(period.invoice_id), amount: moved });
	await billing.noteGranted(period.invoice_id);
}
