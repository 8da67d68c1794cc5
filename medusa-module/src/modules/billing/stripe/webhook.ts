import { AnswerpackError } from '@answerpack/shared/contract';
import Stripe from 'stripe';
import type { Hint, HintKind } from '../inbox';

/** How old a signature may be, in seconds; Stripe signs each delivery anew. */
const TOLERANCE_SECONDS = 300;

/** What the objects of messages are called here; a message about anything else is none of ours. */
const KINDS: Record<string, HintKind> = {
	subscription: 'subscription',
	invoice: 'invoice',
	charge: 'charge',
	refund: 'refund',
	dispute: 'dispute',
};

/**
 * Checks a message from its raw body, and says where it points to.
 * @param secrets any of which may have signed it: there are two while one is being replaced.
 * @returns nothing for a message that concerns no plan, or another account's.
 * @throws AnswerpackError `webhook_signature_wrong`
 */
export function readWebhook(body: Buffer, signature: string | undefined, secrets: readonly string[]): Hint | undefined {
	const { id, type, account, created, data } = verified(body, signature ?? '', secrets);
	const object = data.object as { id?: string; object?: string };
	const kind = KINDS[object.object ?? ''];
	if (!kind || !object.id || account) return undefined;
	return { id, type, kind, object_id: object.id, happened_at: new Date(created * 1000) };
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
