import type BillingModuleService from '../modules/billing/service';
import type CreditsModuleService from '../modules/credits/service';

/** What is kept in line: what was paid, and what it grants; and the orders of the shop, which grant by themselves. */
export interface Books {
	billing: BillingModuleService;
	credits: CreditsModuleService;
	/** Makes the order follow that a payment of the shop's own was for. */
	followOrder(paymentId: string): Promise<Followed>;
}

/** What following an object came to. `ignored`: it concerns no plan of this shop, or nothing of it is for us. */
export type Followed = { state: 'done' } | { state: 'ignored'; reason: string };

export const DONE: Followed = { state: 'done' };

export function ignored(reason: string): Followed {
	return { state: 'ignored', reason };
}
