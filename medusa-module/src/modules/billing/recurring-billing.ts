import type { PlanPrice } from './plan-terms';

/**
 * What plans need of whoever bills every period. Stripe Billing is behind it (`stripe/`); nothing outside of that folder knows
 * Stripe's objects. Amounts in the currency's smallest unit as the biller counts it, ids are the biller's.
 */
export interface RecurringBilling {
	/** The id of a recurring price, which is made when there is none yet. */
	priceFor(price: PlanPrice): Promise<string>;
	/**
	 * Bills a plan from `begins_at` on, with a card that was saved when the first period was paid; until then it is free.
	 * Asked again for the same plan, it answers the subscription that is there.
	 */
	begin(plan: {
		plan_id: string;
		payer_id: string;
		payment_method_id: string;
		price_id: string;
		begins_at: Date;
	}): Promise<BilledSubscription>;
	/** Ends it with its period, or does not. */
	cancelAtPeriodEnd(subscriptionId: string, cancel: boolean): Promise<BilledSubscription>;
	/** Ends it at once, and bills nothing more. One that has ended already stays so. */
	end(subscriptionId: string): Promise<BilledSubscription>;
	/** Switches now and bills the difference for the rest of the period. @throws AnswerpackError `card_refused` */
	switchNow(subscriptionId: string, priceId: string): Promise<BilledSubscription>;
	/** From the next period on it costs another price. */
	switchAtPeriodEnd(subscriptionId: string, priceId: string): Promise<BilledSubscription>;
	/** What a browser needs to save another card for this payer. */
	saveCard(payerId: string): Promise<{ client_secret: string }>;
	/** When a card was saved. @throws AnswerpackError `not_allowed` when it is not this payer's */
	cardSavedAt(payerId: string, paymentMethodId: string): Promise<Date>;
	/** Bills that card from now on, and at once what is open. @throws AnswerpackError `card_refused`, `not_allowed` when it is somebody else's */
	changeCard(subscriptionId: string, paymentMethodId: string): Promise<BilledSubscription>;

	/** Each of these asks now; nothing when this account has no such object. */
	subscription(id: string): Promise<BilledSubscription | undefined>;
	invoice(id: string): Promise<BilledInvoice | undefined>;
	refund(id: string): Promise<BilledRefund | undefined>;
	dispute(id: string): Promise<BilledDispute | undefined>;
	/** The refunds of a charge, none when there is no such charge. */
	refundsOfCharge(chargeId: string): Promise<BilledRefund[]>;
	/** A payment of the shop's own, with all that went back of it. */
	payment(id: string): Promise<BilledPayment | undefined>;
	/** Where the oldest unpaid invoice of a subscription can be paid by a person. */
	payUrl(subscriptionId: string): Promise<string | null>;
	/** The invoice that a payment was for, if it was for one. */
	invoiceOfPayment(paymentId: string): Promise<string | undefined>;

	/** All paid invoices of a subscription, oldest first. */
	paidInvoices(subscriptionId: string): Promise<BilledInvoice[]>;
	/** For reconciling, everything that was made since then, in whatever state. */
	subscriptionsSince(since: Date): AsyncIterable<BilledSubscription>;
	invoicesSince(since: Date): AsyncIterable<BilledInvoice>;
	refundsSince(since: Date): AsyncIterable<BilledRefund>;
	disputesSince(since: Date): AsyncIterable<BilledDispute>;
}

export interface BilledSubscription {
	id: string;
	/** The plan that it was begun for; `null` for a subscription that somebody else made. */
	plan_id: string | null;
	/** `past_due`: a period is not paid, so it brings no credits. `ended` is for ever. */
	status: 'starting' | 'active' | 'past_due' | 'ended';
	payer_id: string;
	item_id: string;
	/** What the next period will cost. */
	price_id: string;
	period_ends_at: Date;
	cancel_at_period_end: boolean;
}

export interface BilledInvoice {
	id: string;
	created_at: Date;
	subscription_id: string | null;
	plan_id: string | null;
	paid: boolean;
	/** When it was paid; `null` while it is not. */
	paid_at: Date | null;
	reason: 'begin' | 'renewal' | 'change' | 'other';
	amount_paid: number;
	currency_code: string;
	payment_ids: string[];
	lines: BilledLine[];
}

export interface BilledLine {
	price_id: string | null;
	amount: number;
	/** A part of a period, charged or given back after a switch. */
	partial: boolean;
	starts_at: Date;
	ends_at: Date;
}

export interface BilledRefund {
	id: string;
	payment_id: string | null;
	amount: number;
	/** It is on its way or has arrived; else it came to nothing. */
	stands: boolean;
}

export interface BilledDispute {
	id: string;
	payment_id: string | null;
	amount: number;
	/** `asked`: somebody only asks, and no money has moved. */
	state: 'asked' | 'open' | 'won' | 'lost';
}

/** A payment, and what became of its money. */
export interface BilledPayment {
	id: string;
	/** The shop's payment session that it was made for; `null` for one that somebody else made. */
	session_id: string | null;
	currency_code: string;
	/** What was taken of the payer. */
	captured: number;
	/** All refunds that were ever asked for, also those that came to nothing. */
	refunded: number;
	/** Of these: those that came to nothing. */
	failed: number;
	/** What disputes took that were lost. */
	lost: number;
	disputes: Pick<BilledDispute, 'id' | 'state'>[];
}
