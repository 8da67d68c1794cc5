import { botIdSchema, parse, type UsageReport, usageQuerySchema } from '@answerpack/shared/contract';
import { adminCall } from '../../../admin-call';

const querySchema = usageQuerySchema.extend({ bot_id: botIdSchema });

/** What a customer used of one bot, by day or month, pool and purpose. Amounts in millicredits. */
export const GET = adminCall(async ({ req, credits, id }): Promise<UsageReport> => {
	const { bot_id, ...query } = parse(querySchema, req.query);
	return credits.customerUsage(bot_id, id, query);
});
