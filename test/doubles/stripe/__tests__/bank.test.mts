// What a bank, a card's owner and time do: at Stripe nobody can order it.
import type Stripe from 'stripe';
import { openStage, refusal, type Stage } from './stage.mts';

let stage: Stage;
let stripe: Stripe;
beforeEach(async () => {
	stage = await openStage();
	({ stripe } = stage);
});
afterEach(() => stage.end());

const DAY = 86_400;
const advance = (days: number) => stage.control('POST', '/clock', { advance_seconds: days * DAY });
/** Two hours past the end of the period: the renewal has been tried once. */
async function toRenewal({ id }: Stripe.Subscription): Promise<void> {
	const { items } = await stripe.subscriptions.retrieve(id);
	const { now } = await stage.control('GET', '/state');
	const advance_seconds = Number(items.data[0]?.current_period_end) - Number(now) + 7_200;
	await stage.control('POST', '/clock', { advance_seconds });
}
const pay = (params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
	stripe.paymentIntents.create({
		amount: 1_000,
		currency: 'eur',
		payment_method: 'pm_card_visa',
		confirm: true,
		return_url: 'https://shop.example/done?cart=1',
		...params,
	});

async function monthly(params: Partial<Stripe.SubscriptionCreateParams> = {}) {
	const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' });
	const [card] = (await stripe.customers.listPaymentMethods(customer.id)).data;
	await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: String(card?.id) } });
	const price = await stripe.prices.create({
		currency: 'eur',
		unit_amount: 1_000,
		recurring: { interval: 'month' },
		product_data: { name: 'Gold' },
	});
	const subscription = await stripe.subscriptions.create({
		customer: customer.id,
		items: [{ price: price.id }],
		...params,
	});
	return { customer, card: String(card?.id), subscription };
}
const invoicesOf = async (subscription: string) => (await stripe.invoices.list({ subscription })).data;
const typesOf = async (...types: string[]) => {
	const { data } = await stripe.events.list({ types, limit: 100 });
	return data.map(({ type }) => type).toReversed();
};

describe('the owner of a card', () => {
	test('says that it is them, and the payment goes through', async () => {
		const intent = await pay({ payment_method: 'pm_card_threeDSecure2Required' });
		const page = await (await fetch(String(intent.next_action?.redirect_to_url?.url))).text();
		expect(page).toContain('Your bank asks');
		expect(page).toContain('It moves no money');
		const answer = await stage.control('POST', `/authenticate/${intent.id}`, { outcome: 'succeeded' });
		const back = new URL(String(answer.return_url));
		expect(Object.fromEntries(back.searchParams)).toEqual({
			cart: '1',
			payment_intent: intent.id,
			payment_intent_client_secret: intent.client_secret,
			redirect_status: 'succeeded',
		});
		expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status: 'succeeded', next_action: null });
		expect(await typesOf('payment_intent.requires_action', 'payment_intent.succeeded')).toHaveLength(2);
	});

	test('says that it is not', async () => {
		const intent = await pay({ payment_method: 'pm_card_threeDSecure2Required' });
		const answer = await stage.control('POST', `/authenticate/${intent.id}`, { outcome: 'failed' });
		expect(answer).toMatchObject({ return_url: expect.stringContaining('redirect_status=failed') });
		expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
			status: 'requires_payment_method',
			last_payment_error: { code: 'payment_intent_authentication_failure' },
		});
		await expect(stage.control('POST', `/authenticate/${intent.id}`, { outcome: 'succeeded' })).rejects.toThrow();
	});

	test('says that it is them, and has no money', async () => {
		const intent = await pay({ payment_method: 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds' });
		await stage.control('POST', `/authenticate/${intent.id}`, { outcome: 'succeeded' });
		expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
			status: 'requires_payment_method',
			last_payment_error: { decline_code: 'insufficient_funds' },
		});
	});

	test('sets it up once, and is not asked again', async () => {
		const { id: customer } = await stripe.customers.create();
		const setup = await stripe.setupIntents.create({
			customer,
			payment_method: 'pm_card_authenticationRequiredOnSetup',
			confirm: true,
			return_url: 'https://shop.example',
		});
		await stage.control('POST', `/authenticate/${setup.id}`, { outcome: 'succeeded' });
		const card = await stripe.setupIntents.retrieve(setup.id);
		expect(card.status).toBe('succeeded');
		const params = { customer, payment_method: String(card.payment_method), off_session: true };
		expect(await pay(params)).toMatchObject({ status: 'succeeded' });
	});

	test('sets it up by paying once, too', async () => {
		const { id: customer } = await stripe.customers.create();
		const card = { customer, payment_method: 'pm_card_authenticationRequiredOnSetup' };
		const intent = await pay({ ...card, setup_future_usage: 'off_session' });
		await stage.control('POST', `/authenticate/${intent.id}`, { outcome: 'succeeded' });
		const payment_method = String(intent.payment_method);
		expect(await pay({ customer, payment_method, off_session: true })).toMatchObject({ status: 'succeeded' });
	});

	test('is shown nothing without the secret of the payment', async () => {
		const intent = await pay({ payment_method: 'pm_card_threeDSecure2Required' });
		const page = await (await fetch(`${stage.double.url}/_double/authenticate/${intent.id}?client_secret=no`)).text();
		expect(page).toContain('There is no such payment');
	});
});

