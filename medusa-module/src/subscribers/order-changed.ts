import type { SubscriberArgs, SubscriberConfig } from '@medusajs/framework';
import { syncOrderCreditsWorkflow } from '../workflows/sync-order-credits';

/** Anything else that changes what an order should have granted. */
export default async function orderChanged({ event, container }: SubscriberArgs<{ order_id: string }>): Promise<void> {
	await syncOrderCreditsWorkflow(container).run({ input: { order_id: event.data.order_id } });
}

export const config: SubscriberConfig = {
	event: 'order-edit.confirmed',
	context: { subscriberId: 'answerpack-order-changed' },
};
