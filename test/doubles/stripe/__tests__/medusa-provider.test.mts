// Medusa's own Stripe provider, pointed at the stand-in as a host app can point it: by a subclass that rebuilds its client.
import { createRequire } from 'node:module';
import { openStage, type Stage } from './stage.mts';

type Session = { id: string; status: string; data: Record<string, unknown> };
type Context = { idempotency_key: string; account_holder?: { data: { id: string } }; customer?: object };
/** What is used of the provider here. Its own types would bring stripe-node 15's into this program, instead of the pinned. */
type Provider = {
	initiatePayment(input: { amount: number; currency_code: string; data: object; context: Context }): Promise<Session>;
	authorizePayment(input: { data: object }): Promise<Session>;
	capturePayment(input: { data: object; context: Context }): Promise<{ data: Record<string, unknown> }>;
	refundPayment(input: { amount: number; data: object; context: Context }): Promise<unknown>;
	cancelPayment(input: { data: object; context: Context }): Promise<{ data: Record<string, unknown> }>;
	updatePayment(input: { amount: number; currency_code: string; data: object; context: Context }): Promise<Session>;
	createAccountHolder(input: { context: Context }): Promise<{ id: string; data: object }>;
	listPaymentMethods(input: { context: object }): Promise<{ id: string }[]>;
	savePaymentMethod(input: { context: Context; data: object }): Promise<{ id: string; data: Record<string, unknown> }>;
	getWebhookActionAndData(input: { rawData: string; headers: object; data: object }): Promise<{ action: string }>;
};
type ProviderClass = new (container: object, options: object) => Provider & { stripe_: unknown };

const require = createRequire(import.meta.url);
const { default: StripeProvider } = require('@medusajs/payment-stripe/dist/services/stripe-provider') as {
	default: ProviderClass;
};
// The stripe-node that the provider nests.
const Stripe15 = createRequire(require.resolve('@medusajs/payment-stripe/package.json'))('stripe');

let stage: Stage;
let keys = 0;
beforeAll(async () => {
	stage = await openStage();
});
afterAll(() => stage.end());

const context = (more: Partial<Context> = {}): Context => {
	keys += 1;
	return { idempotency_key: `medusa-${keys}`, ...more };
};

function provider(options: object = {}): Provider {
	const { host, port } = stage.double;
	class StandIn extends StripeProvider {
		static identifier = 'stripe';
		constructor(container: object, given: object) {
			super(container, given);
			this.stripe_ = new Stripe15('sk_test_medusa', { host, port, protocol: 'http' });
		}
	}
	return new StandIn({}, { apiKey: 'sk_test_medusa', ...options });
}

const initiate = (medusa: Provider, data: object = {}, more: Partial<Context> = {}) =>
	medusa.initiatePayment({
		amount: 12.5,
		currency_code: 'eur',
		data: { session_id: 'payses_1', ...data },
		context: context(more),
	});
/** What Stripe.js does in the customer's browser. */
const payInBrowser = async ({ id, data }: Session, payment_method = 'pm_card_visa') => {
	const response = await fetch(`${stage.double.url}/v1/payment_intents/${id}/confirm`, {
		method: 'POST',
		headers: { authorization: 'Bearer pk_test_medusa' },
		body: new URLSearchParams({ client_secret: String(data.client_secret), payment_method }),
	});
	return response.status;
};
const intentOf = ({ id }: { id: string }) => stage.stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });

test('a payment is initiated, paid in the browser, authorized, captured and refunded', async () => {
	const medusa = provider();
	const session = await initiate(medusa);
	expect(session).toMatchObject({ status: 'pending', data: { amount: 1_250, capture_method: 'manual' } });
	expect(await payInBrowser(session)).toBe(200);
	const authorized = await medusa.authorizePayment({ data: session.data });
	expect(authorized.status).toBe('authorized');

	const captured = await medusa.capturePayment({ data: authorized.data, context: context() });
	expect(captured.data).toMatchObject({ status: 'succeeded', amount_received: 1_250 });
	// It takes a second capture for done.
	expect(await medusa.capturePayment({ data: authorized.data, context: context() })).toMatchObject({
		data: { status: 'succeeded' },
	});

	await medusa.refundPayment({ amount: 2.5, data: captured.data, context: context() });
	await medusa.refundPayment({ amount: 10, data: captured.data, context: context() });
	expect(await intentOf(session)).toMatchObject({ latest_charge: { amount_refunded: 1_250, refunded: true } });
	// And swallows that there is nothing left to refund.
	await medusa.refundPayment({ amount: 10, data: captured.data, context: context() });
	expect((await stage.stripe.refunds.list({ payment_intent: session.id })).data).toHaveLength(2);
});

test('a payment that is captured at once is captured', async () => {
	const medusa = provider({ capture: true });
	const session = await initiate(medusa);
	await payInBrowser(session);
	expect(await medusa.authorizePayment({ data: session.data })).toMatchObject({ status: 'captured' });
});

