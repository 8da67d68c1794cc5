import type Stripe from 'stripe';
import { customerWith, DAY, expanded, latestInvoice, only, priceOf, refusal, stripe } from '../stripe.mts';

const subscribe = async (price: string, params: Partial<Stripe.SubscriptionCreateParams> = {}) => {
	const customer = await customerWith('pm_card_visa');
	return stripe.subscriptions.create({ customer: customer.id, items: [{ price }], ...params });
};
const itemOf = ({ items }: Stripe.Subscription) => only(items.data);

describe('a subscription', () => {
	test('to a saved card is active at once, and its invoice paid', async () => {
		const price = await priceOf(1_000);
		const subscription = await subscribe(price.id, { metadata: { plan: 'gold' }, expand: ['latest_invoice.payments'] });
		const item = itemOf(subscription);
		expect(subscription).toMatchObject({ status: 'active', currency: 'eur', cancel_at_period_end: false });
		expect(item).toMatchObject({ quantity: 1, current_period_start: subscription.start_date });
		expect(item.current_period_end - item.current_period_start).toBeGreaterThanOrEqual(28 * DAY);

		const invoice = expanded(subscription.latest_invoice);
		expect(invoice).toMatchObject({
			status: 'paid',
			billing_reason: 'subscription_create',
			amount_paid: 1_000,
			amount_remaining: 0,
			number: expect.stringMatching(/-0001$/),
			parent: {
				type: 'subscription_details',
				subscription_details: { subscription: subscription.id, metadata: { plan: 'gold' } },
			},
		});
		expect(only(invoice.lines.data)).toMatchObject({
			amount: 1_000,
			period: { start: item.current_period_start, end: item.current_period_end },
			pricing: { price_details: { price: price.id } },
			parent: { subscription_item_details: { subscription: subscription.id, proration: false } },
		});
		const payment = only(invoice.payments?.data ?? []);
		expect(payment).toMatchObject({ status: 'paid', amount_paid: 1_000 });
		const byIntent = await stripe.invoicePayments.list({
			payment: { type: 'payment_intent', payment_intent: String(payment.payment.payment_intent) },
		});
		expect(only(byIntent.data).invoice).toBe(invoice.id);
	});

	test('without a card is refused, unless it may be incomplete', async () => {
		const price = await priceOf(1_000);
		const customer = await stripe.customers.create();
		const refused = await refusal(stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] }));
		expect(refused).toMatchObject({ statusCode: 400, code: 'resource_missing' });
		expect(refused.message).toMatch(/no attached payment source or default payment method/);
	});

	test('waits for its first payment, which the customer confirms', async () => {
		const price = await priceOf(1_000);
		const customer = await stripe.customers.create();
		const subscription = await stripe.subscriptions.create({
			customer: customer.id,
			items: [{ price: price.id }],
			payment_behavior: 'default_incomplete',
			payment_settings: { save_default_payment_method: 'on_subscription' },
			expand: ['latest_invoice.confirmation_secret', 'latest_invoice.payments'],
		});
		expect(subscription.status).toBe('incomplete');
		const invoice = expanded(subscription.latest_invoice);
		expect(invoice).toMatchObject({ status: 'open', hosted_invoice_url: expect.stringMatching(/^http/) });
		const intent = String(only(invoice.payments?.data ?? []).payment.payment_intent);
		expect(invoice.confirmation_secret?.client_secret).toContain(`${intent}_secret_`);

		expect(await refusal(stripe.paymentIntents.cancel(intent))).toMatchObject({ statusCode: 400 });
		expect(await refusal(stripe.paymentIntents.update(intent, { amount: 500 }))).toMatchObject({ statusCode: 400 });
		await refusal(stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_visa_chargeDeclined' }));
		expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'incomplete' });
		const paid = await stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_visa' });
		expect(paid).toMatchObject({ status: 'succeeded', customer: customer.id });
		expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
			status: 'active',
			default_payment_method: paid.payment_method,
		});
		expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'paid' });
	});

	test('whose first payment is declined is incomplete, or was never begun', async () => {
		const price = await priceOf(1_000);
		const customer = await customerWith('pm_card_chargeCustomerFail');
		const params = { customer: customer.id, items: [{ price: price.id }] };
		expect(await stripe.subscriptions.create(params)).toMatchObject({ status: 'incomplete' });
		const refused = await refusal(stripe.subscriptions.create({ ...params, payment_behavior: 'error_if_incomplete' }));
		expect(refused).toMatchObject({ statusCode: 402, code: 'card_declined' });
		expect((await stripe.subscriptions.list({ customer: customer.id })).data).toHaveLength(1);
	});

	test('on trial costs nothing yet, and needs no card', async () => {
		const price = await priceOf(1_000);
		const customer = await stripe.customers.create();
		const subscription = await stripe.subscriptions.create({
			customer: customer.id,
			items: [{ price: price.id }],
			trial_period_days: 7,
			expand: ['latest_invoice', 'pending_setup_intent'],
		});
		const { trial_end, start_date } = subscription;
		expect(subscription).toMatchObject({ status: 'trialing', trial_end: start_date + 7 * DAY });
		expect(itemOf(subscription).current_period_end).toBe(trial_end);
		expect(expanded(subscription.latest_invoice)).toMatchObject({ status: 'paid', amount_due: 0, total: 0 });
		const setup = expanded(subscription.pending_setup_intent);
		await stripe.setupIntents.confirm(setup.id, { payment_method: 'pm_card_visa', return_url: 'https://example.com' });
		expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
			default_payment_method: expect.stringMatching(/^pm_/),
			pending_setup_intent: null,
		});
	});

	test('that begins at a later renewal is free until then, with no invoice', async () => {
		const price = await priceOf(1_000);
		const anchor = Math.floor(Date.now() / 1000) + 20 * DAY;
		const subscription = await subscribe(price.id, { billing_cycle_anchor: anchor, proration_behavior: 'none' });
		expect(subscription).toMatchObject({ status: 'active', latest_invoice: null, billing_cycle_anchor: anchor });
		expect(itemOf(subscription).current_period_end).toBe(anchor);
		const tooLate = { billing_cycle_anchor: Math.floor(Date.now() / 1000) + 40 * DAY };
		expect(await refusal(subscribe(price.id, tooLate))).toMatchObject({ statusCode: 400 });
	});

	test('must be to something that recurs', async () => {
		const once = await stripe.prices.create({ currency: 'eur', unit_amount: 500, product_data: { name: 'Pack' } });
		const refused = await refusal(subscribe(once.id));
		expect(refused).toMatchObject({ statusCode: 400, param: 'items[0][price]' });
	});
});

