import type { HintKind } from '../modules/billing/inbox';
import type { Books, Followed } from './books';
import { followDispute } from './follow-dispute';
import { followInvoice } from './follow-invoice';
import { followCharge, followRefund } from './follow-refund';
import { followSubscription } from './follow-subscription';

/** What one run does at most; the next one goes on. */
const MESSAGES_MAX = 1000;

const FOLLOW: Record<HintKind, (books: Books, id: string) => Promise<Followed>> = {
	subscription: followSubscription,
	invoice: followInvoice,
	charge: followCharge,
	refund: followRefund,
	dispute: followDispute,
};

/**
 * Works off the messages that are due. Each says only where to look, so they may come in any order, twice, or be worked on by two
 * at once; one that fails is tried again later and keeps nobody else waiting.
 * @param report hears of each failure.
 * @returns how many were begun.
 */
export async function workOff(books: Books, report: (message: string, error: Error) => void): Promise<number> {
	for (let begun = 0; begun < MESSAGES_MAX; begun++) {
		// One at a time: a lease that began long before its work would end in the middle of it, and count as an attempt.
		const [hint] = await books.billing.claimWebhooks(1);
		if (!hint) return begun;
		try {
			await books.billing.endWebhook(hint, await FOLLOW[hint.kind](books, hint.object_id));
		} catch (thrown) {
			const error = thrown instanceof Error ? thrown : new Error(String(thrown));
			report(`Stripe's message ${hint.id} (${hint.type}) failed, attempt ${hint.attempts}`, error);
			await books.billing.endWebhook(hint, { state: 'failed', reason: error.message });
		}
	}
	return MESSAGES_MAX;
}
