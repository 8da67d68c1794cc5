import { DONE } from '../books';
import { followDispute } from '../follow-dispute';
import { followRefund } from '../follow-refund';
import { startPlan } from '../start-plan';
import { CUSTOMER, DAY_SECONDS, LARGE, openStage, SMALL } from './stage';

// Scenarios 8, 9 and 10 of the ledger, for plans, over Stripe's messages: in any order, twice, and with another process at work
// after each. What must come out is the same, and the books are right.

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
	stage = await openStage('answerpack_plans');
});
beforeEach(() => stage.begin());
afterEach(async () => {
	expect(await stage.books.ledger.audit()).toEqual([]);
	expect(await stage.failed()).toEqual([]);
});
afterAll(() => stage.close());

const HOUR_SECONDS = 3600;
/** To just before the renewal is charged, and to after it. */
const untilPeriodEnd = async (planId: string) => {
	const plan = await stage.billing().findPlan(planId);
	const seconds = (Number(plan?.period_ends_at) - (await stage.clock()).getTime()) / 1000;
	await stage.pass(seconds - HOUR_SECONDS);
};
/** Lets a period end and its renewal be charged. Messages wait until they are delivered. */
const renew = async (planId: string) => {
	await untilPeriodEnd(planId);
	await stage.pass(2.5 * HOUR_SECONDS);
};
const planNow = async (id: string) => {
	const plan = await stage.billing().findPlan(id);
	if (!plan) throw new Error('there is no such plan');
	return plan;
};
const keyOf = async (subscription: string | null, nth: number) =>
	`plan:${(await stage.paidInvoices(subscription)).at(nth)?.id}`;

describe('a plan', () => {
	it('grants its first period at once, is billed from the second one on, and begins once however often it is begun', async () => {
		const { plan, started } = await stage.start();
		expect(plan).toMatchObject({
			status: 'active',
			period_ends_at: new Date(Math.floor(+started.ends_at / 1000) * 1000),
		});
		expect(await stage.lots(plan.customer_id)).toEqual({
			[`plan:first:${plan.id}`]: { granted: 10_000, left: 10_000, spent: 0, expired: 0, revoked: 0, frozen: 0 },
		});
		const again = await Promise.all([1, 2, 3].map(() => startPlan(stage.plansBooks(), started)));
		expect(new Set(again.map(({ id }) => id))).toEqual(new Set([plan.id]));
		expect((await stage.stripe.subscriptions.list({ customer: started.payer_id, status: 'all' })).data).toHaveLength(1);
		await expect(startPlan(stage.plansBooks(), { ...started, line_item_id: 'another' })).rejects.toMatchObject({
			code: 'plan_conflict',
		});
		expect(await stage.left(plan.customer_id)).toBe(10_000);
	});

	it('renews: a new allowance, and at most three credits of what was left move on', async () => {
		const { plan } = await stage.start();
		await stage.spend(plan.customer_id, 4000);
		await renew(plan.id);
		await stage.deliver();
		const renewal = await keyOf(plan.subscription_id, 0);
		expect(await stage.lots(plan.customer_id)).toMatchObject({
			[renewal]: { granted: 10_000, left: 10_000 },
			[`${renewal}:rollover`]: { granted: 3000, left: 3000 },
			[`plan:first:${plan.id}`]: { spent: 4000, revoked: 3000, left: 3000 },
		});
		await stage.pass(2 * HOUR_SECONDS);
		expect(await stage.left(plan.customer_id)).toBe(13_000);
		expect((await planNow(plan.id)).period_ends_at.getTime()).toBeGreaterThan(plan.period_ends_at.getTime());
	});
});

