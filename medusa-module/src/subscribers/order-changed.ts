import type { SubscriberArgs, SubscriberConfig } from '@medusajs/framework';
import { OrderEditWorkflowEvents, OrderWorkflowEvents } from '@medusajs/framework/utils';
import { syncOrderCreditsWorkflow } from '../workflows/sync-order-credits';

/** Some of these events say `id`, some `order_id`. */
type Changed = { id: string; order_id?: undefined } | { order_id: string };

/** An order was cancelled, or its pieces changed. */
export default async function orderChanged({ event, container }: SubscriberArgs<Changed>): Promise<void> {
	const order_id = event.data.order_id ?? event.data.id;
	await syncOrderCreditsWorkflow(container).run({ input: { order_id } });
}

export const config: SubscriberConfig = {
	event: [
		OrderWorkflowEvents.CANCELED,
		OrderWorkflowEvents.RETURN_RECEIVED,
		OrderWorkflowEvents.CLAIM_CREATED,
		OrderWorkflowEvents.EXCHANGE_CREATED,
		OrderEditWorkflowEvents.CONFIRMED,
	],
	context: { subscriberId: 'answerpack-order-changed' },
};
