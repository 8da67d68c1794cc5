import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { CREDITS_MODULE } from '../modules/credits';
import type CreditsModuleService from '../modules/credits/service';

/**
 * Verifies every invariant of the ledger and logs the first row that breaks each broken one. It runs every night, and at
 * any time with `npx medusa exec`; see the README.
 * @returns whether the books are right.
 */
export default async function auditLedger(container: MedusaContainer): Promise<boolean> {
	const logger = container.resolve(ContainerRegistrationKeys.LOGGER);
	const breaches = await container.resolve<CreditsModuleService>(CREDITS_MODULE).audit();
	for (const { invariant, bot_id, row, figures } of breaches) {
		logger.error(`Answerpack: the books are wrong: ${invariant}; bot ${bot_id}, ${row}: ${JSON.stringify(figures)}`);
	}
	if (breaches.length === 0) logger.info('Answerpack: the books are right.');
	return breaches.length === 0;
}

export const config = { name: 'answerpack-audit-ledger', schedule: '17 3 * * *' };
