import { inForce } from './in-force';
import type { GrantedLot, OrderSnapshot, RecordedPurchase } from './order-snapshot';

/** What must be taken back of one lot. */
export interface LotReversal {
	key: string;
	bot_id: string;
	lot_id: string;
	/** Millicredits to ask for; the ledger takes what is unused of it, and says what was not. */
	amount: number;
	reason: string;
}

/** What the key of a reversal that follows the order begins with. */
export const REVERSAL = 'reversal:';

/**
 * What an order has to take back: of each line what was granted and never asked back, beyond what the line still stands
 * for ({@link inForce}). Whatever was asked back before counts, for whichever reason, so nothing is taken twice for one
 * refund. What is unused goes first, and the newest lot before older ones.
 */
export function decideReversals(
	order: OrderSnapshot,
	purchase: RecordedPurchase | undefined,
	lots: readonly GrantedLot[],
): LotReversal[] {
	const terms = new Map(purchase?.terms.map((term) => [term.variant_id, term]));
	const lines = new Map(order.lines.map((line) => [line.id, line]));
	return [...new Set(lots.map(({ line_item_id }) => line_item_id))].flatMap((line_id) => {
		const own = lots.filter(({ line_item_id }) => line_item_id === line_id);
		const granted = own.reduce((sum, lot) => sum + lot.granted, 0);
		const asked = own.reduce((sum, lot) => sum + lot.asked, 0);
		const line = lines.get(line_id); // none: an edit removed it
		const term = terms.get(line?.variant_id ?? '');
		const full = line && term ? term.amount * line.pieces : 0;
		const newest_first = own.toReversed();
		let excess = Math.max(0, granted - asked - inForce(order, line_id, full));
		const take = (amount: number) => {
			const taken = Math.min(excess, amount);
			excess -= taken;
			return taken;
		};
		const unused = newest_first.map(({ granted, asked, left, frozen }) =>
			take(Math.min(left + frozen, granted - asked)),
		);
		return newest_first.flatMap((lot, at) => {
			const amount = (unused[at] ?? 0) + take(lot.granted - lot.asked - (unused[at] ?? 0));
			if (amount <= 0) return [];
			// Like a grant's key, it says what was asked back before: of all that decided upon that, one can take.
			const key = `${REVERSAL}${lot.id}:${lot.asked}`;
			return [{ key, bot_id: lot.bot_id, lot_id: lot.id, amount, reason: reasonOf(order, full, granted) }];
		});
	});
}

function reasonOf(order: OrderSnapshot, full: number, granted: number): string {
	if (order.canceled) return `order ${order.id} was cancelled`;
	return full < granted ? `pieces of order ${order.id} were returned or taken out` : `order ${order.id} was refunded`;
}
