import type { BigNumberInput, MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, MathBN, OrderStatus } from '@medusajs/framework/utils';
import { BILLING_MODULE } from '../modules/billing';
import type { KnownPayment } from '../modules/billing/payments';
import type BillingModuleService from '../modules/billing/service';
import { fromUnits } from '../modules/billing/stripe/amounts';
import { givenBack, standing } from '../modules/offers/given-back';
import type { OrderSnapshot, RefundOfUnused } from '../modules/offers/order-snapshot';

interface Row {
	id: string;
	status: string;
	created_at: string | Date;
	currency_code: string;
	customer_id: string | null;
	shipping_total: BigNumberInput;
	cart?: { id: string; customer_id: string | null } | null;
	items?: OrderItem[];
	credit_lines?: ({ version: number } & Money)[];
	payment_collections?: { payments?: Payment[] }[];
}
export interface OrderItem {
	id: string;
	variant_id: string | null;
	quantity: number;
	total: BigNumberInput;
	detail: Record<'return_received_quantity' | 'return_dismissed_quantity' | 'written_off_quantity', number>;
}
interface Money {
	amount: BigNumberInput;
}
interface Refund extends Money {
	metadata: { answerpack?: Omit<RefundOfUnused, 'money'> } | null;
}
interface Payment {
	id: string;
	provider_id: string;
	data: { id?: unknown } | null;
	captures?: Money[];
	refunds?: Refund[];
}

/** An order with what its credits depend on. */
export interface PaidOrder extends OrderSnapshot {
	/** A draft is no order yet. */
	draft: boolean;
	cart_id: string | null;
	/** Whose it is now. */
	customer_id: string | null;
	placed_at: Date;
	/** What can still be given back of each, in the order's currency. */
	payments: { id: string; left: number }[];
	/** Of its payments, at Stripe. */
	disputes: KnownPayment['disputes'];
}

/** What the ids of Medusa's Stripe providers begin with. */
const STRIPES = 'pp_stripe';

/** Medusa gives credit lines that came with the cart this version; those that refunds make have a higher one. */
const PLACED = 1;

/** An order as its credits see it, or nothing when there is no such order. */
export async function findPaidOrder(container: MedusaContainer, orderId: string): Promise<PaidOrder | undefined> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'order',
		fields: [
			'id',
			'status',
			'created_at',
			'currency_code',
			'customer_id',
			'shipping_total',
			'items.*', // `items.quantity` alone gives no quantity
			'items.detail.*',
			'items.total',
			'credit_lines.*',
			'cart.id',
			'cart.customer_id',
			'payment_collections.payments.id',
			'payment_collections.payments.provider_id',
			'payment_collections.payments.data',
			'payment_collections.payments.captures.amount',
			'payment_collections.payments.refunds.amount',
			'payment_collections.payments.refunds.metadata',
		],
		filters: { id: orderId },
	});
	const order = data[0] as unknown as Row | undefined;
	if (!order) return undefined;
	const payments = (order.payment_collections ?? []).flatMap(({ payments = [] }) => payments);
	const refunds = payments.flatMap(({ refunds = [] }) => refunds);
	const known = await knownOf(container, payments);
	const refunded = payments.map((payment) => givenBack(sum(payment.refunds ?? []), known.get(payment)?.money));
	const placed_credit = sum((order.credit_lines ?? []).filter(({ version }) => version === PLACED));
	const prices = (order.items ?? []).map(priceOf);
	return {
		id: order.id,
		draft: order.status === OrderStatus.DRAFT,
		canceled: order.status === OrderStatus.CANCELED,
		currency_code: order.currency_code,
		price: MathBN.sub(MathBN.sum(order.shipping_total, ...prices), placed_credit).toNumber(),
		placed_credit,
		captured: sum(payments.flatMap(({ captures = [] }) => captures)),
		refunded: MathBN.sum(...refunded).toNumber(),
		customer_id: order.customer_id,
		cart_id: order.cart?.id ?? null,
		cart_customer_id: order.cart?.customer_id ?? null,
		placed_at: new Date(order.created_at),
		lines: (order.items ?? []).map((item) => ({
			id: item.id,
			variant_id: item.variant_id,
			pieces: piecesOf(item),
			price: MathBN.convert(priceOf(item)).toNumber(),
		})),
		refunds_of_unused: standing(
			refunds.flatMap(({ amount, metadata }) =>
				metadata?.answerpack ? [{ ...metadata.answerpack, money: MathBN.convert(amount).toNumber() }] : [],
			),
			MathBN.sum(...refunded).toNumber(),
		),
		payments: payments.map(({ id, captures = [] }, at) => ({
			id,
			left: MathBN.sub(sum(captures), refunded[at] ?? 0).toNumber(),
		})),
		disputes: [...known.values()].flatMap(({ disputes }) => disputes),
	};
}

/** What Stripe knows of payments that its provider made, in the order's currency. */
async function knownOf(container: MedusaContainer, payments: Payment[]) {
	const ids = new Map(
		payments.flatMap((payment) => {
			const id = payment.provider_id.startsWith(STRIPES) ? payment.data?.id : undefined;
			return typeof id === 'string' ? [[id, payment] as const] : [];
		}),
	);
	const known = await container.resolve<BillingModuleService>(BILLING_MODULE).payments([...ids.keys()]);
	return new Map(
		known.map(({ id, currency_code, refunded, failed, lost, disputes }) => {
			const money = (units: number) => fromUnits(units, currency_code);
			return [
				ids.get(id) as Payment,
				{ money: { refunded: money(refunded), failed: money(failed), lost: money(lost) }, disputes },
			] as const;
		}),
	);
}

/** Damaged returns are written off as well as dismissed. */
function piecesOf({ quantity, detail }: OrderItem): number {
	return Math.max(0, quantity - detail.return_received_quantity - detail.written_off_quantity);
}

/** What the pieces that are left cost: Medusa's total leaves out what was returned, but not what a claim wrote off. */
export function priceOf(item: OrderItem): BigNumberInput {
	const { return_received_quantity, return_dismissed_quantity } = item.detail;
	const charged = item.quantity - return_received_quantity - return_dismissed_quantity;
	return charged > 0 ? MathBN.div(MathBN.mult(item.total, piecesOf(item)), charged) : 0;
}

function sum(money: Money[]): number {
	return MathBN.sum(...money.map(({ amount }) => amount)).toNumber();
}

/** The order that a payment, a capture or a refund belongs to; none while its cart is still being completed. */
export async function findOrderOfPayment(
	container: MedusaContainer,
	entity: 'payment' | 'payment_session' | 'capture' | 'refund',
	id: string,
): Promise<string | undefined> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const path = entity.startsWith('payment') ? 'payment_collection_id' : 'payment.payment_collection_id';
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
