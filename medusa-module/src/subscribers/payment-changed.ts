import type { SubscriberArgs, SubscriberConfig } from '@medusajs/framework';
import { PaymentEvents } from '@medusajs/framework/utils';
import { findOrderOfPayment } from '../queries/paid-order';
import { syncOrderCreditsWorkflow } from '../workflows/sync-order-credits';

/**
 * The payment module's own events come with every capture and refund; the workflows' do not: one at checkout has no
 * `payment.captured`, and one by cancelling an order no `payment.refunded`. Whoever writes to the module alone is heard, too.
 */
const CREATED = { 'payment.capture.created': 'capture', 'payment.refund.created': 'refund' } as const;

/** Money was captured or given back. */
export default async function paymentChanged({ event, container }: SubscriberArgs<{ id: string }>): Promise<void> {
	const entity = CREATED[event.name as keyof typeof CREATED] ?? 'payment';
	const order_id = await findOrderOfPayment(container, entity, event.data.id);
	if (order_id) await syncOrderCreditsWorkflow(container).run({ input: { order_id } });
}

export const config: SubscriberConfig = {
	event: [PaymentEvents.CAPTURED, PaymentEvents.REFUNDED, ...Object.keys(CREATED)],
	context: { subscriberId: 'answerpack-payment-changed' },
};
