import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { BILLING_MODULE } from '../modules/billing';
import type BillingModuleService from '../modules/billing/service';
import { OFFERS_MODULE, type OffersModuleService } from '../modules/offers';

/** How far back a change is looked for that no event told of. */
const LOOK_BACK_DAYS = 30;
const PAGE = 200;
/** What clocks may differ by: changes carry the time of the server that made them, looks that of the database. */
const CLOCKS_MS = 5 * 60_000;

interface Changed {
	order_id: string;
	at: Date;
}

/**
 * Orders whose money or pieces have changed since their credits were last looked at: by captures, refunds, and confirmed
 * changes (edits, returns, claims, exchanges; a cancellation refunds). Each at most once.
 */
export async function* changedOrders(container: MedusaContainer): AsyncGenerator<string> {
	const told = new Set<string>();
	for (const pages of [moneyPages(container, 'capture'), moneyPages(container, 'refund'), changePages(container)]) {
		for await (const page of pages) {
			for (const order_id of await unseen(container, page)) {
				if (!told.has(order_id)) yield order_id;
				told.add(order_id);
			}
		}
	}
}

const since = () => ({ $gte: new Date(Date.now() - LOOK_BACK_DAYS * 86_400_000) });

async function* moneyPages(container: MedusaContainer, entity: 'capture' | 'refund'): AsyncGenerator<Changed[]> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	for (let skip = 0; ; skip += PAGE) {
		const { data } = await query.graph({
			entity,
			fields: ['id', 'created_at', 'payment.payment_collection_id'],
			filters: { created_at: since() },
			pagination: { take: PAGE, skip, order: { created_at: 'ASC', id: 'ASC' } },
		});
		const rows = data as { created_at: string; payment: { payment_collection_id: string } }[];
		const { data: links } = await query.graph({
			entity: 'order_payment_collection',
			fields: ['order_id', 'payment_collection_id'],
			filters: { payment_collection_id: rows.map(({ payment }) => payment.payment_collection_id) },
		});
		const orders = new Map(
			(links as { order_id: string; payment_collection_id: string }[]).map((link) => [
				link.payment_collection_id,
				link.order_id,
			]),
		);
		yield rows.flatMap(({ created_at, payment }) => {
			const order_id = orders.get(payment.payment_collection_id);
			return order_id ? [{ order_id, at: new Date(created_at) }] : [];
		});
		if (rows.length < PAGE) return;
	}
}

async function* changePages(container: MedusaContainer): AsyncGenerator<Changed[]> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	for (let skip = 0; ; skip += PAGE) {
		const { data } = await query.graph({
			entity: 'order_change',
			fields: ['id', 'order_id', 'confirmed_at'],
			filters: { confirmed_at: since() },
			pagination: { take: PAGE, skip, order: { confirmed_at: 'ASC', id: 'ASC' } },
		});
		const rows = data as { order_id: string; confirmed_at: string }[];
		yield rows.map(({ order_id, confirmed_at }) => ({ order_id, at: new Date(confirmed_at) }));
		if (rows.length < PAGE) return;
	}
}

/** Those that sell credits, or may (an order without a cart), and were not looked at since. */
async function unseen(container: MedusaContainer, changed: Changed[]): Promise<string[]> {
	if (changed.length === 0) return [];
	const orderIds = [...new Set(changed.map(({ order_id }) => order_id))];
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'order_cart',
		fields: ['order_id', 'cart_id'],
		filters: { order_id: orderIds },
	});
	const carts = new Map((data as { order_id: string; cart_id: string }[]).map((link) => [link.order_id, link.cart_id]));
	const purchaseOf = (orderId: string) => carts.get(orderId) ?? orderId;
	const purchases = await container
		.resolve<OffersModuleService>(OFFERS_MODULE)
		.listCreditPurchases({ cart_id: orderIds.map(purchaseOf) }, { take: null });
	const mirrors = await container
		.resolve<BillingModuleService>(BILLING_MODULE)
		.mirrorsAmong(orderIds.filter((id) => !carts.has(id)));
	const lookedAt = new Map(purchases.map(({ cart_id, looked_at }) => [cart_id, looked_at]));
	return changed.flatMap(({ order_id, at }) => {
		if (!lookedAt.has(purchaseOf(order_id))) return carts.has(order_id) || mirrors.has(order_id) ? [] : [order_id];
		const looked = lookedAt.get(purchaseOf(order_id));
		return looked && at.getTime() + CLOCKS_MS < new Date(looked).getTime() ? [] : [order_id];
	});
}
