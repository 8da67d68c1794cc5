import { isAnswerpackError } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { PRIVACY_MODULE } from '../modules/privacy';
import type PrivacyModuleService from '../modules/privacy/service';
import { REPORTS_MODULE } from '../modules/reports';
import type ReportsModuleService from '../modules/reports/service';
import { cancelPlan } from '../plans/change-plan';
import { openBooks } from '../plans/open-books';

const BATCH = 20;
/** What one run does at most; the next run goes on. */
const BATCHES_MAX = 50;

/**
 * Forgets every deleted customer whose turn has come: at Strapi, in the counts of refusals, and at the biller. What fails is tried
 * again later; no customer waits for another one.
 */
export async function forgetDeleted(
	container: MedusaContainer,
	report: (message: string, error: Error) => void,
): Promise<void> {
	const privacy = container.resolve<PrivacyModuleService>(PRIVACY_MODULE);
	for (let batch = 0; batch < BATCHES_MAX; batch++) {
		const due = await privacy.claimDeleted(BATCH);
		if (due.length === 0) return;
		for (const customer of due) {
			try {
				await forget(container, customer.customer_id);
				await privacy.noteForgotten(customer);
			} catch (error) {
				const failure = error instanceof Error ? error : new Error(String(error));
				await privacy.noteFailed(customer, isAnswerpackError(error) ? error.code : failure.message);
				// Once, and not with every attempt of the hours that Strapi may be away.
				if (customer.attempts === 1) report(`customer ${customer.customer_id} is not forgotten yet`, failure);
			}
		}
	}
}

/** Every step of it may be repeated, and none waits for another one to succeed: the biller is there while Strapi is away. */
async function forget(container: MedusaContainer, customerId: string): Promise<void> {
	const steps = await Promise.allSettled([
		endPlans(container, customerId),
		container.resolve<ReportsModuleService>(REPORTS_MODULE).forgetCustomer(customerId),
		container.resolve<PrivacyModuleService>(PRIVACY_MODULE).bots().erase(customerId),
	]);
	for (const step of steps) if (step.status === 'rejected') throw step.reason;
}

/** They end with the period that is paid: nobody is there any more to cancel them. */
async function endPlans(container: MedusaContainer, customerId: string): Promise<void> {
	const books = openBooks(container);
	if (!books.billing.sellsPlans()) return;
	for (const plan of await books.billing.plansOf(customerId)) {
		if (plan.status !== 'ended' && !plan.cancel_at_period_end) await cancelPlan(books, plan, true);
	}
}
