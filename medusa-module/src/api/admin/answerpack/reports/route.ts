import { parse } from '@answerpack/shared/contract';
import { creditReport } from '../../../../queries/credit-report';
import { adminCall } from '../admin-call';
import { customersById } from '../present';
import type { AdminCustomer, AdminReport } from '../types';
import { reportQuerySchema } from './validators';

/** What happened to credits and money in some days, and who ran into limits. */
export const GET = adminCall(async ({ req }): Promise<AdminReport> => {
	const report = await creditReport(req.scope, parse(reportQuerySchema, req.query));
	const customers = await customersById(req.scope, [...new Set(report.stopped.map(({ customer_id }) => customer_id))]);
	return {
		...report,
		stopped: report.stopped.map(({ customer_id, ...stopped }) => ({
			...stopped,
			customer: customers.get(customer_id) as AdminCustomer,
		})),
	};
});
