import type { SubscriberArgs, SubscriberConfig } from '@medusajs/framework';
import { syncOrderCreditsWorkflow } from '../workflows/sync-order-credits';

/** An order was placed; its payment may have been captured by then, which no other event tells. */
export default async function orderPlaced({ event, container }: SubscriberArgs<{ id: string }>): Promise<void> {
	await syncOrderCreditsWorkflow(container).run({ input: { order_id: event.data.id } });
}

export const config: SubscriberConfig = { event: 'order.placed', context: { subscriberId: 'answerpack-order-placed' } };
