import type { LotCategory } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { CREDITS_MODULE } from '../modules/credits';
import type CreditsModuleService from '../modules/credits/service';
import type { Lot } from '../modules/credits/types';
import { REVERSAL } from '../modules/offers/decide-reversals';
import type { GrantedLot } from '../modules/offers/order-snapshot';

const GRANTED_BY_ORDERS: ReadonlySet<LotCategory> = new Set(['pack', 'plan']);

/**
 * What an order granted, the oldest first, with what reversals asked back of each: its packs, and the first periods of its
 * plans. What later periods grant is none of the order's.
 */
export async function orderLots(container: MedusaContainer, orderId: string): Promise<(Lot & GrantedLot)[]> {
	const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
	const lots = await credits.lotsOfOrder(orderId);
	const granted = lots.filter(({ category, reference }) => GRANTED_BY_ORDERS.has(category) && reference.line_item_id);
	const asked = new Map((await credits.askedBack(granted, REVERSAL)).map((of) => [of.lot_id, of]));
	return granted
		.map((lot) => ({
			...lot,
			line_item_id: lot.reference.line_item_id as string,
			...(lot.category === 'plan' && lot.expires_at !== null && { period: periodOf(lot.expires_at, lot.reference) }),
			asked: asked.get(lot.id)?.asked ?? 0,
			asked_for_order: asked.get(lot.id)?.asked_by_prefix ?? 0,
		}))
		.sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}

function periodOf(expires_at: string, reference: Lot['reference']) {
	return { expires_at: new Date(expires_at), reference: reference as Record<string, string> };
}
