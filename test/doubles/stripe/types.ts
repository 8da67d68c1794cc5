// How the stand-in keeps what Stripe answers: the types of the pinned `stripe`, as they are before anything is expanded.
import type Stripe from 'stripe';

/** What Stripe sends as a string, and stripe-node turns into its own decimal. */
type OnTheWire<V> = V extends Stripe.Decimal ? string : V;
/** `string | Customer | null` is kept as `string | null`. */
type Unexpanded<V> = [string] extends [V] ? Exclude<V, { object: string }> : OnTheWire<V>;

/** An object of Stripe's API with ids where the API can expand them. */
export type Stored<T> = { [K in keyof T]: Unexpanded<T[K]> };

export type List<T> = { object: 'list'; data: T[]; has_more: boolean; url: string };

export type Customer = Stored<Stripe.Customer>;
export type PaymentMethod = Stored<Stripe.PaymentMethod>;
export type PaymentIntent = Stored<Stripe.PaymentIntent>;
export type PaymentIntentCardOptions = Stripe.PaymentIntent.PaymentMethodOptions.Card;
export type SetupIntent = Stored<Stripe.SetupIntent>;
export type Charge = Stored<Stripe.Charge>;
export type Refund = Stored<Stripe.Refund>;
export type Dispute = Stored<Stripe.Dispute>;
export type Product = Stored<Stripe.Product>;
export type Price = Stored<Stripe.Price>;
export type Plan = Stored<Stripe.Plan>;
export type InvoicePayment = Stored<Stripe.InvoicePayment>;
export type TestClock = Stored<Stripe.TestHelpers.TestClock>;
export type WebhookEndpoint = Stored<Stripe.WebhookEndpoint>;

export type SubscriptionItem = Omit<Stored<Stripe.SubscriptionItem>, 'price' | 'plan' | 'quantity'> & {
	price: Price;
	plan: Plan;
	quantity: number;
};
type PendingUpdate = Omit<Stripe.Subscription.PendingUpdate, 'subscription_items'> & {
	subscription_items: SubscriptionItem[];
};
export type Subscription = Omit<Stored<Stripe.Subscription>, 'items' | 'pending_update'> & {
	items: List<SubscriptionItem>;
	pending_update: PendingUpdate | null;
};
/** A switch that waits until its invoice is paid. */
export type PendingChange = {
	invoice: string;
	items: SubscriptionItem[];
	period: { start: number; end: number };
	anchor: number;
};

export type InvoiceLine = Omit<Stored<Stripe.InvoiceLineItem>, 'pricing'> & {
	pricing: { type: 'price_details'; price_details: { price: string; product: string }; unit_amount_decimal: string };
};
export type Invoice = Omit<Stored<Stripe.Invoice>, 'lines'> & { lines: List<InvoiceLine> };

/** A line of the next invoice. The stand-in keeps them to itself: it has no `invoiceitems`. */
export type PendingLine = { subscription: string; line: InvoiceLine };

/** Two shapes of one API: what Medusa's provider speaks, and what the pinned `stripe` speaks. */
export type ApiVersion = '2024-04-10' | '2026-10-28.endive';

/** An event keeps its object in both shapes, as it was when it happened. */
export type StoredEvent = {
	id: string;
	object: 'event';
	type: Stripe.Event.Type;
	/** By the clock of its object. */
	created: number;
	/** By the account's: what is older than 30 days is forgotten. */
	written: number;
	request: { id: string | null; idempotency_key: string | null };
	pending_webhooks: number;
	snapshots: Record<ApiVersion, { object: Json; previous_attributes?: Json }>;
};

export type Json = { [key: string]: unknown };

export type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

/** What every handler is given: checked parameters, and the names in its path. */
export type Call<P> = { params: P; path: Record<string, string>; version: ApiVersion; now: number };
