// Two shapes of one account: what Medusa's provider reads (stripe-node 15, 2024-04-10) and what the pinned stripe-node does.
import { openStage, type Stage } from './stage.mts';
import { complaints, MEDUSAS, PINNED } from './stripe-types.mts';

type Json = Record<string, unknown>;
type Answer = [type: string, answer: unknown];
type Version = '2024-04-10' | '2026-10-28.endive';

let stage: Stage;
let told: { subscription: string; invoice: string; intent: string; charge: string };
beforeAll(async () => {
	stage = await openStage();
	told = await tellStory(stage);
});
afterAll(() => stage.end());

/** One of everything: a plan that was switched, a refund, a dispute, a decline, a customer who must authenticate. */
async function tellStory({ stripe, control }: Stage) {
	const return_url = 'https://shop.example';
	const customer = await stripe.customers.create({ email: 'ada@example.com', payment_method: 'pm_card_visa' });
	const [card] = (await stripe.customers.listPaymentMethods(customer.id)).data;
	await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: String(card?.id) } });
	const product = await stripe.products.create({ name: 'Answers' });
	const price = (unit_amount: number) =>
		stripe.prices.create({ product: product.id, currency: 'eur', unit_amount, recurring: { interval: 'month' } });
	const [small, large] = [await price(1_000), await price(3_000)];
	const subscription = await stripe.subscriptions.create({
		customer: customer.id,
		items: [{ price: small.id }],
		metadata: { plan: 'gold', object: 'invoice' },
	});
	const [item] = subscription.items.data;
	const items = [{ id: String(item?.id), price: large.id }];
	await stripe.subscriptions.update(subscription.id, { items, proration_behavior: 'always_invoice' });
	const later = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: small.id }] });
	await control('POST', `/payment_methods/${card?.id}`, { behaves_like: 'pm_card_chargeDeclined' });
	await stripe.subscriptions.update(later.id, {
		items: [{ id: String(later.items.data[0]?.id), price: large.id }],
		proration_behavior: 'always_invoice',
		payment_behavior: 'pending_if_incomplete',
	});
	await stripe.testHelpers.testClocks.create({ frozen_time: 1_700_000_000 });
	await stripe.setupIntents.create({
		customer: customer.id,
		payment_method: 'pm_card_threeDSecure2Required',
		confirm: true,
		return_url,
	});
	const params = { amount: 1_000, currency: 'eur', confirm: true, return_url };
	await stripe.paymentIntents.create({ ...params, payment_method: 'pm_card_chargeDeclined' }).catch(() => undefined);
	await stripe.paymentIntents.create({ ...params, payment_method: 'pm_card_threeDSecure2Required' });
	const paid = await stripe.paymentIntents.create({ ...params, payment_method: 'pm_card_visa' });
	const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 100 });
	await control('POST', `/refunds/${refund.id}/fail`);
	await stripe.refunds.create({ payment_intent: paid.id, amount: 200 });
	const dispute = await control('POST', '/disputes', { payment_intent: paid.id });
	await control('POST', `/disputes/${dispute.id}`, { outcome: 'won' });
	await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:1', enabled_events: ['*'] });

	const [invoice] = (await stripe.invoices.list({ subscription: subscription.id })).data;
	const [payment] = (await stripe.invoicePayments.list({ invoice: String(invoice?.id) })).data;
	const intent = await stripe.paymentIntents.retrieve(String(payment?.payment.payment_intent));
	return {
		subscription: subscription.id,
		invoice: String(invoice?.id),
		intent: intent.id,
		charge: String(intent.latest_charge),
	};
}

async function get(version: Version, path: string): Promise<Json> {
	const response = await fetch(`${stage.double.url}/v1/${path}`, {
		// The compiler keeps this process busy for longer than a connection is kept.
		headers: { authorization: 'Bearer sk_test_versions', connection: 'close', 'stripe-version': version },
	});
	expect(response.headers.get('stripe-version')).toBe(version);
	return (await response.json()) as Json;
}

const LISTS = [
	['Stripe.Charge', 'charges'],
	['Stripe.Customer', 'customers'],
	['Stripe.Dispute', 'disputes'],
	['Stripe.Invoice', 'invoices'],
	['Stripe.PaymentIntent', 'payment_intents'],
	['Stripe.PaymentMethod', 'payment_methods'],
	['Stripe.Price', 'prices'],
	['Stripe.Product', 'products'],
	['Stripe.Refund', 'refunds'],
	['Stripe.SetupIntent', 'setup_intents'],
	['Stripe.Subscription', 'subscriptions'],
	['Stripe.TestHelpers.TestClock', 'test_helpers/test_clocks'],
	['Stripe.WebhookEndpoint', 'webhook_endpoints'],
] as const;

