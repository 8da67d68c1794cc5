import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { BILLING_MODULE } from '../modules/billing';
import type BillingModuleService from '../modules/billing/service';
import {
	type CreditPurchaseDTO,
	OFFERS_MODULE,
	type OffersModuleService,
	type RecordedConsent,
} from '../modules/offers';
import { decideGrants, type GrantDecision } from '../modules/offers/decide-grants';
import { decideReversals, type LotReversal } from '../modules/offers/decide-reversals';
import { orderLots } from './order-lots';
import { findPaidOrder, type PaidOrder } from './paid-order';
import { variantOffers } from './variant-offers';

/** What an order has still to grant and to take back, and by which name its purchase is recorded. */
export type OrderCredits = GrantDecision & {
	order_id: string;
	/** Its cart, or the order itself when it never had one. */
	purchase_of: string;
	reversals: LotReversal[];
	disputes: PaidOrder['disputes'];
	consent: RecordedConsent | null;
};

/** Reads an order, its money, its recorded purchase and its lots, and decides; nothing when there is no such order, or it only shows a plan's period. */
export async function decideOrderCredits(
	container: MedusaContainer,
	order_id: string,
): Promise<OrderCredits | undefined> {
	const order = await findPaidOrder(container, order_id);
	if (!order || order.draft) return undefined;
	if ((await container.resolve<BillingModuleService>(BILLING_MODULE).mirrorsAmong([order_id])).size > 0)
		return undefined;
	const purchase_of = order.cart_id ?? order.id;
	const [purchase, sold, lots] = await Promise.all([
		purchaseOf(container, order),
		soldVariants(container, order),
		orderLots(container, order_id),
	]);
	const buyer = purchase && {
		customer_id: purchase.customer_id,
		terms: purchase.terms,
		has_account: await hasAccount(container, purchase.customer_id),
	};
	const known = order.cart_id ? order : { ...order, cart_customer_id: purchase?.customer_id ?? null };
	return {
		...decideGrants(known, buyer, sold, lots),
		reversals: decideReversals(known, buyer, lots),
		disputes: order.disputes,
		order_id,
		purchase_of,
		consent: purchase?.consent ?? null,
	};
}

/** What was recorded of who bought an order's credits, if anything was. */
export async function purchaseOf(
	container: MedusaContainer,
	{ id, cart_id }: PaidOrder,
): Promise<CreditPurchaseDTO | undefined> {
	const offers = container.resolve<OffersModuleService>(OFFERS_MODULE);
	const [purchase] = await offers.listCreditPurchases({ cart_id: cart_id ?? id });
	return purchase as unknown as CreditPurchaseDTO | undefined; // its JSON columns have types of ours
}

/** A variant that began to sell credits after the order was placed did not promise any. */
export async function soldVariants(container: MedusaContainer, order: PaidOrder): Promise<Set<string>> {
	const variantIds = order.lines.flatMap(({ variant_id }) => variant_id ?? []);
	return new Set(
		[...(await variantOffers(container, variantIds))].flatMap(([id, offer]) =>
			new Date(offer.created_at) <= order.placed_at ? [id] : [],
		),
	);
}

async function hasAccount(container: MedusaContainer, id: string): Promise<boolean> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const { data } = await query.graph({ entity: 'customer', fields: ['has_account'], filters: { id } });
	return data[0]?.has_account === true;
}
