import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import { call, shop } from './shop';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

/** What the shop's people do with orders in Medusa's own admin, by the routes that it uses. */
export function ownerOf(options: Options) {
	const post = async (path: string, body: object = {}) => {
		const { status, body: answer } = await call(options, 'POST', `/admin/${path}`, {
			body,
			headers: shop.owner.headers,
		});
		expect({ path, status, message: answer.message }).toEqual({ path, status: 200, message: undefined });
		return answer;
	};
	const get = async (path: string) =>
		(await call(options, 'GET', `/admin/${path}`, { headers: shop.owner.headers })).body;
	const firstLine = async (order_id: string): Promise<string> => (await get(`orders/${order_id}`)).order.items[0].id;

	return {
		post,
		get,
		firstLine,

		/** Gives so much of an order's first payment back; a plain refund, which names no line. */
		async refund(order_id: string, amount: number): Promise<void> {
			await post(`payments/${await paymentOf(options.getContainer(), order_id)}/refund`, { amount });
		},

		cancel: (order_id: string) => post(`orders/${order_id}/cancel`),

		/** Changes the quantity of an order's first line; zero takes it out. */
		async edit(order_id: string, quantity: number): Promise<void> {
			await post('order-edits', { order_id });
			await post(`order-edits/${order_id}/items/item/${await firstLine(order_id)}`, { quantity });
			await post(`order-edits/${order_id}/request`);
			await post(`order-edits/${order_id}/confirm`);
		},

		/** Notes that what an edit added was paid. */
		async payOutstanding(order_id: string, amount: number): Promise<void> {
			const { order } = await get(`orders/${order_id}`);
			const open = order.payment_collections.find(({ status }: { status: string }) => status === 'not_paid');
			const id = open?.id ?? (await post('payment-collections', { order_id, amount })).payment_collection.id;
			await post(`payment-collections/${id}/mark-as-paid`, { order_id });
		},

		/** Hands over pieces of a line, the first one unless it is named, without which Medusa takes no return. @returns where from. */
		async fulfil(order_id: string, quantity: number, line?: string): Promise<string> {
			const location_id = (await post('stock-locations', { name: 'Hall' })).stock_location.id;
			await post(`stock-locations/${location_id}/fulfillment-providers`, { add: ['manual_manual'] });
			await post(`stock-locations/${location_id}/fulfillment-sets`, { name: 'Delivery', type: 'shipping' });
			const location = await get(`stock-locations/${location_id}?fields=*fulfillment_sets`);
			const [{ id: set }] = location.stock_location.fulfillment_sets;
			const zone = await post(`fulfillment-sets/${set}/service-zones`, {
				name: 'Germany',
				geo_zones: [{ type: 'country', country_code: 'de' }],
			});
			const profile = await post('shipping-profiles', { name: 'Default', type: 'default' });
			const { shipping_option } = await post('shipping-options', {
				name: 'By hand',
				service_zone_id: zone.fulfillment_set.service_zones[0].id,
				shipping_profile_id: profile.shipping_profile.id,
				provider_id: 'manual_manual',
				price_type: 'flat',
				type: { label: 'By hand', description: 'By hand', code: 'hand' },
				prices: [{ currency_code: 'eur', amount: 0 }],
				rules: [],
			});
			const items = [{ id: line ?? (await firstLine(order_id)), quantity }];
			await post(`orders/${order_id}/fulfillments`, { items, location_id, shipping_option_id: shipping_option.id });
			return location_id;
		},

		/** A customer hands pieces back; `receive` says that they have come. */
		async requestReturn(order_id: string, location_id: string, quantity: number, line?: string): Promise<string> {
			const { return: asked } = await post('returns', { order_id, location_id });
			const items = [{ id: line ?? (await firstLine(order_id)), quantity }];
			await post(`returns/${asked.id}/request-items`, { items });
			await post(`returns/${asked.id}/request`);
			return asked.id;
		},

		async receive(returnId: string, lineId: string, quantity: number): Promise<void> {
			await post(`returns/${returnId}/receive`);
			await post(`returns/${returnId}/receive-items`, { items: [{ id: lineId, quantity }] });
			await post(`returns/${returnId}/receive/confirm`);
		},

		/** Writes pieces off, because the customer says that they never came. */
		async claim(order_id: string, quantity: number): Promise<void> {
			const { claim } = await post('claims', { order_id, type: 'refund' });
			const items = [{ id: await firstLine(order_id), quantity, reason: 'missing_item' }];
			await post(`claims/${claim.id}/claim-items`, { items });
			await post(`claims/${claim.id}/request`);
		},

		/** Gives pieces of a variant for pieces of the first line. @returns the return, to be received. */
		async exchange(order_id: string, location_id: string, quantity: number, variant_id: string): Promise<string> {
			const { exchange } = await post('exchanges', { order_id });
			const items = [{ id: await firstLine(order_id), quantity }];
			await post(`exchanges/${exchange.id}/inbound/items`, { items, location_id });
			await post(`exchanges/${exchange.id}/outbound/items`, { items: [{ variant_id, quantity }] });
			return (await post(`exchanges/${exchange.id}/request`)).return.id;
		},

		/** An order that the owner makes for a customer, and its payment. */
		async orderFor(customer: { id: string; email: string }, variant_id: string): Promise<string> {
			const { draft_order } = await post('draft-orders', {
				email: customer.email,
				customer_id: customer.id,
				region_id: shop.region_id,
				items: [{ variant_id, quantity: 1 }],
				shipping_address: { country_code: 'de' },
				billing_address: { country_code: 'de' },
			});
			await post(`draft-orders/${draft_order.id}/convert-to-order`);
			return draft_order.id;
		},
	};
}

export async function paymentOf(container: MedusaContainer, id: string): Promise<string> {
	const { data } = await container
		.resolve(ContainerRegistrationKeys.QUERY)
		.graph({ entity: 'order', fields: ['payment_collections.payments.id'], filters: { id } });
	const payment = data[0]?.payment_collections?.[0]?.payments?.[0]?.id;
	if (!payment) throw new Error(`order ${id} has no payment`);
	return payment;
}

/** Runs something whose events are lost. */
export async function withoutEvents<T>(
	{ getContainer }: Pick<Options, 'getContainer'>,
	run: () => Promise<T>,
): Promise<T> {
	const emit = jest.spyOn(getContainer().resolve(Modules.EVENT_BUS), 'emit').mockResolvedValue(undefined);
	try {
		return await run();
	} finally {
		emit.mockRestore();
	}
}
