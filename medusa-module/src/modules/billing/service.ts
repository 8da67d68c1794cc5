import { AnswerpackError } from '@answerpack/shared/contract';
import type { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import * as inbox from './inbox';
import * as mirrors from './mirrors';
import { readStripeOptions, type StripeOptions } from './options';
import * as payments from './payments';
import type { PlanTerms } from './plan-terms';
import * as plans from './plans';
import type { BilledPayment, BilledSubscription, RecurringBilling } from './recurring-billing';
import type { Sql } from './sql';
import { StripeBilling } from './stripe/adapter';
import { readWebhook } from './stripe/webhook';

export interface BillingOptions {
	/** Without it the shop sells packs, and no plans. */
	stripe?: { api_key: string; webhook_secret: string };
}

/** Done messages are kept for so long, in days, to be looked at. */
const KEPT_DAYS = 30;

/**
 * Plans, what was paid for them, and the messages that tell of it. Knows nothing of lots and holds: what a message means for
 * credits is worked out in `src/plans`.
 */
export default class BillingModuleService {
	private readonly sql: Sql;
	private readonly stripe: StripeOptions | undefined;
	private readonly billing: RecurringBilling | undefined;

	constructor(container: Record<typeof ContainerRegistrationKeys.PG_CONNECTION, Sql>, options: BillingOptions = {}) {
		this.sql = container.__pg_connection__;
		this.stripe = readStripeOptions(options.stripe);
		this.billing = this.stripe && new StripeBilling(this.stripe.api_key, process.env.STRIPE_API_BASE);
	}

	/** Whether this shop can sell plans. */
	sellsPlans(): boolean {
		return this.billing !== undefined;
	}

	/** @throws AnswerpackError `plans_unavailable` */
	biller(): RecurringBilling {
		if (!this.billing) throw new AnswerpackError('plans_unavailable');
		return this.billing;
	}

	/**
	 * Checks a message and keeps it. One that concerns no plan, or another account's, is not kept.
	 * @throws AnswerpackError `webhook_signature_wrong`, `plans_unavailable`
	 */
	async receive(body: Buffer, signature: string | undefined): Promise<{ kept: boolean }> {
		if (!this.stripe) throw new AnswerpackError('plans_unavailable');
		const hint = readWebhook(body, signature, this.stripe.webhook_secret);
		return { kept: hint !== undefined && (await inbox.keep(this.sql, hint)) };
	}

	/** Messages to work on, leased to the caller; each must be ended. */
	async claimWebhooks(limit: number): Promise<inbox.KeptHint[]> {
		return inbox.claim(this.sql, limit);
	}

	async endWebhook(...[hint, outcome]: [inbox.KeptHint, Parameters<typeof inbox.end>[2]]): Promise<void> {
		await inbox.end(this.sql, hint, outcome);
	}

	/** @throws AnswerpackError `webhook_not_found` also for one that is done. */
	async tryWebhookAgain(id: string): Promise<inbox.KeptHint> {
		const hint = await inbox.tryAgain(this.sql, id);
		if (!hint) throw new AnswerpackError('webhook_not_found');
		return hint;
	}

	async findWebhook(id: string): Promise<inbox.KeptHint | undefined> {
		return inbox.find(this.sql, id);
	}

	async listWebhooks(page: { state?: inbox.HintState; limit: number; offset: number }) {
		return inbox.list(this.sql, page);
	}

	async forgetWebhooks(): Promise<void> {
		await inbox.forget(this.sql, KEPT_DAYS);
	}

	/**
	 * Adds a plan, or answers the one of this order's line.
	 * @throws AnswerpackError `plan_conflict` when the customer has a running plan at this bot.
	 */
	async createPlan(plan: plans.NewPlan): Promise<plans.Plan> {
		const created = await plans.insertPlan(this.sql, plan);
		if (!created) throw new AnswerpackError('plan_conflict', { reason: 'there is a running plan for this bot' });
		return created;
	}

	async findPlan(id: string): Promise<plans.Plan | undefined> {
		return plans.plan(this.sql, id);
	}

	async plansOf(customerId: string): Promise<plans.Plan[]> {
		return plans.plansOf(this.sql, customerId);
	}

	/** A page of plans, the newest first. */
	async listPlans(page: plans.PlanPage): Promise<{ plans: plans.Plan[]; count: number }> {
		return plans.listPlans(this.sql, page);
	}

	/** The plans that an order began. */
	async plansOfOrder(orderId: string): Promise<plans.Plan[]> {
		return plans.plansOfOrder(this.sql, orderId);
	}

	/** Plans that have not ended and were begun at the biller, after `after` in the order of ids. */
	async listRunningPlans(page: { limit: number; after?: string }): Promise<plans.Plan[]> {
		return plans.runningPlans(this.sql, page);
	}

	async addTerms(planId: string, priceId: string, terms: PlanTerms): Promise<void> {
		await plans.addTerms(this.sql, planId, priceId, terms);
	}

	/** Asks how a plan's subscription stands, or changes it, and writes the answer down. @returns nothing when there is none. */
	async writeSubscription(
		planId: string,
		ask: () => Promise<BilledSubscription | undefined>,
	): Promise<BilledSubscription | undefined> {
		const askedAt = await plans.now(this.sql);
		const subscription = await ask();
		if (subscription) await plans.writeSubscription(this.sql, planId, subscription, askedAt);
		return subscription;
	}

	async writePeriod(period: plans.NewPeriod): Promise<plans.PlanPeriod> {
		return plans.insertPeriod(this.sql, period);
	}

	async noteGranted(invoiceId: string): Promise<void> {
		await plans.noteGranted(this.sql, invoiceId);
	}

	async periodsOf(planId: string): Promise<plans.PlanPeriod[]> {
		return plans.periodsOf(this.sql, planId);
	}

	async periodOfPayment(paymentId: string): Promise<plans.PlanPeriod | undefined> {
		return plans.periodOfPayment(this.sql, paymentId);
	}

	async writeReversal(reversal: plans.Reversal): Promise<plans.Reversal> {
		return plans.insertReversal(this.sql, reversal);
	}

	async findReversal(id: string): Promise<plans.Reversal | undefined> {
		return plans.reversal(this.sql, id);
	}

	/** Asks what became of a payment's money, and writes the answer down. @returns nothing when there is no such payment. */
	async writePayment(ask: () => Promise<BilledPayment | undefined>): Promise<BilledPayment | undefined> {
		const askedAt = await plans.now(this.sql);
		const payment = await ask();
		if (payment) await payments.writePayment(this.sql, payment, askedAt);
		return payment;
	}

	/** What was last written down of these payments; one that nothing was ever given back of is not among them. */
	async payments(ids: string[]): Promise<payments.KnownPayment[]> {
		return payments.payments(this.sql, ids);
	}

	/** What the biller was paid for, and no order of the shop shows yet, the oldest first. */
	async unmirroredPeriods(limit: number): Promise<mirrors.UnmirroredPeriod[]> {
		return mirrors.unmirrored(this.sql, limit);
	}

	/** The id of the order that shows a period: `id`, unless one was chosen before. @returns nothing when that order is complete. */
	async chooseOrder(invoiceId: string, id: string): Promise<string | undefined> {
		return mirrors.chooseOrder(this.sql, invoiceId, id);
	}

	async noteMirrored(invoiceId: string): Promise<void> {
		await mirrors.noteMirrored(this.sql, invoiceId);
	}

	/** Those of these orders that only show what was paid for a period, and grant nothing themselves. */
	async mirrorsAmong(orderIds: string[]): Promise<Set<string>> {
		return mirrors.mirrorsAmong(this.sql, orderIds);
	}
}
