import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { openBooks } from '../plans/open-books';
import { reconcile } from '../plans/reconcile';

/** Every hour: what Stripe knows of our plans and we do not. Runs in every instance; it changes nothing twice. */
export default async function reconcilePlans(container: MedusaContainer): Promise<void> {
	const books = openBooks(container);
	if (!books.billing.sellsPlans()) return;
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	await reconcile(books, new Date(), (message, error) => logger.error(`Answerpack: ${message}`, error));
	await books.billing.forgetWebhooks();
}

export const config = { name: 'answerpack-reconcile-plans', schedule: '17 * * * *' };
