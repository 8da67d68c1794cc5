import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { mirrorPeriods } from '../orders/mirror-periods';
import { openBooks } from '../plans/open-books';
import { workOff } from '../plans/work-off';

/**
 * Works off messages whose turn has come: those that failed before, and those of a process that ended before it got to them.
 * What was paid becomes an order of the shop here, too, if it is none yet.
 * Runs in every instance; each message goes to one of them at a time.
 */
export default async function workOffWebhooks(container: MedusaContainer): Promise<void> {
	const books = openBooks(container);
	if (!books.billing.sellsPlans()) return;
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	const report = (message: string, error: Error) => logger.error(`Answerpack: ${message}`, error);
	await workOff(books, report);
	await mirrorPeriods(container, report);
}

export const config = { name: 'answerpack-work-off-webhooks', schedule: '* * * * *' };
