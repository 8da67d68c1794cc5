import type { MedusaContainer } from '@medusajs/framework/types';
import { REPORTS_MODULE } from '../modules/reports';
import type ReportsModuleService from '../modules/reports/service';

/** Forgets refusals that no report can show any more. */
export default async function forgetRefusals(container: MedusaContainer): Promise<void> {
	await container.resolve<ReportsModuleService>(REPORTS_MODULE).forgetRefusals();
}

export const config = { name: 'answerpack-forget-refusals', schedule: '41 3 * * *' };
