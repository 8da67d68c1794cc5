/** What one period of a plan costs, and for whom the biller makes a price. */
export interface PlanPrice {
	offer_id: string;
	name: string;
	/** In the currency's smallest unit, as the biller counts it. */
	unit_amount: number;
	currency_code: string;
	interval: 'day' | 'week' | 'month' | 'year';
	interval_count: number;
}

/** What a period of a plan costs and grants, as it was when it was bought. Credits in millicredits. */
export interface PlanTerms extends PlanPrice {
	bot_id: string;
	amount: number;
	/** How much of what is left moves on into the next period, at most; zero: nothing. */
	rollover_max: number;
}

/** The terms that a plan was bought on, or switched to, by price. */
export type TermsByPrice = Readonly<Record<string, PlanTerms>>;
