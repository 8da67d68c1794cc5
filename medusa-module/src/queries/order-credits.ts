import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { CREDITS_MODULE } from '../modules/credits';
import type CreditsModuleService from '../modules/credits/service';
import { OFFERS_MODULE, type OffersModuleService, type PurchaseTerms } from '../modules/offers';
import { decideGrants, type GrantDecision } from '../modules/offers/decide-grants';
import { findPaidOrder } from './paid-order';
import { variantOffers } from './variant-offers';

/** What an order has still to grant, and the cart whose purchase that is. */
export type OrderCredits = GrantDecision & { order_id: string; cart_id: string | null };

/** Reads an order, its money, its recorded purchase and its lots, and decides; nothing when there is no such order. */
export async function decideOrderCredits(
	container: MedusaContainer,
	order_id: string,
): Promise<OrderCredits | undefined> {
	const order = await findPaidOrder(container, order_id);
	if (!order) return undefined;
	const offers = container.resolve<OffersModuleService>(OFFERS_MODULE);
	const [purchase] = order.cart_id ? await offers.listCreditPurchases({ cart_id: order.cart_id }) : [];
	const variantIds = order.lines.flatMap(({ variant_id }) => variant_id ?? []);
	// A variant that began to sell credits after the order was placed did not promise any.
	const sold = new Set(
		[...(await variantOffers(container, variantIds))].flatMap(([id, offer]) =>
			new Date(offer.created_at) <= order.placed_at ? [id] : [],
		),
	);
	const buyer = purchase && {
		customer_id: purchase.customer_id,
		terms: purchase.terms as unknown as PurchaseTerms[],
		has_account: await hasAccount(container, purchase.customer_id),
	};
	const granted = new Map<string, number>();
	for (const lot of await container.resolve<CreditsModuleService>(CREDITS_MODULE).lotsOfOrder(order_id)) {
		const { line_item_id } = lot.reference;
		if (line_item_id) granted.set(line_item_id, (granted.get(line_item_id) ?? 0) + lot.granted);
	}
	return { ...decideGrants(order, buyer, sold, granted), order_id, cart_id: order.cart_id };
}

async function hasAccount(container: MedusaContainer, id: string): Promise<boolean> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const { data } = await query.graph({ entity: 'customer', fields: ['has_account'], filters: { id } });
	return data[0]?.has_account === true;
}