describe('switching', () => {
	test('to a dearer plan at once costs the difference for the rest of the period', async () => {
		const [small, large] = await Promise.all([priceOf(1_000), priceOf(3_000)]);
		const subscription = await subscribe(small.id);
		const item = itemOf(subscription);
		const items = [{ id: item.id, price: large.id }];
		const previewed = await stripe.invoices.createPreview({
			subscription: subscription.id,
			subscription_details: { items, proration_behavior: 'always_invoice' },
		});
		const switched = await stripe.subscriptions.update(subscription.id, {
			items: [{ id: item.id, price: large.id, metadata: { size: 'large' } }],
			proration_behavior: 'always_invoice',
			payment_behavior: 'error_if_incomplete',
			expand: ['latest_invoice'],
		});
		expect(itemOf(switched)).toMatchObject({ id: item.id, price: { id: large.id }, metadata: { size: 'large' } });
		expect(itemOf(switched).current_period_end).toBe(item.current_period_end);
		const invoice = expanded(switched.latest_invoice);
		expect(invoice).toMatchObject({ status: 'paid', billing_reason: 'subscription_update' });
		// Seconds after its start, nearly all of the period is left.
		const [unused, remaining] = invoice.lines.data.map(({ amount }) => amount).toSorted((a, b) => a - b);
		expect(unused).toBeGreaterThanOrEqual(-1_000);
		expect(unused).toBeLessThan(-990);
		expect(remaining).toBeGreaterThan(2_980);
		expect(invoice.amount_paid).toBe(Number(unused) + Number(remaining));
		expect(Math.abs(previewed.amount_due - invoice.amount_due)).toBeLessThanOrEqual(1);
		expect(invoice.lines.data.every(({ parent }) => parent?.subscription_item_details?.proration)).toBe(true);
	});

	test('to a cheaper plan at the period’s end costs nothing now', async () => {
		const [large, small] = await Promise.all([priceOf(3_000), priceOf(1_000)]);
		const subscription = await subscribe(large.id);
		const switched = await stripe.subscriptions.update(subscription.id, {
			items: [{ id: itemOf(subscription).id, price: small.id }],
			proration_behavior: 'none',
		});
		expect(itemOf(switched).price.id).toBe(small.id);
		expect(switched.latest_invoice).toBe(subscription.latest_invoice);
		const next = await stripe.invoices.createPreview({ subscription: subscription.id });
		expect(next).toMatchObject({ amount_due: 1_000 });
	});

	test('to another interval begins a new period now', async () => {
		const [month, year] = await Promise.all([priceOf(1_000), priceOf(10_000, { interval: 'year' })]);
		const subscription = await subscribe(month.id);
		const switched = await stripe.subscriptions.update(subscription.id, {
			items: [{ id: itemOf(subscription).id, price: year.id }],
			expand: ['latest_invoice'],
		});
		expect(itemOf(switched).current_period_end - itemOf(switched).current_period_start).toBeGreaterThan(360 * DAY);
		const invoice = expanded(switched.latest_invoice);
		expect(invoice.amount_paid).toBeGreaterThanOrEqual(9_000);
		expect(invoice.amount_paid).toBeLessThan(9_020);
	});

	test('that cannot be paid changes nothing, if it is asked for so', async () => {
		const [small, large] = await Promise.all([priceOf(1_000), priceOf(3_000)]);
		const subscription = await subscribe(small.id);
		const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
			customer: String(subscription.customer),
		});
		await stripe.subscriptions.update(subscription.id, { default_payment_method: bad.id });
		const refused = await refusal(
			stripe.subscriptions.update(subscription.id, {
				items: [{ id: itemOf(subscription).id, price: large.id }],
				proration_behavior: 'always_invoice',
				payment_behavior: 'error_if_incomplete',
			}),
		);
		expect(refused).toMatchObject({ statusCode: 402, code: 'card_declined' });
		const unchanged = await stripe.subscriptions.retrieve(subscription.id);
		expect(itemOf(unchanged).price.id).toBe(small.id);
		expect(unchanged.status).toBe('active');
	});

	test('waits for its money, if it is asked for so, and comes when it is paid', async () => {
		const [small, large] = await Promise.all([priceOf(1_000), priceOf(3_000)]);
		const subscription = await subscribe(small.id);
		const customer = String(subscription.customer);
		const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
		await stripe.subscriptions.update(subscription.id, { default_payment_method: bad.id });
		const params = {
			items: [{ id: itemOf(subscription).id, price: large.id }],
			proration_behavior: 'always_invoice' as const,
			payment_behavior: 'pending_if_incomplete' as const,
		};
		expect(
			await refusal(stripe.subscriptions.update(subscription.id, { ...params, metadata: { a: '1' } })),
		).toMatchObject({
			statusCode: 400,
		});
		const waiting = await stripe.subscriptions.update(subscription.id, { ...params, expand: ['latest_invoice'] });
		expect(waiting).toMatchObject({
			status: 'active',
			pending_update: { expires_at: expect.any(Number), subscription_items: [{ price: { id: large.id } }] },
		});
		expect(itemOf(waiting).price.id).toBe(small.id);
		const invoice = expanded(waiting.latest_invoice);
		expect(invoice).toMatchObject({ status: 'open', billing_reason: 'subscription_update' });

		const good = await stripe.paymentMethods.attach('pm_card_visa', { customer });
		await stripe.invoices.pay(invoice.id, { payment_method: good.id });
		const switched = await stripe.subscriptions.retrieve(subscription.id);
		expect(itemOf(switched).price.id).toBe(large.id);
		expect(switched).toMatchObject({ status: 'active', pending_update: null });
	});

	test('that can be paid at once does not wait', async () => {
		const [small, large] = await Promise.all([priceOf(1_000), priceOf(3_000)]);
		const subscription = await subscribe(small.id);
		const switched = await stripe.subscriptions.update(subscription.id, {
			items: [{ id: itemOf(subscription).id, price: large.id }],
			proration_behavior: 'always_invoice',
			payment_behavior: 'pending_if_incomplete',
		});
		expect(itemOf(switched).price.id).toBe(large.id);
		expect(switched.pending_update).toBeNull();
	});

	test('a price without the item adds one more item', async () => {
		const [first, second] = await Promise.all([priceOf(1_000), priceOf(2_000)]);
		const subscription = await subscribe(first.id);
		const both = await stripe.subscriptions.update(subscription.id, { items: [{ price: second.id }] });
		expect(both.items.data.map(({ price }) => price.id).toSorted()).toEqual([first.id, second.id].toSorted());
	});
});

