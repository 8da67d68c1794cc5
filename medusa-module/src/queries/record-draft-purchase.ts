import type { MedusaContainer } from '@medusajs/framework/types';
import { OFFERS_MODULE, type OffersModuleService } from '../modules/offers';
import { soldVariants } from './order-credits';
import { findPaidOrder } from './paid-order';
import { currentTerms } from './variant-offers';

/**
 * Fixes beneficiary and terms of an order that was made of a draft, the first time it is seen: the customer whom the shop's
 * people chose. An order from a cart has its buyer recorded before it exists.
 *
 * Of packs only: a plan needs its customer's own checkout, which saves the card that pays for later periods. A draft can be
 * marked as paid by anything.
 */
export async function recordDraftPurchase(container: MedusaContainer, orderId: string): Promise<void> {
	const order = await findPaidOrder(container, orderId);
	if (!order || order.draft || order.cart_id || !order.customer_id) return;
	const offers = container.resolve<OffersModuleService>(OFFERS_MODULE);
	const [known] = await offers.listCreditPurchases({ cart_id: order.id });
	const terms = known ? [] : await currentTerms(container, [...(await soldVariants(container, order)).keys()]);
	if (terms.length === 0) return;
	await offers.recordPurchaseOnce({ cart_id: order.id, customer_id: order.customer_id, terms });
}