describe('a beginning', () => {
	it('in the middle of a second moves on what is left all the same: Stripe knows whole seconds only', async () => {
		const { started } = await stage.start();
		const customer_id = `${CUSTOMER}_of_a_moment`;
		const [starts_at, ends_at] = [new Date(+started.starts_at + 789), new Date(+started.ends_at + 789)];
		const times = { starts_at, ends_at };
		const plan = await startPlan(stage.plansBooks(), { ...started, customer_id, line_item_id: 'moment', ...times });
		// A switch within that second would else seem to be before it.
		expect((await stage.billing().periodsOf(plan.id))[0]?.starts_at).toEqual(started.starts_at);
		await renew(plan.id);
		await stage.deliver();
		await stage.pass(2 * HOUR_SECONDS);
		expect(await stage.left(customer_id)).toBe(13_000);
	});

	it('that comes after its second period should have begun is billed at once', async () => {
		const { started } = await stage.start();
		const late = { ...started, customer_id: `${CUSTOMER}_late`, line_item_id: 'late' };
		await stage.pass(40 * DAY_SECONDS);
		const plan = await startPlan(stage.plansBooks(), late);
		await stage.deliver();
		expect(plan).toMatchObject({ status: 'active' });
		expect(await stage.left(late.customer_id)).toBe(10_000);
	});
});

describe.each(['oldest_first', 'newest_first', 'shuffled'] as const)(
	'messages that come %s, and each of them twice',
	(order) => {
		beforeEach(() => stage.control('/webhooks', { hold: true, duplicate: 1 }));
		afterEach(() => stage.control('/webhooks', { hold: true, duplicate: 0 }));
		const deliver = async () => {
			await stage.deliver(order);
			stage.restart();
			await stage.workOff();
		};

		it('of two renewals grant each of them once, with what moved on through both', async () => {
			const { plan } = await stage.start();
			await renew(plan.id);
			await stage
				.billing()
				.writeSubscription(plan.id, () => stage.billing().biller().subscription(String(plan.subscription_id)));
			await renew(plan.id);
			await deliver();
			const [first, second] = [await keyOf(plan.subscription_id, 0), await keyOf(plan.subscription_id, 1)];
			expect(Object.keys(await stage.lots(plan.customer_id)).toSorted()).toEqual(
				[`plan:first:${plan.id}`, first, `${first}:rollover`, second, `${second}:rollover`].toSorted(),
			);
			await stage.pass(2 * HOUR_SECONDS);
			expect(await stage.left(plan.customer_id)).toBe(13_000);
		});

		it('of an upgrade and a cancellation in mid-answer: the difference is granted, and the answer is paid', async () => {
			const { plan } = await stage.start();
			const held = await stage.books.ledger.reserve('bot1', {
				id: crypto.randomUUID(),
				subject: { kind: 'customer', key: plan.customer_id },
				purpose: 'answer',
				amount: 4000,
				ttl_seconds: 60,
			});
			await renew(plan.id);
			await stage.deliver(order);
			const biller = stage.billing().biller();
			const large = await biller.priceFor(LARGE);
			await stage.billing().addTerms(plan.id, large, LARGE);
			await biller.switchNow(String(plan.subscription_id), large);
			await biller.cancelAtPeriodEnd(String(plan.subscription_id), true);
			await deliver();
			await stage.books.ledger.release('bot1', held.id, { reason: 'it failed' });
			const upgrade = await keyOf(plan.subscription_id, 1);
			const lots = await stage.lots(plan.customer_id);
			// The switch comes an hour and a half into the period: the whole difference but that much.
			expect(lots[upgrade]?.granted).toBeGreaterThan(39_800);
			expect(lots[upgrade]?.granted).toBeLessThanOrEqual(40_000);
			expect(await planNow(plan.id)).toMatchObject({ status: 'active', cancel_at_period_end: true, price_id: large });
			await renew(plan.id);
			await deliver();
			expect(await planNow(plan.id)).toMatchObject({ status: 'ended' });
			await stage.pass(2 * HOUR_SECONDS);
			expect(await stage.left(plan.customer_id)).toBe(0);
		});

		it('of a card that fails bring nothing new, and the allowance when it is paid with another card', async () => {
			const { plan, started } = await stage.start();
			await stage.control(`/payment_methods/${started.payment_method_id}`, { behaves_like: 'pm_card_chargeDeclined' });
			await untilPeriodEnd(plan.id);
			await stage.spend(plan.customer_id, 1000);
			await stage.pass(2.5 * HOUR_SECONDS);
			await deliver();
			expect(await planNow(plan.id)).toMatchObject({ status: 'past_due' });
			// What is left of the first period may be used until it expires.
			expect(await stage.left(plan.customer_id)).toBe(9000);
			await stage.pass(2 * HOUR_SECONDS);
			expect(await stage.left(plan.customer_id)).toBe(0);
			const card = await stage.stripe.paymentMethods.attach('pm_card_visa', { customer: started.payer_id });
			await stage.billing().biller().changeCard(String(plan.subscription_id), card.id);
			await deliver();
			expect(await planNow(plan.id)).toMatchObject({ status: 'active' });
			expect(await stage.left(plan.customer_id)).toBe(13_000);
		});

		it('of a refund and then a dispute of one renewal, after part of it is spent: never more than was granted', async () => {
			const { plan } = await stage.start({ ...SMALL, rollover_max: 0 });
			await renew(plan.id);
			await stage.pass(2 * HOUR_SECONDS);
			const payment_intent = await paymentOf(plan.subscription_id);
			await stage.stripe.refunds.create({ payment_intent, amount: 495 });
			await deliver();
			const renewal = await keyOf(plan.subscription_id, 0);
			expect((await stage.lots(plan.customer_id))[renewal]).toMatchObject({ left: 5000, revoked: 5000 });
			await stage.spend(plan.customer_id, 2000);
			const { id } = await stage.control('/disputes', { payment_intent, amount: 495 });
			await deliver();
			expect((await stage.lots(plan.customer_id))[renewal]).toMatchObject({ left: 0, frozen: 3000 });
			await stage.control(`/disputes/${id}`, { outcome: 'lost' });
			await deliver();
			expect((await stage.lots(plan.customer_id))[renewal]).toMatchObject({
				left: 0,
				frozen: 0,
				revoked: 8000,
				spent: 2000,
			});
		});

		it('of a dispute that is won before anybody heard of it, or after: everything can be used', async () => {
			const { plan } = await stage.start({ ...SMALL, rollover_max: 0 });
			await renew(plan.id);
			const payment_intent = await paymentOf(plan.subscription_id);
			const { id } = await stage.control('/disputes', { payment_intent });
			if (order === 'shuffled') {
				await deliver();
				expect(await stage.left(plan.customer_id)).toBe(10_000); // the first period's, for the rest of its two hours
			}
			await stage.control(`/disputes/${id}`, { outcome: 'won' });
			await deliver();
			await stage.pass(2 * HOUR_SECONDS);
			expect(await stage.left(plan.customer_id)).toBe(10_000);
		});
	},
);

