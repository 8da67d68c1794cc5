import type { CreateOrderLineItemDTO, MedusaContainer, OrderAddressDTO } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import { updateOrderTaxLinesWorkflow } from '@medusajs/medusa/core-flows';
import type { UnmirroredPeriod } from '../modules/billing/mirrors';
import type { Plan } from '../modules/billing/plans';
import { fromUnits } from '../modules/billing/stripe/amounts';

interface FirstOrder {
	email: string | null;
	region_id: string | null;
	sales_channel_id: string | null;
	locale: string | null;
	shipping_address?: OrderAddressDTO | null;
	billing_address?: OrderAddressDTO | null;
}

interface SoldVariant {
	id: string;
	title: string;
	sku: string | null;
	product?: { id: string; title: string; subtitle: string | null; handle: string; thumbnail: string | null };
}

/**
 * Makes the order of a period, unless it is there: for whom, where and by which channel the plan's first order was made, at what
 * was really paid. The tax is what the shop's settings say is contained in it.
 */
export async function mirrorOrder(
	container: MedusaContainer,
	id: string,
	plan: Plan,
	period: UnmirroredPeriod,
): Promise<void> {
	const orders = container.resolve(Modules.ORDER);
	const [known] = await orders.listOrders({ id }, { select: ['id'] });
	if (!known) {
		const first = await firstOrder(container, plan);
		await orders.createOrders({
			id,
			status: 'pending',
			customer_id: plan.customer_id,
			email: first.email ?? undefined,
			region_id: first.region_id ?? undefined,
			sales_channel_id: first.sales_channel_id ?? undefined,
			locale: first.locale,
			currency_code: period.currency_code,
			shipping_address: withoutId(first.shipping_address),
			billing_address: withoutId(first.billing_address),
			items: [await lineOf(container, plan, period)],
			metadata: { answerpack: { plan_id: plan.id, invoice_id: period.invoice_id } },
		} as Parameters<typeof orders.createOrders>[0]); // its type leaves out the id and the locale, which it keeps
	}
	await updateOrderTaxLinesWorkflow(container).run({ input: { order_id: id } });
}

async function firstOrder(container: MedusaContainer, plan: Plan): Promise<FirstOrder> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'order',
		fields: ['email', 'region_id', 'sales_channel_id', 'locale', 'shipping_address.*', 'billing_address.*'],
		filters: { id: plan.order_id },
	});
	const [order] = data as unknown as FirstOrder[];
	if (!order) throw new Error(`Plan ${plan.id} was begun by order ${plan.order_id}, which is not there any more`);
	return order;
}

async function lineOf(
	container: MedusaContainer,
	plan: Plan,
	{ price_id, paid, currency_code }: UnmirroredPeriod,
): Promise<CreateOrderLineItemDTO> {
	const terms = plan.terms[price_id];
	const variant = terms && (await variantOf(container, terms.offer_id));
	return {
		title: terms?.name ?? variant?.product?.title ?? plan.id,
		quantity: 1,
		unit_price: fromUnits(paid, currency_code),
		is_tax_inclusive: true,
		is_discountable: false,
		requires_shipping: false,
		...(variant && {
			variant_id: variant.id,
			variant_title: variant.title,
			variant_sku: variant.sku ?? undefined,
			product_id: variant.product?.id,
			product_title: variant.product?.title,
			product_subtitle: variant.product?.subtitle ?? undefined,
			product_handle: variant.product?.handle,
			thumbnail: variant.product?.thumbnail ?? undefined,
		}),
	};
}

/** What sells an offer today, so that the order shows its picture; nothing when it is not sold any more. */
async function variantOf(container: MedusaContainer, offerId: string): Promise<SoldVariant | undefined> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'credit_offer',
		fields: ['product_variants.*', 'product_variants.product.*'],
		filters: { id: offerId },
	});
	const [offer] = data as unknown as { product_variants?: SoldVariant[] }[];
	return offer?.product_variants?.[0];
}

function withoutId(address?: OrderAddressDTO | null) {
	if (!address) return undefined;
	const { id: _, created_at: __, updated_at: ___, ...copied } = address;
	return copied;
}
