import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { CREDITS_MODULE } from '../modules/credits';
import type CreditsModuleService from '../modules/credits/service';
import type { Lot } from '../modules/credits/types';
import { REVERSAL } from '../modules/offers/decide-reversals';
import type { GrantedLot } from '../modules/offers/order-snapshot';

interface Asked {
	bot_id: string;
	lot_id: string;
	asked: number;
	asked_for_order: number;
}

/** The packs that an order granted, the oldest first, with what reversals asked back of each. */
export async function orderLots(container: MedusaContainer, orderId: string): Promise<(Lot & GrantedLot)[]> {
	const lots = await container.resolve<CreditsModuleService>(CREDITS_MODULE).lotsOfOrder(orderId);
	const packs = lots.filter(({ category, reference }) => category === 'pack' && reference.line_item_id);
	const asked = await askedBack(container, packs);
	return packs
		.map((lot) => ({
			...lot,
			line_item_id: lot.reference.line_item_id as string,
			asked: 0,
			asked_for_order: 0,
			...asked.get(lot.id),
		}))
		.sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}

// The ledger answers what it took back, but does not list what it was asked for.
async function askedBack(
	container: MedusaContainer,
	lots: Lot[],
): Promise<Map<string, Omit<Asked, 'bot_id' | 'lot_id'>>> {
	if (lots.length === 0) return new Map();
	const { rows } = await container.resolve(ContainerRegistrationKeys.PG_CONNECTION).raw<{ rows: Asked[] }>(
		`select lot_id, sum(asked)::float8 as asked,
				coalesce(sum(asked) filter (where starts_with(key, ?)), 0)::float8 as asked_for_order
			from credits_reversal where bot_id = any(?::text[]) and lot_id = any(?::text[]) group by lot_id`,
		[REVERSAL, [...new Set(lots.map(({ bot_id }) => bot_id))], lots.map(({ id }) => id)],
	);
	return new Map(rows.map(({ lot_id, asked, asked_for_order }) => [lot_id, { asked, asked_for_order }]));
}