describe('ending', () => {
	test('at the period’s end can be taken back', async () => {
		const subscription = await subscribe((await priceOf(1_000)).id);
		const ending = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
		expect(ending).toMatchObject({
			status: 'active',
			cancel_at_period_end: true,
			cancel_at: itemOf(subscription).current_period_end,
			cancellation_details: { reason: 'cancellation_requested' },
		});
		expect(await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false })).toMatchObject({
			cancel_at_period_end: false,
			cancel_at: null,
			canceled_at: null,
		});
	});

	test('at once is for ever', async () => {
		const subscription = await subscribe((await priceOf(1_000)).id);
		expect(await stripe.subscriptions.cancel(subscription.id)).toMatchObject({
			status: 'canceled',
			ended_at: expect.any(Number),
		});
		expect(await refusal(stripe.subscriptions.cancel(subscription.id))).toMatchObject({
			statusCode: 404,
			code: 'resource_missing',
		});
		expect(await refusal(stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true }))).toMatchObject({
			statusCode: 400,
		});
		const customer = String(subscription.customer);
		expect((await stripe.subscriptions.list({ customer })).data).toEqual([]);
		expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toHaveLength(1);
	});

	test('comes with the end of its customer', async () => {
		const subscription = await subscribe((await priceOf(1_000)).id);
		await stripe.customers.del(String(subscription.customer));
		expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'canceled' });
	});
});

