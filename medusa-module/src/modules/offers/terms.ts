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