async function everything(version: Version): Promise<Answer[]> {
	const answers: Answer[] = [];
	for (const [type, path] of LISTS) {
		const { data } = (await get(version, `${path}?limit=100`)) as { data: unknown[] };
		expect(data.length).toBeGreaterThan(0);
		for (const answer of data) answers.push([type, answer]);
	}
	return answers;
}

const COMPILER_MS = 240_000;

describe('every answer is what stripe-node says it is, and the other’s is not', () => {
	test(
		'in the pinned version',
		async () => {
			const answers = await everything('2026-10-28.endive');
			const { data } = (await get('2026-10-28.endive', 'invoice_payments')) as { data: unknown[] };
			for (const answer of data) answers.push(['Stripe.InvoicePayment', answer]);
			const expand = 'expand[]=latest_invoice.payments&expand[]=latest_invoice.confirmation_secret&expand[]=customer';
			const path = `subscriptions/${told.subscription}?${expand}`;
			answers.push(['Stripe.Subscription', await get('2026-10-28.endive', path)]);
			expectSound(PINNED, answers, ['Stripe.Invoice', await get('2024-04-10', `invoices/${told.invoice}`)]);
		},
		COMPILER_MS,
	);

	test(
		'in Medusa’s',
		async () => {
			const answers = await everything('2024-04-10');
			const expand = 'expand[]=latest_invoice.payment_intent&expand[]=customer';
			answers.push(['Stripe.Subscription', await get('2024-04-10', `subscriptions/${told.subscription}?${expand}`)]);
			expectSound(MEDUSAS, answers, ['Stripe.Invoice', await get('2026-10-28.endive', `invoices/${told.invoice}`)]);
		},
		COMPILER_MS,
	);

	/** Asked once, since the compiler takes its time; the stranger proves that it has looked. */
	function expectSound(folder: string, answers: Answer[], stranger: Answer) {
		const said = complaints(folder, [...answers, stranger]);
		expect(said.pop()).not.toEqual([]);
		expect(said.flatMap((lines, at) => lines.map((line) => `${answers[at]?.[0]}: ${line}`))).toEqual([]);
	}
});

describe('where a subscription has its period, its invoice and its payment', () => {
	test('today: on the item, under parent, in payments', async () => {
		const subscription = await get('2026-10-28.endive', `subscriptions/${told.subscription}`);
		expect(subscription).not.toHaveProperty('current_period_end');
		expect(subscription).toMatchObject({ items: { data: [{ current_period_end: expect.any(Number) }] } });
		const invoice = await get('2026-10-28.endive', `invoices/${told.invoice}?expand[]=payments`);
		expect(invoice).not.toHaveProperty('subscription');
		expect(invoice).toMatchObject({
			parent: {
				subscription_details: { subscription: told.subscription, metadata: { plan: 'gold', object: 'invoice' } },
			},
			payments: { data: [{ payment: { payment_intent: told.intent } }] },
		});
		expect(await get('2026-10-28.endive', `payment_intents/${told.intent}`)).not.toHaveProperty('invoice');
	});

	test('in 2024: on the subscription, and on the invoice itself', async () => {
		const subscription = await get('2024-04-10', `subscriptions/${told.subscription}`);
		expect(subscription).toMatchObject({ current_period_end: expect.any(Number), metadata: { object: 'invoice' } });
		expect(await get('2024-04-10', `invoices/${told.invoice}`)).toMatchObject({
			charge: told.charge,
			paid: true,
			payment_intent: told.intent,
			subscription: told.subscription,
		});
		expect(await get('2024-04-10', `payment_intents/${told.intent}`)).toMatchObject({ invoice: told.invoice });
	});
});

test('the list of events speaks the account’s version to everybody', async () => {
	const { data } = (await get('2024-04-10', 'events?type=invoice.paid&limit=1')) as { data: Json[] };
	expect(data).toMatchObject([
		{ api_version: '2026-10-28.endive', data: { object: { parent: { type: 'subscription_details' } } } },
	]);
});

test('a version that the stand-in does not speak is refused', async () => {
	const response = await fetch(`${stage.double.url}/v1/customers`, {
		headers: { authorization: 'Bearer sk_test_versions', 'stripe-version': '2025-08-27.basil' },
	});
	expect(response.status).toBe(400);
	expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('2025-08-27.basil') } });
});
