import type { Plan } from '../modules/billing/plans';
import type { Books, Followed } from './books';
import { followDispute } from './follow-dispute';
import { followInvoice } from './follow-invoice';
import { followRefund } from './follow-refund';
import { followSubscription } from './follow-subscription';

const DAY_MS = 86_400_000;
/** How far back to look for what was made: longer than Stripe's longest dunning, so that each invoice is seen paid. */
const INVOICE_DAYS = 60;
/** A dispute may be opened months after the payment, and take as long to be decided. */
const DISPUTE_DAYS = 240;
const PAGE = 100;

/**
 * Looks at everything that Stripe has of our plans, and at all that went back of any payment, and repairs what messages did not: Stripe may have lost them, or have been
 * refused for longer than it tries. It does exactly what messages do, so it may run at any time, beside them.
 * @param now by Stripe's clock.
 * @param report hears of each object that could not be looked at (the others are), and of bots that are gone and still billed.
 */
export async function reconcile(
	books: Books,
	now: Date,
	report: (message: string, error: Error) => void,
): Promise<void> {
	const biller = books.billing.biller();
	const invoicesSince = new Date(now.getTime() - INVOICE_DAYS * DAY_MS);
	const disputesSince = new Date(now.getTime() - DISPUTE_DAYS * DAY_MS);
	const look = async (follow: (books: Books, id: string) => Promise<Followed>, id: string) => {
		try {
			await follow(books, id);
		} catch (error) {
			report(`${id} could not be looked at`, error as Error);
		}
	};

	const gone = new Set<string>();
	for await (const { subscription_id, bot_id } of runningPlans(books)) {
		await look(followSubscription, String(subscription_id));
		if (gone.has(bot_id)) continue;
		const { settings } = await books.credits.retrieveBot(bot_id);
		if (!settings.gone) continue;
		gone.add(bot_id);
		const what = `The bot ${settings.name} is gone, and its plans are still billed`;
		report(what, new Error('Publish it again, or cancel its subscriptions at Stripe.'));
	}
	// Those that were begun and never written down, because the process ended in between.
	for await (const { id, plan_id } of biller.subscriptionsSince(invoicesSince)) {
		if (plan_id) await look(followSubscription, id);
	}
	for await (const { id, plan_id, paid } of biller.invoicesSince(invoicesSince)) {
		if (plan_id && paid) await look(followInvoice, id);
	}
	for await (const { id } of biller.refundsSince(invoicesSince)) await look(followRefund, id);
	for await (const { id } of biller.disputesSince(disputesSince)) await look(followDispute, id);
}

async function* runningPlans({ billing }: Books): AsyncGenerator<Plan> {
	let after: string | undefined;
	do {
		const plans = await billing.listRunningPlans({ limit: PAGE, after });
		yield* plans;
		after = plans.length === PAGE ? plans.at(-1)?.id : undefined;
	} while (after);
}
