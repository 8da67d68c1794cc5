import { PLAN_STATUSES, parse, textSchema } from '@answerpack/shared/contract';
import { z } from 'zod';
import { openBooks } from '../../../../plans/open-books';
import { pageSchema } from '../../../paging';
import { adminCall } from '../admin-call';
import type { AdminPlans } from '../types';
import { presentPlans } from './present-plans';

const querySchema = pageSchema.extend({
	customer_id: textSchema.min(1).optional(),
	/** One status, or several. */
	status: z.union([z.enum(PLAN_STATUSES), z.array(z.enum(PLAN_STATUSES)).min(1).max(PLAN_STATUSES.length)]).optional(),
});

/** Customers' plans, the newest first. */
export const GET = adminCall(async ({ req }): Promise<AdminPlans> => {
	const { status, ...page } = parse(querySchema, req.query);
	const { plans, count } = await openBooks(req.scope).billing.listPlans({
		...page,
		statuses: status === undefined ? undefined : [status].flat(),
	});
	return { plans: await presentPlans(req.scope, plans), count, limit: page.limit, offset: page.offset };
});