describe('a refund', () => {
	it('made in Stripe takes back what it stands for; one that fails gives it again', async () => {
		const { plan, payment } = await stage.renewed(SMALL);
		await stage.spend(plan.customer_id, 4000);
		const refund = await stage.stripe.refunds.create({ payment_intent: payment.id });
		await stage.deliver();
		expect(await stage.left(plan.customer_id)).toBe(0);
		await stage.control(`/refunds/${refund.id}/fail`, {});
		await stage.deliver();
		await stage.deliver();
		expect(await stage.left(plan.customer_id)).toBe(6000);
	});

	it('after one that failed takes back what that one gave again', async () => {
		const { plan, payment } = await stage.renewed(SMALL);
		await stage.spend(plan.customer_id, 4000);
		const failing = await stage.stripe.refunds.create({ payment_intent: payment.id });
		await stage.deliver();
		await stage.control(`/refunds/${failing.id}/fail`, {});
		await stage.deliver();
		expect(await stage.left(plan.customer_id)).toBe(6000);
		await stage.stripe.refunds.create({ payment_intent: payment.id });
		await stage.deliver();
		expect(await stage.left(plan.customer_id)).toBe(0);
	});

	it('of a period whose rest has moved on takes it from there as well', async () => {
		const { plan } = await stage.start();
		await stage.spend(plan.customer_id, 10_000);
		await renew(plan.id);
		await stage.deliver();
		const payment_intent = await paymentOf(plan.subscription_id);
		await stage.pass(2 * HOUR_SECONDS);
		await stage.spend(plan.customer_id, 8000);
		await renew(plan.id);
		await stage.deliver();
		await stage.pass(2 * HOUR_SECONDS);
		expect(await stage.left(plan.customer_id)).toBe(12_000);
		await stage.stripe.refunds.create({ payment_intent });
		await stage.deliver();
		expect(await stage.left(plan.customer_id)).toBe(10_000);
	});

	it('of the first period is left to the order that paid for it, which may hold more than the plan', async () => {
		const { plan, payment } = await stage.start();
		const asked: string[] = [];
		const books = {
			...stage.plansBooks(),
			followOrder: async (id: string) => {
				asked.push(id);
				return DONE;
			},
		};
		const { id } = await stage.stripe.refunds.create({ payment_intent: payment.id });
		const { id: dispute } = await stage.control('/disputes', { payment_intent: payment.id });
		expect([await followRefund(books, id), await followDispute(books, String(dispute))]).toEqual([DONE, DONE]);
		expect(asked).toEqual([payment.id, payment.id]);
		expect(await stage.left(plan.customer_id)).toBe(10_000);
	});

	it('of something else is none of ours', async () => {
		const { plan, payer, started } = await stage.start();
		const other = await stage.stripe.paymentIntents.create({
			amount: 500,
			currency: 'eur',
			customer: payer.id,
			payment_method: started.payment_method_id,
			off_session: true,
			confirm: true,
			return_url: 'https://example.com/return',
		});
		await stage.stripe.refunds.create({ payment_intent: other.id });
		await stage.deliver();
		expect(await stage.left(plan.customer_id)).toBe(10_000);
	});
});

