import type BillingModuleService from '../modules/billing/service';
import type CreditsModuleService from '../modules/credits/service';

/** The two that plans keep in line: what was paid, and what it grants. */
export interface Books {
	billing: BillingModuleService;
	credits: CreditsModuleService;
}

/** What following an object came to. `ignored`: it concerns no plan of this shop, or nothing of it is for us. */
export type Followed = { state: 'done' } | { state: 'ignored'; reason: string };

export const DONE: Followed = { state: 'done' };

export function ignored(reason: string): Followed {
	return { state: 'ignored', reason };
}
