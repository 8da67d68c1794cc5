import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { OFFERS_MODULE, type OffersModuleService } from '../modules/offers';

/** How long an order may take to be paid before the sweep stops looking at it. */
export const LOOK_BACK_DAYS = 30;
const PAGE = 100;

/** Orders with credits that are bought but not granted, oldest first, in pages. */
export async function* openOrders(container: MedusaContainer): AsyncGenerator<string> {
	const offers = container.resolve<OffersModuleService>(OFFERS_MODULE);
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	let after: string | undefined;
	do {
		const purchases = await offers.listOpenPurchases({ days: LOOK_BACK_DAYS, limit: PAGE, after });
		after = purchases.length === PAGE ? purchases.at(-1)?.id : undefined;
		if (purchases.length === 0) return;
		const { data } = await query.graph({
			entity: 'order_cart',
			fields: ['order_id'],
			filters: { cart_id: purchases.map(({ cart_id }) => cart_id) },
		});
		for (const { order_id } of data as { order_id: string }[]) yield order_id;
		// An order that never had a cart is recorded by its own name.
		for (const { cart_id } of purchases) if (cart_id.startsWith('order_')) yield cart_id;
	} while (after);
}
