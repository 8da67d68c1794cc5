import { parse } from '@answerpack/shared/contract';
import { z } from 'zod';
import { BILLING_MODULE } from '../../../../modules/billing';
import type BillingModuleService from '../../../../modules/billing/service';
import { pageSchema } from '../../../paging';
import { adminCall } from '../admin-call';

const querySchema = pageSchema.extend({ state: z.enum(['waiting', 'done', 'ignored', 'dead']).optional() });

/** Stripe's messages and what became of them, newest first; `?state=dead` are those that somebody must look at. */
export const GET = adminCall(async ({ req }) => {
	const page = parse(querySchema, req.query);
	const { webhooks, count } = await req.scope.resolve<BillingModuleService>(BILLING_MODULE).listWebhooks(page);
	return { webhooks, count, limit: page.limit, offset: page.offset };
});
