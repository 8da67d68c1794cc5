import type { MedusaContainer } from '@medusajs/framework/types';
import { CREDITS_MODULE } from '../modules/credits';
import type CreditsModuleService from '../modules/credits/service';
import type { Lot } from '../modules/credits/types';
import { REVERSAL } from '../modules/offers/decide-reversals';
import type { GrantedLot } from '../modules/offers/order-snapshot';

/** The packs that an order granted, the oldest first, with what reversals asked back of each. */
export async function orderLots(container: MedusaContainer, orderId: string): Promise<(Lot & GrantedLot)[]> {
	const credits = container.resolve<CreditsModuleService>(CREDITS_MODULE);
	const lots = await credits.lotsOfOrder(orderId);
	const packs = lots.filter(({ category, reference }) => category === 'pack' && reference.line_item_id);
	const asked = new Map((await credits.askedBack(packs, REVERSAL)).map((of) => [of.lot_id, of]));
	return packs
		.map((lot) => ({
			...lot,
			line_item_id: lot.reference.line_item_id as string,
			asked: asked.get(lot.id)?.asked ?? 0,
			asked_for_order: asked.get(lot.id)?.asked_by_prefix ?? 0,
		}))
		.sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}
