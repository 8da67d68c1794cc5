import type { MedusaContainer } from '@medusajs/framework/types';
import { BILLING_MODULE } from '../modules/billing';
import { CREDITS_MODULE } from '../modules/credits';
import type { PlanBooks } from './books';

/** What an order needs to begin and end plans; `openBooks` in turn leads to orders. */
export function openPlanBooks(container: MedusaContainer): PlanBooks {
	return { billing: container.resolve(BILLING_MODULE), credits: container.resolve(CREDITS_MODULE) };
}
