// The error codes that Stripe documents, out of the pinned types: an invented one does not compile.
import type Stripe from 'stripe';

type Literals<T> = T extends string ? (string extends T ? never : T) : never;
type Documented = Literals<NonNullable<Stripe.PaymentIntent.LastPaymentError['code']>>;

/** `card_error` codes and the like; the declines of a card have their own list, in world/cards.mjs. */
export type ErrorCode = Documented;
