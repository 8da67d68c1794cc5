import type { HintKind } from '../modules/billing/inbox';
import type { Books, Followed } from './books';
import { followDispute } from './follow-dispute';
import { followInvoice } from './follow-invoice';
import { followCharge, followRefund } from './follow-refund';
import { followSubscription } from './follow-subscription';

const BATCH = 20;
/** What one run does at most; the next one goes on. */
const BATCHES_MAX = 50;

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
	let begun = 0;
	for (let batch = 0; batch < BATCHES_MAX; batch++) {
		const hints = await books.billing.claimWebhooks(BATCH);
		if (hints.length === 0) break;
		for (const hint of hints) {
			begun += 1;
			try {
				await books.billing.endWebhook(hint, await FOLLOW[hint.kind](books, hint.object_id));
			} catch (thrown) {
				const error = thrown instanceof Error ? thrown : new Error(String(thrown));
				report(`Stripe's message ${hint.id} (${hint.type}) failed, attempt ${hint.attempts}`, error);
				await books.billing.endWebhook(hint, { state: 'failed', reason: error.message });
			}
		}
	}
	return begun;
}
