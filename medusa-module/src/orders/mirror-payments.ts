import type {
	CreatePaymentSessionDTO,
	IPaymentModuleService,
	MedusaContainer,
	PaymentSessionDTO,
} from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import { createOrderPaymentCollectionWorkflow } from '@medusajs/medusa/core-flows';
import { BILLING_MODULE } from '../modules/billing';
import type { UnmirroredPeriod } from '../modules/billing/mirrors';
import type BillingModuleService from '../modules/billing/service';
import { fromUnits } from '../modules/billing/stripe/amounts';

/**
 * Writes a session down for a payment that exists already. `createPaymentSession`, without the `s`, would have the provider
 * make another one. The module generates this method, and its type leaves it out.
 */
type PaymentModule = IPaymentModuleService & {
	createPaymentSessions(
		session: CreatePaymentSessionDTO & { payment_collection_id: string },
	): Promise<PaymentSessionDTO>;
};

interface Collection {
	id: string;
	payment_sessions?: { id: string; data: { id?: string } | null }[];
}

/**
 * Gives an order the payments that the biller collected, as if the shop's own Stripe provider had: it looks each up at Stripe, finds
 * it captured, and can refund it later.
 */
export async function mirrorPayments(
	container: MedusaContainer,
	order_id: string,
	{ paid, currency_code, payment_ids }: UnmirroredPeriod,
): Promise<void> {
	if (payment_ids.length === 0) return; // the customer's credit at Stripe has paid, or nothing was to pay
	const billing = container.resolve<BillingModuleService>(BILLING_MODULE);
	const payments = container.resolve<PaymentModule>(Modules.PAYMENT);
	const collection = await collectionOf(container, order_id, fromUnits(paid, currency_code));
	const provider_id = await stripesProvider(payments);
	for (const id of payment_ids) {
		const billed = await billing.biller().payment(id);
		if (!billed) throw new Error(`There is no payment ${id} at Stripe`);
		const known = collection.payment_sessions?.find(({ data }) => data?.id === id);
		const session =
			known ??
			(await payments.createPaymentSessions({
				payment_collection_id: collection.id,
				provider_id,
				currency_code,
				amount: fromUnits(billed.captured, currency_code),
				data: { id },
			}));
		const payment = await payments.authorizePaymentSession(session.id, {});
		if (!payment) throw new Error(`Payment ${id} has not come to its end at Stripe`);
		const { captures = [] } = payment.captured_at
			? await payments.retrievePayment(payment.id, { relations: ['captures'] })
			: await payments.capturePayment({ payment_id: payment.id });
		for (const capture of captures) await bookOnce(container, { ...capture, order_id, currency_code });
	}
}

async function collectionOf(container: MedusaContainer, order_id: string, amount: number): Promise<Collection> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'order',
		fields: ['payment_collections.id', 'payment_collections.payment_sessions.*'],
		filters: { id: order_id },
	});
	const [order] = data as unknown as { payment_collections?: Collection[] }[];
	const [known] = order?.payment_collections ?? [];
	if (known) return known;
	const { result } = await createOrderPaymentCollectionWorkflow(container).run({ input: { order_id, amount } });
	const [created] = result;
	if (!created) throw new Error('it was just made');
	return { id: created.id };
}

async function stripesProvider(payments: IPaymentModuleService): Promise<string> {
	const providers = await payments.listPaymentProviders({ is_enabled: true });
	const [first] = providers.map(({ id }) => id).filter((id) => id.startsWith('pp_stripe_'));
	if (!first) throw new Error('The shop has no Stripe provider (pp_stripe_…) that its payments could be shown with');
	return first;
}

/** What Medusa's own workflow of a capture does: an order counts as paid by its transactions. */
async function bookOnce(
	container: MedusaContainer,
	{ id, amount, order_id, currency_code }: { id: string; amount: unknown; order_id: string; currency_code: string },
): Promise<void> {
	const orders = container.resolve(Modules.ORDER);
	const transaction = { order_id, reference: 'capture', reference_id: id };
	const [known] = await orders.listOrderTransactions(transaction, { select: ['id'] });
	if (known) return;
	await orders.addOrderTransactions({ ...transaction, amount: Number(amount), currency_code });
}
