import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { createStep, StepResponse } from '@medusajs/framework/workflows-sdk';
import { OFFERS_MODULE, type OffersModuleService, type PurchaseTerms } from '../../modules/offers';
import { decideGrants, type GrantDecision } from '../../modules/offers/decide-grants';
import { findPaidOrder } from '../../queries/paid-order';
import { variantOffers } from '../../queries/variant-offers';

/** What an order should have granted by now, and the cart whose purchase that is. */
export type OrderCredits = GrantDecision & { order_id: string; cart_id: string | null };

/** Reads an order, its money and its recorded purchase, and decides what it should have granted. */
export const decideOrderCreditsStep = createStep(
	'answerpack-decide-order-credits',
	async ({ order_id }: { order_id: string }, { container }) => {
		const order = await findPaidOrder(container, order_id);
		if (!order) {
			const decision: OrderCredits = { state: 'waiting', reason: 'there is no such order', order_id, cart_id: null };
			return new StepResponse(decision);
		}
		const offers = container.resolve<OffersModuleService>(OFFERS_MODULE);
		const [purchase] = order.cart_id ? await offers.listCreditPurchases({ cart_id: order.cart_id }) : [];
		const variantIds = order.lines.flatMap(({ variant_id }) => variant_id ?? []);
		const sold = new Set((await variantOffers(container, variantIds)).keys());
		const buyer = purchase && {
			customer_id: purchase.customer_id,
			terms: purchase.terms as unknown as PurchaseTerms[],
			has_account: await hasAccount(purchase.customer_id),
		};
		const decision: OrderCredits = { ...decideGrants(order, buyer, sold), order_id, cart_id: order.cart_id };
		return new StepResponse(decision);

		async function hasAccount(id: string): Promise<boolean> {
			const query = container.resolve(ContainerRegistrationKeys.QUERY);
			const { data } = await query.graph({ entity: 'customer', fields: ['has_account'], filters: { id } });
			return data[0]?.has_account === true;
		}
	},
);
