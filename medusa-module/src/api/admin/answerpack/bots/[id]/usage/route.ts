import { parse, type UsageReport, usageQuerySchema } from '@answerpack/shared/contract';
import { adminCall } from '../../../admin-call';

/** What was used of a bot, by day or month, pool and purpose. Amounts in millicredits. */
export const GET = adminCall(
	async ({ req, credits, id }): Promise<UsageReport> => credits.usage(id, parse(usageQuerySchema, req.query)),
);
