import type { Interval } from '@answerpack/shared/contract';

export const OFFER_KINDS = ['pack', 'plan'] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

interface SoldTerms {
	variant_id: string;
	offer_id: string;
	bot_id: string;
	name: string;
	/** Millicredits that one piece of a pack grants, or one period of a plan. */
	amount: number;
}

export interface PackTerms extends SoldTerms {
	kind: 'pack';
	valid_days: number | null;
}

export interface PlanPurchaseTerms extends SoldTerms {
	kind: 'plan';
	interval: Interval;
	interval_count: number;
	/** For a plan whose first period is a trial, which costs nothing: how long it is, and the card that pays from then on. */
	trial?: { days: number; payer_id: string; payment_method_id: string; saved_at: string };
	/** Millicredits that move on into the next period, at most. */
	rollover_max: number;
	/** What each later period costs, with tax and without promotions, as Medusa writes it. */
	price: number;
	currency_code: string;
}

/** What one piece of a variant granted at the time it was bought. */
export type PurchaseTerms = PackTerms | PlanPurchaseTerms;

/** That a customer asked for immediate performance, and knows that the right of withdrawal ends with use. */
export interface RecordedConsent {
	/** Which text the customer saw. */
	text_version: string;
	/** When, as the storefront says. */
	given_at: string;
	/** When it came here, by our clock. */
	recorded_at: string;
}