describe('a subscription', () => {
	it('is written down as the later question found it, whichever answer comes last, and never leaves its end', async () => {
		const { plan } = await stage.start();
		const billing = stage.billing();
		const found = await billing.biller().subscription(String(plan.subscription_id));
		if (!found) throw new Error('it was just begun');
		// Another question is asked and written down while this one waits for its answer.
		await billing.writeSubscription(plan.id, async () => {
			await billing.writeSubscription(plan.id, async () => ({ ...found, cancel_at_period_end: true }));
			return { ...found, status: 'past_due' };
		});
		expect(await planNow(plan.id)).toMatchObject({ status: 'active', cancel_at_period_end: true });
		await billing.writeSubscription(plan.id, async () => ({ ...found, status: 'ended' }));
		await billing.writeSubscription(plan.id, async () => found);
		expect(await planNow(plan.id)).toMatchObject({ status: 'ended' });
	});

	it('that names a plan of somebody else moves nothing of theirs', async () => {
		const { plan, payer } = await stage.start();
		const price = await stage.billing().biller().priceFor(SMALL);
		await stage.stripe.customers.update(payer.id, {});
		const { payer: thief, started } = await stage.start(SMALL, `${CUSTOMER}_thief`);
		await stage.stripe.subscriptions.create({
			customer: thief.id,
			items: [{ price }],
			default_payment_method: started.payment_method_id,
			metadata: { answerpack_plan_id: plan.id },
		});
		await stage.deliver();
		expect(await stage.left(plan.customer_id)).toBe(10_000);
		expect(await planNow(plan.id)).toMatchObject({ subscription_id: plan.subscription_id });
	});

	it('whose renewal Stripe could not be asked about is looked at again', async () => {
		const { plan } = await stage.start();
		await renew(plan.id);
		await stage.control('/faults', { effect: 'error', path: '/v1/invoices', method: 'GET', status: 500, times: 30 });
		await stage.deliver();
		expect(await stage.failed()).not.toEqual([]);
		expect(await stage.left(plan.customer_id)).toBe(10_000);
		await fetch(`${process.env.STRIPE_API_BASE}/_double/faults`, { method: 'DELETE' });
		await stage.books.rows('update answerpack_webhook set due_at = clock_timestamp() returning id');
		await stage.workOff();
		await stage.pass(2 * HOUR_SECONDS);
		expect(await stage.left(plan.customer_id)).toBe(13_000);
	});
});

async function paymentOf(subscription: string | null): Promise<string> {
	const [invoice] = await stage.paidInvoices(subscription);
	const { data } = await stage.stripe.invoicePayments.list({ invoice: String(invoice?.id) });
	return String(data[0]?.payment.payment_intent);
}
