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
import { decidePlanEnds, decideResumes, type PlanStart } from '../modules/offers/decide-plans';
import { decideReversals, type LotReversal } from '../modules/offers/decide-reversals';
import type { LinePlan } from '../modules/offers/order-snapshot';
import type { OfferKind } from '../modules/offers/terms';
import { withMoved } from './moved-lots';
import { orderLots } from './order-lots';
import { findPaidOrder, type PaidOrder } from './paid-order';
import { variantOffers } from './variant-offers';

/** What an order has still to grant and to take back, and by which name its purchase is recorded. */
export type OrderCredits = GrantDecision & {
	order: PaidOrder;
	/** Its cart, or the order itself when it never had one. */
	purchase_of: string;
	reversals: LotReversal[];
	/** Plans whose beginning was broken off. */
	resumes: PlanStart[];
	/** Plans that must end now. */
	ends: LinePlan[];
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
	const [purchase, sold, lots, plans] = await Promise.all([
		purchaseOf(container, order),
		soldVariants(container, order),
		orderLots(container, order_id),
		orderPlans(container, order_id),
	]);
	const buyer = purchase && {
		customer_id: purchase.customer_id,
		terms: purchase.terms,
		has_account: await hasAccount(container, purchase.customer_id),
	};
	const known = order.cart_id ? order : { ...order, cart_customer_id: purchase?.customer_id ?? null };
	return {
		...decideGrants(known, buyer, sold, lots, plans),
		reversals: decideReversals(known, buyer, await withMoved(container, lots)),
		resumes: decideResumes(known, buyer, plans),
		ends: decidePlanEnds(known, plans),
		order,
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

/**
 * What the variants of an order sold when it was placed. A variant that began to sell credits after that did not promise any.
 */
export async function soldVariants(container: MedusaContainer, order: PaidOrder): Promise<Map<string, OfferKind>> {
	const variantIds = order.lines.flatMap(({ variant_id }) => variant_id ?? []);
	return new Map(
		[...(await variantOffers(container, variantIds))].flatMap(([id, { created_at, kind }]) =>
			new Date(created_at) <= order.placed_at ? [[id, kind]] : [],
		),
	);
}

/** The plans that an order's lines began. */
async function orderPlans(container: MedusaContainer, orderId: string): Promise<LinePlan[]> {
	const billing = container.resolve<BillingModuleService>(BILLING_MODULE);
	const plans = await billing.plansOfOrder(orderId);
	return Promise.all(
		plans.map(async ({ id, line_item_id, subscription_id, status }) => ({
			id,
			line_item_id,
			begun: subscription_id !== null,
			ended: status === 'ended',
			in_first_period: (await billing.periodsOf(id)).every(({ reason }) => reason !== 'renewal'),
		})),
	);
}

async function hasAccount(container: MedusaContainer, id: string): Promise<boolean> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const { data } = await query.graph({ entity: 'customer', fields: ['has_account'], filters: { id } });
	return data[0]?.has_account === true;
}