test('a refund of more than was paid is an error', async () => {
	const medusa = provider({ capture: true });
	const session = await initiate(medusa);
	await payInBrowser(session);
	const refund = medusa.refundPayment({ amount: 13, data: session.data, context: context() });
	await expect(refund).rejects.toThrow('Refund amount (€13.00) is greater than charge amount (€12.50)');
});

test('a payment is changed, and canceled', async () => {
	const medusa = provider();
	const session = await initiate(medusa);
	const changed = await medusa.updatePayment({
		amount: 20,
		currency_code: 'eur',
		data: session.data,
		context: context(),
	});
	expect(changed.data).toMatchObject({ amount: 2_000 });
	await payInBrowser(session);
	const canceled = await medusa.cancelPayment({ data: session.data, context: context() });
	expect(canceled.data).toMatchObject({ status: 'canceled' });
	// It takes a second cancellation for done.
	expect(await medusa.cancelPayment({ data: session.data, context: context() })).toMatchObject({
		data: { status: 'canceled' },
	});
	expect(await intentOf(session)).toMatchObject({ status: 'canceled' });
});

test('the same session initiated twice is one payment', async () => {
	const medusa = provider();
	const input = { amount: 5, currency_code: 'eur', data: { session_id: 'payses_2' }, context: context() };
	const [first, again] = [await medusa.initiatePayment(input), await medusa.initiatePayment(input)];
	expect(again.id).toBe(first.id);
});

describe('a declined card', () => {
	test('leaves the session waiting for another', async () => {
		const medusa = provider();
		const session = await initiate(medusa);
		expect(await payInBrowser(session, 'pm_card_chargeDeclined')).toBe(402);
		expect(await medusa.authorizePayment({ data: session.data })).toMatchObject({ status: 'error' });
		expect(await payInBrowser(session)).toBe(200);
		expect(await medusa.authorizePayment({ data: session.data })).toMatchObject({ status: 'authorized' });
	});

	test('that wants to see its owner makes the session more to do', async () => {
		const medusa = provider();
		const session = await initiate(medusa);
		await payInBrowser(session, 'pm_card_threeDSecure2Required');
		expect(await medusa.authorizePayment({ data: session.data })).toMatchObject({ status: 'requires_more' });
		await stage.control('POST', `/authenticate/${session.id}`, { outcome: 'succeeded' });
		expect(await medusa.authorizePayment({ data: session.data })).toMatchObject({ status: 'authorized' });
	});

	test('off session gives the session the intent that was refused', async () => {
		const medusa = provider();
		const customer = await stage.stripe.customers.create();
		const card = await stage.stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer: customer.id });
		const off = { off_session: true, confirm: true, payment_method: card.id, return_url: 'https://shop.example' };
		const session = await initiate(medusa, off, { account_holder: { data: { id: customer.id } } });
		expect(session).toMatchObject({
			status: 'error',
			data: { object: 'payment_intent', last_payment_error: { code: 'authentication_required' } },
		});
	});
});

test('a customer’s card is saved by a payment or a set-up, and listed', async () => {
	const medusa = provider({ capture: true });
	const customer = {
		email: 'ada@example.com',
		first_name: 'Ada',
		last_name: 'Lovelace',
		phone: null,
		billing_address: null,
	};
	const holder = await medusa.createAccountHolder({ context: context({ customer }) });
	const account_holder = { data: { id: holder.id } };
	const session = await initiate(medusa, { setup_future_usage: 'off_session' }, { account_holder });
	await payInBrowser(session);
	const setup = await medusa.savePaymentMethod({
		context: context({ account_holder }),
		data: { payment_method: 'pm_card_mastercard', confirm: true, return_url: 'https://shop.example' },
	});
	expect(setup.data).toMatchObject({ status: 'succeeded' });
	expect(await medusa.listPaymentMethods({ context: { account_holder } })).toHaveLength(2);
});

test('a webhook in its version is understood, and one with another’s signature is not', async () => {
	const receiver = await stage.listen({ api_version: '2024-04-10', enabled_events: ['payment_intent.succeeded'] });
	const medusa = provider({ capture: true, webhookSecret: receiver.endpoint.secret });
	await payInBrowser(await initiate(medusa));
	await stage.control('POST', '/webhooks/flush');
	const [{ body, headers }] = receiver.heard as [(typeof receiver.heard)[0]];
	expect(await medusa.getWebhookActionAndData({ rawData: body, headers, data: {} })).toEqual({
		action: 'captured',
		data: { session_id: 'payses_1', amount: 12.5 },
	});
	const stranger = provider({ webhookSecret: 'whsec_somebody_elses' });
	await expect(stranger.getWebhookActionAndData({ rawData: body, headers, data: {} })).rejects.toThrow(/signature/);
});
