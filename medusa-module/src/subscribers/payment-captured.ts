import type { SubscriberArgs, SubscriberConfig } from '@medusajs/framework';
import { PaymentEvents } from '@medusajs/framework/utils';
import { findOrderOfPayment } from '../queries/paid-order';
import { syncOrderCreditsWorkflow } from '../workflows/sync-order-credits';

/** The payment module's own event: it comes with every capture, at checkout too, where the workflow's does not. */
const CAPTURE_CREATED = 'payment.capture.created';

/** Money was captured. */
export default async function paymentCaptured({ event, container }: SubscriberArgs<{ id: string }>): Promise<void> {
	const entity = event.name === CAPTURE_CREATED ? 'capture' : 'payment';
	const order_id = await findOrderOfPayment(container, entity, event.data.id);
	if (order_id) await syncOrderCreditsWorkflow(container).run({ input: { order_id } });
}

export const config: SubscriberConfig = {
	event: [PaymentEvents.CAPTURED, CAPTURE_CREATED],
	context: { subscriberId: 'answerpack-payment-captured' },
};
