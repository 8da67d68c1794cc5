import type BillingModuleService from '../modules/billing/service';
import type CreditsModuleService from '../modules/credits/service';

/** The two that a plan keeps in line: what was paid, and what it grants. */
export interface PlanBooks {
	billing: BillingModuleService;
	credits: CreditsModuleService;
}

/** The same, and the orders of the shop, which grant by themselves. */
export interface Books extends PlanBooks {
	/** Makes the order follow that a payment of the shop's own was for. */
	followOrder(paymentId: string): Promise<Followed>;
}

/** What following an object came to. `ignored`: it concerns no plan of this shop, or nothing of it is for us. */
export type Followed = { state: 'done' } | { state: 'ignored'; reason: string };

export const DONE: Followed = { state: 'done' };

export function ignored(reason: string): Followed {
	return { state: 'ignored', reason };
}
