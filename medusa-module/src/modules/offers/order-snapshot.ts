import type { PlanRefused } from './decide-plans';
import type { PurchaseTerms } from './terms';

/** What an order's credits depend on, as it is now. Money as numbers of the order's currency, amounts in millicredits. */
export interface OrderSnapshot {
	id: string;
	canceled: boolean;
	currency_code: string;
	/** What its pieces, as many as are left, and its shipping cost; refunds do not lower it. */
	price: number;
	/** What gift cards and the like paid for when it was placed; `price` is what remained. */
	placed_credit: number;
	/** All that was ever captured. */
	captured: number;
	/** All that was given back of it, for whatever reason. */
	refunded: number;
	/**
	 * The customer of the cart it came from, who does not change when the order is handed to somebody else; an order
	 * without a cart has its buyer here.
	 */
	cart_customer_id: string | null;
	lines: OrderLine[];
	/** The refunds that say which credits they are for. */
	refunds_of_unused: RefundOfUnused[];
}

export interface OrderLine {
	id: string;
	variant_id: string | null;
	/** Those that were neither returned nor written off. */
	pieces: number;
	/** What these cost, with their taxes and discounts. */
	price: number;
}

export interface RefundOfUnused {
	/** One decision to refund may take more than one payment. */
	id: string;
	/** The money of that decision. */
	total: number;
	/** The money of this one, which is part of `refunded`. */
	money: number;
	lines: { line_item_id: string; amount: number }[];
	/** Why a plan that was paid for could not begin, when it is its money. */
	reason?: PlanRefused;
}

/** Who bought, and on which terms. */
export interface RecordedPurchase {
	customer_id: string;
	/** Whether that customer can sign in, so that the credits can be used. */
	has_account: boolean;
	terms: PurchaseTerms[];
}

/** The plan that a line began. */
export interface LinePlan {
	id: string;
	line_item_id: string;
	/** Whether its later periods are billed by now; until then, beginning it goes on. */
	begun: boolean;
	ended: boolean;
	/** Whether the period that this order paid for still is its last one. */
	in_first_period: boolean;
}

/** One lot that the order granted, the oldest first. */
export interface GrantedLot {
	id: string;
	bot_id: string;
	line_item_id: string;
	granted: number;
	/** Of the first period of a plan: until when it lasts, and what says which plan and period that is. */
	period?: { expires_at: Date; reference: Record<string, string> };
	/** What can be used of it now. */
	left: number;
	/** What a dispute keeps from being used. */
	frozen: number;
	/** What was really taken back of it: the rest of what was asked for had been used, or had expired. */
	revoked: number;
	/** What reversals of any kind ever asked for, whether the lot still had it or not. */
	asked: number;
	/** The part of it that was asked for because of the order itself; an owner's adjustment or a dispute is not. */
	asked_for_order: number;
}
