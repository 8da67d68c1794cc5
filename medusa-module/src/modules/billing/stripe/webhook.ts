import { AnswerpackError } from '@answerpack/shared/contract';
import Stripe from 'stripe';
import type { Hint, HintKind } from '../inbox';

/** How old a signature may be, in seconds; Stripe signs each delivery anew. */
const TOLERANCE_SECONDS = 300;

/** The messages that say anything about plans, and what kind of object each carries. All others are answered and forgotten. */
const WEBHOOK_TYPES: Readonly<Record<string, HintKind>> = {
	'customer.subscription.created': 'subscription',
	'customer.subscription.updated': 'subscription',
	'customer.subscription.deleted': 'subscription',
	'customer.subscription.paused': 'subscription',
	'customer.subscription.resumed': 'subscription',
	'invoice.paid': 'invoice',
	'charge.refunded': 'charge',
	'charge.refund.updated': 'refund', // all that older versions of Stripe's API tell of a refund that failed
	'refund.created': 'refund',
	'refund.updated': 'refund',
	'refund.failed': 'refund',
	'charge.dispute.created': 'dispute',
	'charge.dispute.updated': 'dispute',
	'charge.dispute.closed': 'dispute',
	'charge.dispute.funds_withdrawn': 'dispute',
	'charge.dispute.funds_reinstated': 'dispute',
};

/**
 * Checks a message from its raw body, and says where it points to.
 * @param secrets any of which may have signed it: there are two while one is being replaced.
 * @returns nothing for a message that concerns no plan, or another account's.
 * @throws AnswerpackError `webhook_signature_wrong`
 */
export function readWebhook(body: Buffer, signature: string | undefined, secrets: readonly string[]): Hint | undefined {
	const { id, type, account, created, data } = verified(body, signature ?? '', secrets);
	const kind = WEBHOOK_TYPES[type];
	const { id: object_id } = data.object as { id?: string };
	if (!kind || !object_id || account) return undefined;
	return { id, type, kind, object_id, happened_at: new Date(created * 1000) };
}

function verified(body: Buffer, signature: string, secrets: readonly string[]): Stripe.Event {
	let cause: unknown;
	for (const secret of secrets) {
		try {
			return Stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS);
		} catch (error) {
			// Whatever is thrown: for a header with an empty signature stripe-node throws another error than for a wrong one.
			cause = error;
		}
	}
	throw new AnswerpackError('webhook_signature_wrong', undefined, { cause });
}
