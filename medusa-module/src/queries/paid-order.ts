import type { BigNumberInput, MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, MathBN, OrderStatus } from '@medusajs/framework/utils';
import type { PaidOrder } from '../modules/offers/decide-grants';

interface Row {
	id: string;
	status: string;
	created_at: string | Date;
	currency_code: string;
	total: BigNumberInput;
	cart?: { id: string; customer_id: string | null } | null;
	items?: { id: string; variant_id: string | null; quantity: number }[];
	payment_collections?: { payments?: { captures?: Money[]; refunds?: Money[] }[] }[];
}
interface Money {
	amount: BigNumberInput;
}

/** An order with what its credits depend on, or nothing when there is no such order. */
export async function findPaidOrder(
	container: MedusaContainer,
	orderId: string,
): Promise<(PaidOrder & { cart_id: string | null; placed_at: Date }) | undefined> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'order',
		fields: [
			'id',
			'status',
			'created_at',
			'currency_code',
			'total',
			'items.*', // `items.quantity` alone gives no quantity
			'cart.id',
			'cart.customer_id',
			'payment_collections.payments.captures.amount',
			'payment_collections.payments.refunds.amount',
		],
		filters: { id: orderId },
	});
	const order = data[0] as unknown as Row | undefined;
	if (!order) return undefined;
	const payments = (order.payment_collections ?? []).flatMap(({ payments = [] }) => payments);
	const sum = (part: 'captures' | 'refunds') =>
		payments
			.flatMap((payment) => payment[part] ?? [])
			.reduce((total, { amount }) => MathBN.add(total, amount), MathBN.convert(0));
	return {
		id: order.id,
		canceled: order.status === OrderStatus.CANCELED,
		currency_code: order.currency_code,
		total: MathBN.convert(order.total).toNumber(),
		paid: MathBN.sub(sum('captures'), sum('refunds')).toNumber(),
		placed_at: new Date(order.created_at),
		cart_id: order.cart?.id ?? null,
		cart_customer_id: order.cart?.customer_id ?? null,
		lines: (order.items ?? []).map(({ id, variant_id, quantity }) => ({ id, variant_id, quantity })),
	};
}

/** The order that a payment or a capture belongs to; none while its cart is still being completed. */
export async function findOrderOfPayment(
	container: MedusaContainer,
	entity: 'payment' | 'capture',
	id: string,
): Promise<string | undefined> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const path = entity === 'capture' ? 'payment.payment_collection_id' : 'payment_collection_id';
	const { data } = await query.graph({ entity, fields: [path], filters: { id } });
	const row = data[0] as { payment_collection_id?: string; payment?: { payment_collection_id?: string } } | undefined;
	const payment_collection_id = row?.payment_collection_id ?? row?.payment?.payment_collection_id;
	if (!payment_collection_id) return undefined;
	const { data: links } = await query.graph({
		entity: 'order_payment_collection',
		fields: ['order_id'],
		filters: { payment_collection_id },
	});
	return (links[0] as { order_id: string } | undefined)?.order_id;
}
