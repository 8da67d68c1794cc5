import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { changedOrders } from '../queries/changed-orders';
import { openOrders } from '../queries/open-orders';
import { syncOrderCreditsWorkflow } from '../workflows/sync-order-credits';

/**
 * Looks at recent orders whose credits are not granted, and at those that changed since they were looked at, because events
 * are hints, not facts: they are lost in a crash and delivered at most once. Runs in every instance; what it does is keyed.
 */
export default async function syncOrders(container: MedusaContainer): Promise<void> {
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	for (const orders of [openOrders(container), changedOrders(container)]) {
		for await (const order_id of orders) {
			try {
				await syncOrderCreditsWorkflow(container).run({ input: { order_id } });
			} catch (error) {
				// One order that cannot be read must not keep the others from their credits.
				logger.error(`Answerpack: order ${order_id} could not be looked at`, error as Error);
			}
		}
	}
}

export const config = { name: 'answerpack-sync-orders', schedule: '*/5 * * * *' };
