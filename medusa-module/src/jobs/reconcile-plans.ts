import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { unlessUnderWay } from '../orders/one-at-a-time';
import { openBooks } from '../plans/open-books';
import { reconcile } from '../plans/reconcile';

/** Every hour, in one instance: what Stripe knows of our plans and payments, and we do not. */
export default async function reconcilePlans(container: MedusaContainer): Promise<void> {
	const books = openBooks(container);
	if (!books.billing.sellsPlans()) return;
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	await unlessUnderWay(container, 'answerpack-reconcile', async () => {
		await reconcile(books, new Date(), (message, error) => logger.error(`Answerpack: ${message}`, error));
		await books.billing.forgetWebhooks();
	});
}

export const config = { name: 'answerpack-reconcile-plans', schedule: '17 * * * *' };
