import type { MedusaContainer } from '@medusajs/framework/types';
import { generateEntityId, Modules } from '@medusajs/framework/utils';
import { BILLING_MODULE } from '../modules/billing';
import type { UnmirroredPeriod } from '../modules/billing/mirrors';
import type BillingModuleService from '../modules/billing/service';
import { mirrorOrder } from './mirror-order';
import { mirrorPayments } from './mirror-payments';
import { oneAtATime } from './one-at-a-time';

const BATCH = 500;

/**
 * Makes an order of the shop for every period that the biller was paid for, with its payment: so that its customer and the shop's
 * people find it where all others are, and refund it there. It grants nothing: the period did.
 *
 * Its id is chosen and written down before it exists, and what is there of it is looked at before anything is made: whoever comes
 * after a crash, at any step, goes on with the same order.
 * @param report hears of each period whose order could not be made; the next run tries again.
 */
export async function mirrorPeriods(
	container: MedusaContainer,
	report: (message: string, error: Error) => void,
): Promise<void> {
	const billing = container.resolve<BillingModuleService>(BILLING_MODULE);
	for (const period of await billing.unmirroredPeriods(BATCH)) {
		try {
			await oneAtATime(container, 'mirror', period.invoice_id, () => mirror(container, period));
		} catch (error) {
			report(`What was paid with invoice ${period.invoice_id} could not be made an order`, error as Error);
		}
	}
}

async function mirror(container: MedusaContainer, period: UnmirroredPeriod): Promise<void> {
	const billing = container.resolve<BillingModuleService>(BILLING_MODULE);
	const id = await billing.chooseOrder(period.invoice_id, generateEntityId(undefined, 'order'));
	const plan = await billing.findPlan(period.plan_id);
	if (!id || !plan) return; // somebody else has done it while this one waited
	await mirrorOrder(container, id, plan, period);
	await mirrorPayments(container, id, period);
	// Before it is noted: who listens for orders rather hears of one twice than never.
	await container.resolve(Modules.EVENT_BUS).emit({ name: 'order.placed', data: { id } });
	await billing.noteMirrored(period.invoice_id);
}
