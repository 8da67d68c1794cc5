import { AnswerpackError } from '@answerpack/shared/contract';
import { decideSwitch } from '../modules/billing/decide-switch';
import type { PlanTerms } from '../modules/billing/plan-terms';
import type { Plan, PlanPeriod } from '../modules/billing/plans';
import type { BilledSubscription, RecurringBilling } from '../modules/billing/recurring-billing';
import type { Books, PlanBooks } from './books';
import { followInvoice } from './follow-invoice';

/** What a customer may do with a plan of theirs. Each answers the plan as it is then. */

/** Ends it with its period, or lets it go on after all. @throws AnswerpackError `plan_conflict` when it has ended. */
export async function cancelPlan(books: Books, plan: Plan, cancel: boolean): Promise<Plan> {
	return change(books, plan, (biller, id) => biller.cancelAtPeriodEnd(id, cancel));
}

/** Ends it at once, because what was paid for its period was given back. One that has ended stays so. */
export async function endPlan(books: PlanBooks, id: string): Promise<void> {
	const plan = await books.billing.findPlan(id);
	if (!plan || plan.status === 'ended') return;
	await change(books, plan, (biller, id) => biller.end(id));
}

/**
 * Bills another card from now on, and at once what is open.
 * @throws AnswerpackError `card_refused`; `not_allowed` for a card of somebody else; `plan_conflict`
 */
export async function changeCard(books: Books, plan: Plan, paymentMethodId: string): Promise<Plan> {
	return change(books, plan, (biller, id) => biller.changeCard(id, paymentMethodId));
}

/** What a browser needs to save a card for this plan. @throws AnswerpackError `plan_conflict` */
export async function saveCard({ billing }: Books, plan: Plan): Promise<{ client_secret: string }> {
	const subscription = await billing.biller().subscription(runningId(plan));
	if (!subscription) throw new AnswerpackError('plan_conflict');
	return billing.biller().saveCard(subscription.payer_id);
}

/**
 * Switches to other terms: to more at once, for the difference; to less with the next period.
 * @throws AnswerpackError `plan_conflict` when the terms cannot be compared or a payment is missing; `card_refused`
 */
export async function switchPlan(books: Books, plan: Plan, target: PlanTerms): Promise<Plan> {
	const { billing } = books;
	const biller = billing.biller();
	const subscription = await biller.subscription(runningId(plan));
	const paid = (await billing.periodsOf(plan.id))[0];
	if (!subscription || !paid || subscription.status !== 'active') throw new AnswerpackError('plan_conflict');
	const terms = termsOf(plan, paid, subscription.price_id);
	const how = decideSwitch(terms, target);
	if (how === 'conflict') throw new AnswerpackError('plan_conflict', { reason: differenceOf(terms.paid, target) });
	if (how === 'none') return plan;
	const price_id = await biller.priceFor(target);
	// Before it is billed: its invoice may be heard of before this call comes to its end.
	await billing.addTerms(plan.id, price_id, target);
	const switched = await change(books, plan, async (_, id) => {
		if (how === 'at_period_end') return biller.switchAtPeriodEnd(id, price_id);
		if (subscription.price_id === paid.price_id) return biller.switchNow(id, price_id);
		// What is given back must be what was paid, not the smaller plan that was announced.
		await biller.switchAtPeriodEnd(id, paid.price_id);
		try {
			return await biller.switchNow(id, price_id);
		} catch (error) {
			await biller.switchAtPeriodEnd(id, subscription.price_id);
			throw error;
		}
	});
	// The difference is paid by now: nobody has to wait for the message that says so.
	const last = how === 'now' && (await biller.paidInvoices(subscription.id)).at(-1);
	if (last) await followInvoice(books, last.id);
	return switched;
}

/** Why two plans cannot be compared. */
function differenceOf(paid: PlanTerms, target: PlanTerms): 'bot' | 'currency' | 'interval' {
	if (target.bot_id !== paid.bot_id) return 'bot';
	return target.currency_code === paid.currency_code ? 'interval' : 'currency';
}

function termsOf({ terms }: Plan, paid: PlanPeriod, next: string): { paid: PlanTerms; next: PlanTerms } {
	const found = { paid: terms[paid.price_id], next: terms[next] };
	if (found.paid && found.next) return { paid: found.paid, next: found.next };
	throw new AnswerpackError('plan_conflict', {
		reason: 'its price was chosen at Stripe, and nobody knows what it grants',
	});
}

async function change(
	{ billing }: PlanBooks,
	plan: Plan,
	ask: (biller: RecurringBilling, subscriptionId: string) => Promise<BilledSubscription>,
): Promise<Plan> {
	const id = runningId(plan);
	await billing.writeSubscription(plan.id, () => ask(billing.biller(), id));
	return (await billing.findPlan(plan.id)) ?? plan;
}

function runningId({ subscription_id, status }: Plan): string {
	if (subscription_id && status !== 'ended') return subscription_id;
	throw new AnswerpackError('plan_conflict', { reason: 'it is not running' });
}
