import type Stripe from 'stripe';
import { expanded, pay, refusal, stripe } from '../stripe.mts';

describe('setting a card up', () => {
	test('saves it for the customer', async () => {
		const customer = await stripe.customers.create();
		const intent = await stripe.setupIntents.create({
			customer: customer.id,
			payment_method: 'pm_card_mastercard',
			confirm: true,
			return_url: 'https://example.com',
			expand: ['payment_method'],
		});
		expect(intent).toMatchObject({ status: 'succeeded', usage: 'off_session' });
		expect(expanded(intent.payment_method)).toMatchObject({ customer: customer.id, card: { brand: 'mastercard' } });
	});

	test('waits for a card, and goes on with one', async () => {
		const customer = await stripe.customers.create();
		const intent = await stripe.setupIntents.create({ customer: customer.id });
		expect(intent.status).toBe('requires_payment_method');
		const done = await stripe.setupIntents.confirm(intent.id, {
			payment_method: 'pm_card_visa',
			return_url: 'https://example.com',
		});
		expect(done.status).toBe('succeeded');
		const again = await refusal(stripe.setupIntents.confirm(intent.id));
		expect(again).toMatchObject({ code: 'setup_intent_unexpected_state' });
	});

	test('asks for the owner where the card wants to see them', async () => {
		const customer = await stripe.customers.create();
		const intent = await stripe.setupIntents.create({
			customer: customer.id,
			payment_method: 'pm_card_authenticationRequiredOnSetup',
			confirm: true,
			return_url: 'https://example.com',
		});
		expect(intent).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
		expect(await stripe.setupIntents.cancel(intent.id)).toMatchObject({ status: 'canceled' });
	});

	test('is refused by a card that is declined', async () => {
		const customer = await stripe.customers.create();
		const refused = await refusal(
			stripe.setupIntents.create({
				customer: customer.id,
				payment_method: 'pm_card_visa_chargeDeclined',
				confirm: true,
				return_url: 'https://example.com',
			}),
		);
		expect(refused).toMatchObject({ statusCode: 402, code: 'card_declined' });
		expect(refused.setup_intent).toMatchObject({ status: 'requires_payment_method' });
	});
});

describe('a saved card', () => {
	test('is attached, listed, made the default, and let go of for ever', async () => {
		const customer = await stripe.customers.create();
		const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
		await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
		expect((await stripe.customers.listPaymentMethods(customer.id)).data).toHaveLength(2);
		expect((await stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).data).toHaveLength(2);

		const withDefault = await stripe.customers.update(customer.id, {
			invoice_settings: { default_payment_method: card.id },
			expand: ['invoice_settings.default_payment_method'],
		});
		expect(expanded(withDefault.invoice_settings.default_payment_method).id).toBe(card.id);

		expect(await stripe.paymentMethods.detach(card.id)).toMatchObject({ customer: null });
		expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
			invoice_settings: { default_payment_method: null },
		});
		expect((await refusal(stripe.paymentMethods.attach(card.id, { customer: customer.id }))).message).toMatch(
			/may not be used again/,
		);
		expect(await refusal(pay({ payment_method: card.id }))).toMatchObject({ statusCode: 400 });
		expect(await refusal(stripe.paymentMethods.detach(card.id))).toMatchObject({ statusCode: 400 });
	});

	test('cannot be the default of somebody else', async () => {
		const [owner, other] = await Promise.all([stripe.customers.create(), stripe.customers.create()]);
		const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: owner.id });
		const refused = await refusal(
			stripe.customers.update(other.id, { invoice_settings: { default_payment_method: card.id } }),
		);
		expect(refused).toMatchObject({ statusCode: 400, code: 'resource_missing' });
		expect(await refusal(stripe.paymentMethods.attach(card.id, { customer: other.id }))).toMatchObject({
			statusCode: 400,
		});
	});

	test('comes from a token, with whose it is, on its own or with its payment', async () => {
		const billing_details = { name: 'Ada', address: { city: 'Berlin' } };
		const data = { type: 'card' as const, card: { token: 'tok_visa' }, billing_details };
		const kept = { name: 'Ada', address: { city: 'Berlin', country: null } };
		const card = await stripe.paymentMethods.create(data);
		expect(card).toMatchObject({ customer: null, card: { last4: '4242' }, billing_details: kept });
		const params: Stripe.PaymentIntentCreateParams = {
			amount: 1_000,
			currency: 'eur',
			// The types forget that a card may come by its token here, too.
			payment_method_data: data as Stripe.PaymentIntentCreateParams.PaymentMethodData,
			expand: ['payment_method'],
		};
		const intent = await stripe.paymentIntents.create(params);
		expect(expanded(intent.payment_method)).toMatchObject({ card: { last4: '4242' }, billing_details: kept });
	});

	test('that is declined is not saved', async () => {
		const customer = await stripe.customers.create();
		const refused = await refusal(
			stripe.paymentMethods.attach('pm_card_visa_chargeDeclined', { customer: customer.id }),
		);
		expect(refused).toMatchObject({ statusCode: 402, code: 'card_declined' });
		expect((await stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
	});
});

describe('a customer', () => {
	test('is created, changed, found by email and forgotten', async () => {
		const email = `probe-${Date.now()}-${Math.random().toString(36).slice(2)}@example.com`;
		const customer = await stripe.customers.create({ email, name: 'Ada', metadata: { a: '1', b: '2' } });
		const changed = await stripe.customers.update(customer.id, {
			name: '',
			metadata: { a: '', c: '3' },
			address: { city: 'Berlin', country: 'DE' },
		});
		expect(changed).toMatchObject({ name: null, email, metadata: { b: '2', c: '3' }, address: { city: 'Berlin' } });
		expect(changed.metadata).not.toHaveProperty('a');
		expect((await stripe.customers.list({ email })).data.map(({ id }) => id)).toEqual([customer.id]);

		expect(await stripe.customers.del(customer.id)).toEqual({ id: customer.id, object: 'customer', deleted: true });
		expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ id: customer.id, deleted: true });
		expect(await refusal(stripe.customers.update(customer.id, { name: 'Ada' }))).toMatchObject({
			statusCode: 404,
			code: 'resource_missing',
		});
	});
});
