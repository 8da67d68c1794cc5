// What a declined card answers: 402, and the intent as it is now.
/** @import * as T from '../types.ts' */
/** @import { Decline } from '../world/cards.mjs' */
import { refused, StripeRefusal } from '../http/errors.mjs';

/**
 * @param {Decline} decline
 * @param {{charge?: string | null, payment_intent?: T.PaymentIntent, setup_intent?: T.SetupIntent, payment_method?: T.PaymentMethod}} [about]
 */
export function cardError({ code, decline_code, message, param }, { charge, ...about } = {}) {
	return new StripeRefusal(402, message, {
		type: 'card_error',
		...(charge && { charge }),
		code,
		...(decline_code && { decline_code }),
		...(param && { param }),
		...about,
	});
}

/**
 * An intent that cannot do this in its state.
 * @param {T.PaymentIntent} intent
 * @param {string} message
 */
export function unexpectedState(intent, message) {
	return refused(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
}
