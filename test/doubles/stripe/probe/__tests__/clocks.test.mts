import type Stripe from 'stripe';
import { clock, customerWith, DAY, HOUR, latestInvoice, only, priceOf, refusal, stripe } from '../stripe.mts';

const itemOf = ({ items }: Stripe.Subscription) => only(items.data);
const read = (id: string) => stripe.subscriptions.retrieve(id);

async function monthly(card = 'pm_card_visa', params: Partial<Stripe.SubscriptionCreateParams> = {}) {
	const time = await clock(Date.UTC(2026, 0, 31, 12) / 1000);
	const [price, customer] = await Promise.all([priceOf(1_000), customerWith(card, { test_clock: time.id })]);
	const subscription = await stripe.subscriptions.create({
		customer: customer.id,
		items: [{ price: price.id }],
		...params,
	});
	return { time, price, customer, subscription, end: itemOf(subscription).current_period_end };
}

/** From now on the customer's card is refused. */
async function spoilCard(customer: string): Promise<void> {
	const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
	await stripe.customers.update(customer, { invoice_settings: { default_payment_method: bad.id } });
}

describe('a test clock', () => {
	test('advances while nobody waits, and not into the past', async () => {
		const time = await clock();
		const { begun, ready } = await time.to(time.start + DAY);
		expect(begun.status).toBe('advancing');
		expect(ready).toMatchObject({ status: 'ready', frozen_time: time.start + DAY });
		expect(await refusal(time.to(time.start))).toMatchObject({ statusCode: 400 });
	});

	test('goes two intervals of the shortest subscription at most', async () => {
		const { time, end } = await monthly();
		expect(await refusal(time.to(end + 60 * DAY))).toMatchObject({ statusCode: 400 });
	});

	test('takes its customers with it when it is deleted', async () => {
		const { time, customer, subscription } = await monthly();
		await stripe.testHelpers.testClocks.del(time.id);
		expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true });
		expect(await refusal(stripe.testHelpers.testClocks.retrieve(time.id))).toMatchObject({ statusCode: 404 });
		expect(subscription.test_clock).toBe(time.id);
	});
});

describe('a renewal', () => {
	test('is drafted at the period’s end and paid an hour later', async () => {
		const { time, subscription, end } = await monthly();
		expect(end).toBe(Date.UTC(2026, 1, 28, 12) / 1000);
		await time.to(end + 60);
		const draft = await latestInvoice(subscription.id);
		expect(draft).toMatchObject({ status: 'draft', billing_reason: 'subscription_cycle', created: end });
		const renewed = await read(subscription.id);
		expect(renewed).toMatchObject({ status: 'active', latest_invoice: draft.id });
		// The day of the first period comes back where a month has it.
		const next = { start: end, end: Date.UTC(2026, 2, 31, 12) / 1000 };
		expect(itemOf(renewed)).toMatchObject({ current_period_start: next.start, current_period_end: next.end });

		await time.to(end + 2 * HOUR);
		const paid = await stripe.invoices.retrieve(draft.id);
		expect(paid).toMatchObject({ status: 'paid', amount_paid: 1_000, attempt_count: 1 });
		// The invoice is of the period that has ended, its lines are of the one that has begun.
		expect(paid).toMatchObject({ period_start: subscription.start_date, period_end: end });
		expect(only(paid.lines.data).period).toEqual(next);
	});

	test('comes again, month after month', async () => {
		const { time, subscription, end } = await monthly();
		await time.to(end + 2 * HOUR);
		await time.to(Date.UTC(2026, 2, 31, 15) / 1000);
		await time.to(Date.UTC(2026, 3, 30, 15) / 1000);
		const { data } = await stripe.invoices.list({ subscription: subscription.id, status: 'paid' });
		expect(data.map(({ period_end }) => new Date(period_end * 1000).toISOString().slice(0, 10))).toEqual([
			'2026-04-30',
			'2026-03-31',
			'2026-02-28',
			'2026-01-31',
		]);
	});

	test('brings what a switch left for it', async () => {
		const { time, subscription, end } = await monthly();
		const large = await priceOf(3_000);
		await time.to(Math.floor((subscription.start_date + end) / 2));
		await stripe.subscriptions.update(subscription.id, { items: [{ id: itemOf(subscription).id, price: large.id }] });
		expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(1);
		await time.to(end + 2 * HOUR);
		const invoice = await latestInvoice(subscription.id);
		expect(invoice.lines.data.map(({ amount }) => amount).toSorted((a, b) => a - b)).toEqual([-500, 1_500, 3_000]);
		expect(invoice).toMatchObject({ status: 'paid', amount_paid: 4_000, billing_reason: 'subscription_cycle' });
	});

	test('does not come after a cancellation', async () => {
		const { time, subscription, end } = await monthly();
		await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
		await time.to(end + 2 * HOUR);
		expect(await read(subscription.id)).toMatchObject({ status: 'canceled', ended_at: end });
		expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(1);
	});

	test('follows a trial', async () => {
		const { time, subscription } = await monthly('pm_card_visa', { trial_period_days: 7 });
		const trialEnd = Number(subscription.trial_end);
		await time.to(trialEnd + 2 * HOUR);
		expect(await read(subscription.id)).toMatchObject({ status: 'active' });
		expect(await latestInvoice(subscription.id)).toMatchObject({
			status: 'paid',
			amount_paid: 1_000,
			billing_reason: 'subscription_cycle',
		});
	});

	test('takes what was credited before anything else', async () => {
		const { time, subscription, end } = await monthly();
		const small = await priceOf(100);
		const [item] = subscription.items.data;
		await stripe.subscriptions.update(subscription.id, {
			items: [{ id: String(item?.id), price: small.id }],
			proration_behavior: 'always_invoice',
		});
		expect(await latestInvoice(subscription.id)).toMatchObject({ status: 'paid', amount_due: 0, total: -900 });
		await time.to(end + 2 * HOUR);
		expect(await latestInvoice(subscription.id)).toMatchObject({
			status: 'paid',
			total: 100,
			amount_due: 0,
			starting_balance: -900,
			ending_balance: -800,
		});
	});
});

