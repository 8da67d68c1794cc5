import { BILLING_MODULE } from '../../../../modules/billing';
import type BillingModuleService from '../../../../modules/billing/service';
import { adminCall } from '../admin-call';
import type { AdminShop } from '../types';

/** What this shop can do. */
export const GET = adminCall(
	async ({ req }): Promise<AdminShop> => ({
		sells_plans: req.scope.resolve<BillingModuleService>(BILLING_MODULE).sellsPlans(),
	}),
);
