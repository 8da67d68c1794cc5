import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { PRIVACY_MODULE } from '../modules/privacy';
import type PrivacyModuleService from '../modules/privacy/service';
import { forgetDeleted } from '../privacy/forget-customer';
import { deletedCustomers } from '../queries/deleted-customers';

let warned = false;

/**
 * Looks for customers who were deleted, and has them forgotten, until Strapi has said that it is done. Runs in every instance; each
 * customer goes to one of them at a time.
 */
export default async function forgetCustomers(container: MedusaContainer): Promise<void> {
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	const privacy = container.resolve<PrivacyModuleService>(PRIVACY_MODULE);
	for await (const ids of deletedCustomers(container)) await privacy.noteDeleted(ids);
	if (!privacy.knowsStrapi()) {
		if (!warned && (await privacy.countWaiting()) > 0) {
			warned = true;
			logger.warn(
				'Answerpack: customers were deleted, and Strapi cannot be told to erase what they asked: set the option strapi_url.',
			);
		}
		return;
	}
	await forgetDeleted(container, (message, error) => logger.error(`Answerpack: ${message}`, error));
	await privacy.dropDone();
}

export const config = { name: 'answerpack-forget-customers', schedule: '* * * * *' };
