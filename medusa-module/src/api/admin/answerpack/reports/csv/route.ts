import { parse } from '@answerpack/shared/contract';
import { usageRows } from '../../../../../queries/usage-rows';
import { toCsv } from '../../../../../reports/csv';
import { adminCall } from '../../admin-call';
import { reportQuerySchema } from '../validators';

/** Without it, Excel reads umlauts as two letters each. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The same days as a file: one row for each bot, day or month, and pool, also where nothing was used. */
export const GET = adminCall(async ({ req, res, credits }) => {
	const query = parse(reportQuerySchema, req.query);
	const csv = toCsv(await usageRows(credits, query));
	res
		.set('Content-Type', 'text/csv; charset=utf-8')
		.set('Content-Disposition', `attachment; filename="answer-credits_${query.from}_${query.to}.csv"`)
		.end(BYTE_ORDER_MARK + csv);
	return undefined;
});