describe('a bank', () => {
	const dispute = async (params: object = {}) => {
		const intent = await pay();
		const made = await stage.control('POST', '/disputes', { payment_intent: intent.id, ...params });
		return { id: String(made.id), charge: String(intent.latest_charge) };
	};
	const told = () =>
		typesOf(
			'charge.dispute.created',
			'charge.dispute.funds_withdrawn',
			'charge.dispute.updated',
			'charge.dispute.funds_reinstated',
			'charge.dispute.closed',
		);

	test('takes money back, and returns it when the merchant has won', async () => {
		const { id, charge } = await dispute();
		expect(await stripe.charges.retrieve(charge)).toMatchObject({ disputed: true });
		await stage.control('POST', `/disputes/${id}`, { outcome: 'won' });
		expect(await stripe.disputes.retrieve(id)).toMatchObject({ status: 'won' });
		expect(await told()).toEqual([
			'charge.dispute.created',
			'charge.dispute.funds_withdrawn',
			'charge.dispute.funds_reinstated',
			'charge.dispute.closed',
		]);
		await expect(stage.control('POST', `/disputes/${id}`, { outcome: 'lost' })).rejects.toThrow(/already closed/);
	});

	test('keeps it when the merchant has lost', async () => {
		const { id } = await dispute();
		await stage.control('POST', `/disputes/${id}`, { outcome: 'lost' });
		expect(await told()).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn', 'charge.dispute.closed']);
	});

	test('asks first, and moves money only when it escalates', async () => {
		const { id } = await dispute({ inquiry: true });
		expect(await stripe.disputes.retrieve(id)).toMatchObject({
			status: 'warning_needs_response',
			balance_transactions: [],
		});
		await stage.control('POST', `/disputes/${id}`, { outcome: 'escalated' });
		expect(await stripe.disputes.retrieve(id)).toMatchObject({ status: 'needs_response', is_charge_refundable: false });
		expect(await told()).toEqual([
			'charge.dispute.created',
			'charge.dispute.updated',
			'charge.dispute.funds_withdrawn',
		]);
	});

	test('asks, and leaves it at that', async () => {
		const { id, charge } = await dispute({ inquiry: true });
		await stage.control('POST', `/disputes/${id}`, { outcome: 'warning_closed' });
		expect(await told()).toEqual(['charge.dispute.created', 'charge.dispute.closed']);
		expect(await stripe.charges.retrieve(charge)).toMatchObject({ disputed: false });
	});

	test('sends a refund back days later', async () => {
		const intent = await pay();
		const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 400 });
		await stage.control('POST', `/refunds/${refund.id}/fail`);
		expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'failed' });
		expect(await stripe.charges.retrieve(String(intent.latest_charge))).toMatchObject({ amount_refunded: 0 });
		expect(await typesOf('refund.created', 'refund.failed', 'charge.refund.updated')).toEqual([
			'refund.created',
			'refund.failed',
			'charge.refund.updated',
		]);
		await expect(stage.control('POST', `/refunds/${refund.id}/fail`)).rejects.toThrow(/cannot fail any more/);
	});
});

