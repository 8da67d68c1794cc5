import { defaultCurrencies, getEpsilonFromDecimalPrecision, MathBN } from '@medusajs/framework/utils';
import { hasToBegin, type PlanStart, startOf } from './decide-plans';
import { inForce } from './in-force';
import type { GrantedLot, LinePlan, OrderLine, OrderSnapshot, RecordedPurchase } from './order-snapshot';
import type { OfferKind, PlanPurchaseTerms, PurchaseTerms } from './terms';

/** One lot that must be granted. */
export interface LineGrant {
	source_key: string;
	customer_id: string;
	bot_id: string;
	category: 'pack' | 'plan';
	/** Millicredits. */
	amount: number;
	/** Of a pack. */
	valid_days?: number | null;
	/** Of a plan: with its period. */
	expires_at?: Date;
	reference: Record<string, string>;
}

/** Why an order grants nothing (more), with the sentence that goes to the log. */
export const NOT_GRANTED = {
	canceled: 'the order is cancelled',
	not_paid: 'the order is not paid in full',
	no_buyer: 'nobody was signed in when it was bought, so nobody is known to be its buyer',
	buyer_without_login: 'its buyer has no login any more',
	cart_changed_hands: 'its cart changed hands after the buyer was recorded',
} as const;
export type NotGranted = keyof typeof NOT_GRANTED;

/** Lines that no terms were recorded of, by what their variants sell. */
type WithoutTerms = { line_item_id: string; kind: OfferKind }[];

/**
 * What is still to be granted and which plans must begin, beside lines that were added after the terms were recorded;
 * `waiting`: nothing yet; `refused`: never, as things are, and somebody should look.
 */
export type GrantDecision =
	| { state: 'grant'; grants: LineGrant[]; starts: PlanStart[]; without_terms: WithoutTerms }
	| { state: 'waiting' | 'refused'; reason: NotGranted };

/**
 * What an order has still to grant: each line what it stands for ({@link inForce}), less what it granted before and was
 * not asked to give back, as one lot. Only when the whole order was captured: part of its money does not say which line it
 * is for.
 * @param sold variants of the order that sold credits when it was placed, to notice what no purchase was recorded for.
 */
export function decideGrants(
	order: OrderSnapshot,
	purchase: RecordedPurchase | undefined,
	sold: ReadonlyMap<string, OfferKind>,
	lots: readonly GrantedLot[],
	plans: readonly LinePlan[] = [],
): GrantDecision {
	const terms = new Map(purchase?.terms.map((term) => [term.variant_id, term]));
	const without_terms: WithoutTerms = [];
	const missing: { line_id: string; term: PurchaseTerms; before: number; amount: number; lot?: GrantedLot }[] = [];
	const beginning: { line: OrderLine; terms: PlanPurchaseTerms }[] = [];
	for (const line of order.lines) {
		const { id: line_id, variant_id, pieces } = line;
		if (variant_id === null || pieces <= 0) continue;
		const term = terms.get(variant_id);
		if (!term) {
			const kind = sold.get(variant_id);
			if (kind) without_terms.push({ line_item_id: line_id, kind });
			continue;
		}
		const own = lots.filter((lot) => lot.line_item_id === line_id);
		if (term.kind === 'plan') {
			if (hasToBegin(order, line, term, plans)) beginning.push({ line, terms: term });
			// Its books have granted it; only what was taken back for nothing is given again, as long as its period lasts.
			const plan = plans.find(({ line_item_id }) => line_item_id === line_id);
			if (own.length === 0 || !plan?.in_first_period) continue;
		}
		const before = own.reduce((sum, lot) => sum + lot.granted, 0);
		const given_back = own.reduce((sum, lot) => sum + lot.asked_for_order, 0);
		const full = term.amount * pieces;
		const due = order.canceled && before === 0 ? full : inForce(order, line_id, full);
		const revoked = own.reduce((sum, lot) => sum + lot.revoked, 0);
		const amount = Math.min(due - (before - given_back), paidFor(order, full) - (before - revoked));
		if (amount > 0) missing.push({ line_id, term, before, amount, lot: own[0] });
	}
	// A plan without terms waits for nothing: no money and nobody can begin it any more.
	if (missing.length + beginning.length === 0 && without_terms.every(({ kind }) => kind === 'plan')) {
		return { state: 'grant', grants: [], starts: [], without_terms };
	}
	if (order.canceled) return { state: 'waiting', reason: 'canceled' };
	if (!isCaptured(order)) return { state: 'waiting', reason: 'not_paid' };
	if (!purchase) return { state: 'refused', reason: 'no_buyer' };
	if (!purchase.has_account) return { state: 'refused', reason: 'buyer_without_login' };
	if (order.cart_customer_id !== purchase.customer_id) return { state: 'refused', reason: 'cart_changed_hands' };
	const grants = missing.map(({ line_id, term, before, amount, lot }) => ({
		source_key: keyOf(line_id, before),
		customer_id: purchase.customer_id,
		bot_id: term.bot_id,
		amount,
		...(term.kind === 'plan' && lot?.period
			? { category: 'plan' as const, ...lot.period }
			: { category: 'pack' as const, ...ofPack(order, line_id, term) }),
	}));
	const starts = beginning.map(({ line, terms }) => startOf(order, line, terms, purchase.customer_id));
	return { state: 'grant', grants, starts, without_terms };
}

function ofPack(order: OrderSnapshot, line_item_id: string, term: PurchaseTerms) {
	const reference = { order_id: order.id, line_item_id, offer_id: term.offer_id, name: term.name };
	return { valid_days: term.kind === 'pack' ? term.valid_days : null, reference };
}

/**
 * What the money that was ever captured buys of a line, at most. A refund takes back what is unused, and forgives the rest; when
 * it comes to nothing, or an edit is undone, what was used is not granted again. A piece that is paid for again is.
 */
function paidFor({ captured, price }: OrderSnapshot, full: number): number {
	if (price <= 0) return Number.POSITIVE_INFINITY;
	return Math.ceil(MathBN.div(MathBN.mult(full, MathBN.max(captured, price)), price).toNumber());
}

/**
 * The key of a line's next lot says what the line had granted before it, so of all that decided upon the same lots only
 * one can grant; another one with another amount is refused and has to look again. A key that said what it leads to
 * would let both grant, when a line is raised from 1 to 2 and to 3 at nearly the same time.
 */
function keyOf(lineId: string, before: number): string {
	return before === 0 ? `grant:${lineId}` : `grant:${lineId}:${before}`;
}

/**
 * Whether less than the currency's smallest unit is missing. Medusa does not round totals (a percentage off, tax on net
 * prices), but nobody can pay a fraction of a cent: 8.4915 EUR are paid with 8.49.
 */
function isCaptured({ price, captured, currency_code }: OrderSnapshot): boolean {
	const digits = defaultCurrencies[currency_code.toUpperCase()]?.decimal_digits;
	return MathBN.lt(MathBN.sub(price, captured), getEpsilonFromDecimalPrecision(digits));
}
