import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { openBooks } from '../plans/open-books';
import { workOff } from '../plans/work-off';

/**
 * Works off messages whose turn has come: those that failed before, and those of a process that ended before it got to them.
 * Runs in every instance; each message goes to one of them at a time.
 */
export default async function workOffWebhooks(container: MedusaContainer): Promise<void> {
	const books = openBooks(container);
	if (!books.billing.sellsPlans()) return;
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	await workOff(books, (message, error) => logger.error(`Answerpack: ${message}`, error));
}

export const config = { name: 'answerpack-work-off-webhooks', schedule: '* * * * *' };