describe('a renewal that is not paid', () => {
	test('is tried again, and makes the subscription past due', async () => {
		const { time, customer, subscription, end } = await monthly();
		await spoilCard(customer.id);
		await time.to(end + 2 * HOUR);
		expect(await read(subscription.id)).toMatchObject({ status: 'past_due' });
		const invoice = await latestInvoice(subscription.id);
		expect(invoice).toMatchObject({ status: 'open', attempted: true, attempt_count: 1 });
		expect(Number(invoice.next_payment_attempt)).toBeGreaterThan(end);
		await time.to(Number(invoice.next_payment_attempt) + HOUR);
		expect((await stripe.invoices.retrieve(invoice.id)).attempt_count).toBe(2);
	});

	test('is paid by a new card, and all is well', async () => {
		const { time, customer, subscription, end } = await monthly();
		await spoilCard(customer.id);
		await time.to(end + 2 * HOUR);
		const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
		await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: good.id } });
		const { id } = await latestInvoice(subscription.id);
		expect(await stripe.invoices.pay(id)).toMatchObject({ status: 'paid', next_payment_attempt: null });
		expect(await read(subscription.id)).toMatchObject({ status: 'active' });
	});

	test('because the card wants its owner, sends a link to them', async () => {
		const { time, customer, subscription, end } = await monthly();
		const card = await stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer: customer.id });
		await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
		await time.to(end + 2 * HOUR);
		expect(await read(subscription.id)).toMatchObject({ status: 'past_due' });
		const invoice = await latestInvoice(subscription.id);
		expect(invoice).toMatchObject({ status: 'open', hosted_invoice_url: expect.stringMatching(/^http/) });
		const [payment] = (await stripe.invoicePayments.list({ invoice: invoice.id })).data;
		const intent = await stripe.paymentIntents.retrieve(String(payment?.payment.payment_intent));
		expect(intent.status).toBe('requires_action');
	});
});

test('a switch that was not paid within 23 hours is forgotten', async () => {
	const { time, price, customer, subscription } = await monthly();
	await spoilCard(customer.id);
	const large = await priceOf(3_000);
	const waiting = await stripe.subscriptions.update(subscription.id, {
		items: [{ id: itemOf(subscription).id, price: large.id }],
		proration_behavior: 'always_invoice',
		payment_behavior: 'pending_if_incomplete',
	});
	expect(waiting.pending_update).not.toBeNull();
	await time.to(time.start + DAY);
	const after = await read(subscription.id);
	expect(after).toMatchObject({ status: 'active', pending_update: null });
	expect(itemOf(after).price.id).toBe(price.id);
	expect(await stripe.invoices.retrieve(String(waiting.latest_invoice))).toMatchObject({ status: 'void' });
});

test('what was not paid within 23 hours never began', async () => {
	const time = await clock();
	const price = await priceOf(1_000);
	const customer = await stripe.customers.create({ test_clock: time.id });
	const { id } = await stripe.subscriptions.create({
		customer: customer.id,
		items: [{ price: price.id }],
		payment_behavior: 'default_incomplete',
	});
	await time.to(time.start + 22 * HOUR);
	expect(await read(id)).toMatchObject({ status: 'incomplete' });
	await time.to(time.start + 24 * HOUR);
	expect(await read(id)).toMatchObject({ status: 'incomplete_expired' });
	expect(await latestInvoice(id)).toMatchObject({ status: 'void' });
});
