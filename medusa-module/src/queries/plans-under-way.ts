import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, OrderStatus } from '@medusajs/framework/utils';
import { OFFERS_MODULE, type OffersModuleService } from '../modules/offers';
import type { OpenPlan } from '../modules/offers/service';
import { LOOK_BACK_DAYS } from './open-orders';

/**
 * An order of a customer with a plan for a bot that has not begun yet: it waits for its money, or is being worked on.
 * @returns its id, if there is one.
 */
export async function findPlanUnderWay(container: MedusaContainer, plan: OpenPlan): Promise<string | undefined> {
	const carts = await container
		.resolve<OffersModuleService>(OFFERS_MODULE)
		.listOpenPlanPurchases({ ...plan, days: LOOK_BACK_DAYS });
	if (carts.length === 0) return undefined;
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'order_cart',
		fields: ['order_id', 'order.status'],
		filters: { cart_id: carts },
	});
	const orders = data as { order_id: string; order?: { status: string } }[];
	return orders.find(({ order }) => order?.status !== OrderStatus.CANCELED)?.order_id;
}
