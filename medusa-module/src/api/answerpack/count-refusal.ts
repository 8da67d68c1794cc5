import { type HoldBody, isAnswerpackError, REFUSALS } from '@answerpack/shared/contract';
import type { MedusaRequest } from '@medusajs/framework/http';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import type CreditsModuleService from '../../modules/credits/service';
import { REPORTS_MODULE } from '../../modules/reports';
import type ReportsModuleService from '../../modules/reports/service';
import { localDay } from '../../reports/days';

interface Call {
	req: MedusaRequest;
	credits: CreditsModuleService;
	bot_id: string;
	body: HoldBody;
}

/** Counts a hold that no pool could pay for, behind the back of whoever waits: what goes wrong here is logged and no more. */
export function countRefusal({ req, credits, bot_id, body: { subject } }: Call, error: unknown): void {
	const code = isAnswerpackError(error) ? REFUSALS.find((refusal) => refusal === error.code) : undefined;
	if (!code) return;
	const count = async () => {
		const { settings } = await credits.retrieveBot(bot_id);
		const reports = req.scope.resolve<ReportsModuleService>(REPORTS_MODULE);
		reports.countRefusal({ bot_id, day: localDay(new Date(), settings.time_zone), code, subject });
	};
	count().catch((failure) => {
		const logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER);
		logger.warn(`Answerpack: a refusal of bot ${bot_id} could not be counted (${failure})`);
	});
}
