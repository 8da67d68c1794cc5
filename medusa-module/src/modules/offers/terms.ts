/** What one piece of a variant granted at the time it was bought. */
export interface PurchaseTerms {
	variant_id: string;
	offer_id: string;
	kind: 'pack';
	bot_id: string;
	name: string;
	/** Millicredits that one piece grants. */
	amount: number;
	valid_days: number | null;
}

/** That a customer asked for immediate performance, and knows that the right of withdrawal ends with use. */
export interface RecordedConsent {
	/** Which text the customer saw. */
	text_version: string;
	/** When, as the storefront says. */
	given_at: string;
	/** When it came here, by our clock. */
	recorded_at: string;
}