describe('time', () => {
	test('renews what has no test clock, month after month', async () => {
		const { subscription } = await monthly();
		await advance(93);
		expect((await invoicesOf(subscription.id)).map(({ status }) => status)).toEqual(['paid', 'paid', 'paid', 'paid']);
		expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' });
	});

	test.each([
		['cancel', 'canceled', 'customer.subscription.deleted'],
		['mark_unpaid', 'unpaid', undefined],
		['leave_past_due', 'past_due', undefined],
	])('after the last retry, and with %s, a subscription is %s', async (dunning_end, status, event) => {
		await stage.control('POST', '/settings', { dunning_end });
		const { card, subscription } = await monthly();
		await stage.control('POST', `/payment_methods/${card}`, { behaves_like: 'pm_card_chargeDeclined' });
		await toRenewal(subscription);
		expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'past_due' });
		await advance(15);
		const ended = await stripe.subscriptions.retrieve(subscription.id);
		expect(ended.status).toBe(status);
		const [invoice] = await invoicesOf(subscription.id);
		// Once, and eight retries.
		expect(invoice).toMatchObject({ status: 'open', attempt_count: 9, next_payment_attempt: null });
		expect(await typesOf('invoice.payment_failed')).toHaveLength(9);
		if (event) {
			expect(await typesOf(event)).toEqual([event]);
			expect(ended.cancellation_details?.reason).toBe('payment_failed');
		}
	});

	test('brings a spoiled card back to life, and the next retry pays', async () => {
		const { card, subscription } = await monthly();
		await stage.control('POST', `/payment_methods/${card}`, { behaves_like: 'pm_card_chargeDeclined' });
		await toRenewal(subscription);
		await stage.control('POST', `/payment_methods/${card}`, { behaves_like: 'pm_card_visa' });
		await advance(3);
		expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' });
		expect((await invoicesOf(subscription.id)).map(({ status }) => status)).toEqual(['paid', 'paid']);
	});

	test('ends a trial without a card as it was asked to', async () => {
		const customer = await stripe.customers.create();
		const price = await stripe.prices.create({
			currency: 'eur',
			unit_amount: 1_000,
			recurring: { interval: 'month' },
			product_data: { name: 'Gold' },
		});
		const trial = (missing_payment_method: 'cancel' | 'pause' | 'create_invoice') =>
			stripe.subscriptions.create({
				customer: customer.id,
				items: [{ price: price.id }],
				trial_period_days: 7,
				trial_settings: { end_behavior: { missing_payment_method } },
			});
		const [canceled, paused, invoiced] = [await trial('cancel'), await trial('pause'), await trial('create_invoice')];
		await advance(8);
		const status = async ({ id }: Stripe.Subscription) => (await stripe.subscriptions.retrieve(id)).status;
		expect([await status(canceled), await status(paused), await status(invoiced)]).toEqual([
			'canceled',
			'paused',
			'past_due',
		]);
		const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
		await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card.id } });
		expect(await stripe.subscriptions.resume(paused.id)).toMatchObject({ status: 'active' });
		expect(await refusal(stripe.subscriptions.resume(paused.id))).toMatchObject({ statusCode: 400 });
	});

	test('makes events older than thirty days forgotten', async () => {
		await stripe.customers.create();
		await advance(29);
		expect((await stripe.events.list()).data).toHaveLength(1);
		await advance(2);
		expect((await stripe.events.list()).data).toEqual([]);
	});
});

test('an open invoice is paid on its page, with its secret', async () => {
	const { card, subscription } = await monthly();
	await stage.control('POST', `/payment_methods/${card}`, { behaves_like: 'pm_card_chargeDeclined' });
	await toRenewal(subscription);
	const [invoice] = await invoicesOf(subscription.id);
	const url = new URL(String(invoice?.hosted_invoice_url));
	const page = await (await fetch(url)).text();
	expect(page).toContain(String(invoice?.number));
	expect(page).toContain('It moves no money');
	const pay = (secret: string | null) =>
		stage.control('POST', `/invoices/${invoice?.id}/pay`, { payment_method: 'pm_card_visa', secret: String(secret) });
	await expect(pay('guess')).rejects.toThrow(/No such invoice/);
	expect(await pay(url.searchParams.get('secret'))).toMatchObject({ status: 'paid' });
	expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' });
});

test('an invoice whose card wants its owner is paid by way of their bank', async () => {
	const { card, subscription } = await monthly();
	await stage.control('POST', `/payment_methods/${card}`, { behaves_like: 'pm_card_authenticationRequired' });
	await toRenewal(subscription);
	const told = await typesOf('invoice.payment_action_required', 'invoice.payment_failed');
	expect(told).toEqual(['invoice.payment_action_required', 'invoice.payment_failed']);
	const [invoice] = await invoicesOf(subscription.id);
	const page = await (await fetch(String(invoice?.hosted_invoice_url))).text();
	const [, question] = /href="([^"]*authenticate[^"]*)"/.exec(page) ?? [];
	expect(question).toBeDefined();
	const intent = String(/pi_\w+?(?=\?)/.exec(String(question))?.[0]);
	await stage.control('POST', `/authenticate/${intent}`, { outcome: 'succeeded' });
	expect(await invoicesOf(subscription.id)).toMatchObject([{ status: 'paid' }, { status: 'paid' }]);
	expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' });

	// With a card that asks in the browser, the page goes to the bank by itself.
	await toRenewal(subscription);
	const [next] = await invoicesOf(subscription.id);
	const secret = new URL(String(next?.hosted_invoice_url)).searchParams.get('secret');
	const payment_method = 'pm_card_threeDSecure2Required';
	const answer = await stage.control('POST', `/invoices/${next?.id}/pay`, { payment_method, secret: String(secret) });
	expect(answer).toMatchObject({ status: 'open', return_url: expect.stringContaining('/_double/authenticate/pi_') });
});

test('the page of all says that no money moves, and shows what there is as text', async () => {
	const { subscription } = await monthly({ metadata: { a: '1' } });
	await stripe.customers.create({ email: '<script>alert(1)</script>@example.com' });
	const page = await (await fetch(stage.double.url)).text();
	expect(page).toContain('It moves no money');
	expect(page).toContain(subscription.id);
	expect(page).toContain('&lt;script&gt;alert(1)');
	expect(page).not.toContain('<script>alert');
});
