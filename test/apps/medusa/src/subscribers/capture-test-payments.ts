import type { SubscriberArgs, SubscriberConfig } from '@medusajs/framework';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { capturePaymentWorkflow } from '@medusajs/medusa/core-flows';

const TEST_PAYMENT = 'pp_system_default';

/**
 * The demo shop has no payment provider; Medusa's system provider stands in as a "test payment". It authorizes and
 * nobody is there to capture, so this does. Never in a real shop.
 */
export default async function captureTestPayments({ event, container }: SubscriberArgs<{ id: string }>): Promise<void> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'order',
		fields: ['payment_collections.payments.*'],
		filters: { id: event.data.id },
	});
	const collections = (data[0]?.payment_collections ?? []) as {
		payments?: { id: string; provider_id: string; captured_at: string | null }[];
	}[];
	for (const payment of collections.flatMap(({ payments = [] }) => payments)) {
		if (payment.provider_id !== TEST_PAYMENT || payment.captured_at) continue;
		await capturePaymentWorkflow(container).run({ input: { payment_id: payment.id } });
	}
}

export const config: SubscriberConfig = { event: 'order.placed' };