describe('an invoice', () => {
	test('that is open is paid by another card, once', async () => {
		const price = await priceOf(1_000);
		const customer = await customerWith('pm_card_chargeCustomerFail');
		const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
		const invoice = await latestInvoice(subscription.id);
		expect(invoice).toMatchObject({ status: 'open', attempt_count: 1, amount_remaining: 1_000 });
		expect(await refusal(stripe.invoices.pay(invoice.id))).toMatchObject({ statusCode: 402, code: 'card_declined' });
		const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
		expect(await stripe.invoices.pay(invoice.id, { payment_method: good.id })).toMatchObject({ status: 'paid' });
		expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'active' });
		expect((await refusal(stripe.invoices.pay(invoice.id))).message).toBe('Invoice is already paid');
	});

	test('that is void asks for nothing, and its first subscription never began', async () => {
		const price = await priceOf(1_000);
		const customer = await stripe.customers.create();
		const subscription = await stripe.subscriptions.create({
			customer: customer.id,
			items: [{ price: price.id }],
			payment_behavior: 'default_incomplete',
		});
		const invoice = await latestInvoice(subscription.id);
		expect(await stripe.invoices.voidInvoice(invoice.id)).toMatchObject({ status: 'void' });
		expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ status: 'incomplete_expired' });
		expect(await refusal(stripe.invoices.pay(invoice.id))).toMatchObject({ statusCode: 400 });
		expect((await stripe.invoices.listLineItems(invoice.id)).data).toHaveLength(1);
	});
});
