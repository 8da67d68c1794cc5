import { expanded, pay, refusal, stripe } from '../stripe.mts';

describe('a payment', () => {
	test('is taken at once, and its charge says by which card', async () => {
		const intent = await pay({ metadata: { order: '1' }, expand: ['latest_charge', 'payment_method'] });
		expect(intent).toMatchObject({
			status: 'succeeded',
			amount_received: 1_000,
			amount_capturable: 0,
			livemode: false,
		});
		const charge = expanded(intent.latest_charge);
		expect(charge).toMatchObject({
			captured: true,
			paid: true,
			amount: 1_000,
			amount_captured: 1_000,
			refunded: false,
		});
		expect(charge.payment_method_details?.card).toMatchObject({ brand: 'visa', last4: '4242' });
		expect(charge.metadata).toEqual({ order: '1' });
		expect(expanded(intent.payment_method).id).toMatch(/^pm_(?!card_visa)/);
	});

	test('waits for a payment method, then for a confirmation', async () => {
		const bare = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
		expect(bare).toMatchObject({ status: 'requires_payment_method', client_secret: expect.stringContaining(bare.id) });
		const chosen = await stripe.paymentIntents.update(bare.id, { payment_method: 'pm_card_visa', amount: 700 });
		expect(chosen).toMatchObject({ status: 'requires_confirmation', amount: 700 });
		const paid = await stripe.paymentIntents.confirm(bare.id, { return_url: 'https://example.com' });
		expect(paid).toMatchObject({ status: 'succeeded', amount_received: 700 });
	});

	test('by methods that may redirect needs a place to come back to', async () => {
		const refused = await refusal(pay({ return_url: undefined }));
		expect(refused.message).toMatch(/you must provide a `return_url`/);
		const without = { automatic_payment_methods: { enabled: true, allow_redirects: 'never' as const } };
		expect(await pay({ return_url: undefined, ...without })).toMatchObject({ status: 'succeeded' });
	});

	test('that is authorized is captured later, as a whole', async () => {
		const intent = await pay({ capture_method: 'manual' });
		expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 1_000, amount_received: 0 });
		const captured = await stripe.paymentIntents.capture(intent.id, { expand: ['latest_charge'] });
		expect(captured).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 1_000 });
		expect(expanded(captured.latest_charge)).toMatchObject({ captured: true, amount_refunded: 0 });
	});

	test('that is captured in part lets go of the rest', async () => {
		const intent = await pay({ capture_method: 'manual' });
		const tooMuch = await refusal(stripe.paymentIntents.capture(intent.id, { amount_to_capture: 1_001 }));
		expect(tooMuch).toMatchObject({ code: 'amount_too_large', param: 'amount_to_capture' });
		const captured = await stripe.paymentIntents.capture(intent.id, {
			amount_to_capture: 600,
			expand: ['latest_charge'],
		});
		expect(captured).toMatchObject({ status: 'succeeded', amount: 1_000, amount_received: 600 });
		// The released rest is written down as refunded, though it was never taken.
		expect(expanded(captured.latest_charge)).toMatchObject({
			amount_captured: 600,
			amount_refunded: 400,
			refunded: false,
		});
	});

	test('is captured once: a second time it answers with itself', async () => {
		const intent = await pay({ capture_method: 'manual' });
		await stripe.paymentIntents.capture(intent.id);
		const again = await refusal(stripe.paymentIntents.capture(intent.id));
		expect(again).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
		expect(again.payment_intent).toMatchObject({ id: intent.id, status: 'succeeded' });
	});

	test('can be canceled before the money is taken, not after', async () => {
		const authorized = await pay({ capture_method: 'manual' });
		const canceled = await stripe.paymentIntents.cancel(authorized.id, { expand: ['latest_charge'] });
		expect(canceled).toMatchObject({ status: 'canceled', amount_capturable: 0, canceled_at: expect.any(Number) });
		expect(expanded(canceled.latest_charge)).toMatchObject({ captured: false, refunded: true, amount_refunded: 1_000 });

		const paid = await pay();
		const tooLate = await refusal(stripe.paymentIntents.cancel(paid.id));
		expect(tooLate).toMatchObject({ code: 'payment_intent_unexpected_state' });
		expect(tooLate.payment_intent).toMatchObject({ status: 'succeeded' });
		const confirmed = await refusal(stripe.paymentIntents.confirm(paid.id, { receipt_email: 'late@example.com' }));
		expect(confirmed.payment_intent).toMatchObject({ receipt_email: null });
		expect(confirmed.message).toMatch(/already succeeded/);
		const changed = await refusal(stripe.paymentIntents.update(paid.id, { amount: 2_000 }));
		expect(changed.message).toMatch(/could not be updated because it has a status of succeeded/);
	});
});

describe('a card that refuses', () => {
	test.each([
		['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
		['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
		['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined],
		['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', undefined],
		['pm_card_chargeDeclinedProcessingError', 'processing_error', undefined],
	])('%s answers 402 with the intent, which wants another card', async (card, code, decline_code) => {
		const refused = await refusal(pay({ payment_method: card }));
		expect(refused).toMatchObject({ type: 'StripeCardError', rawType: 'card_error', statusCode: 402, code });
		if (decline_code) expect(refused.decline_code).toBe(decline_code);
		expect(refused.requestId).toMatch(/^req_/);
		expect(refused.doc_url).toContain(code.replaceAll('_', '-'));
		expect(refused.charge).toMatch(/^ch_/);
		expect(refused.payment_intent).toMatchObject({ status: 'requires_payment_method', payment_method: null });

		const intent = await stripe.paymentIntents.retrieve(String(refused.payment_intent?.id), {
			expand: ['latest_charge'],
		});
		expect(intent.last_payment_error).toMatchObject({ code, type: 'card_error', message: refused.message });
		expect(expanded(intent.latest_charge)).toMatchObject({ status: 'failed', paid: false, failure_code: code });
		const paid = await stripe.paymentIntents.confirm(intent.id, {
			payment_method: 'pm_card_visa',
			return_url: 'https://example.com',
		});
		expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
	});
});

describe('a card that wants to see its owner', () => {
	test('sends them to their bank when they are there', async () => {
		const intent = await pay({ payment_method: 'pm_card_threeDSecure2Required' });
		expect(intent).toMatchObject({ status: 'requires_action', latest_charge: null });
		expect(intent.next_action).toMatchObject({
			type: 'redirect_to_url',
			redirect_to_url: { return_url: 'https://example.com/return', url: expect.stringMatching(/^http/) },
		});
		expect(await stripe.paymentIntents.cancel(intent.id)).toMatchObject({ status: 'canceled' });
	});

	test('is declined when they are not', async () => {
		const customer = await stripe.customers.create();
		const card = await stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer: customer.id });
		const refused = await refusal(pay({ customer: customer.id, payment_method: card.id, off_session: true }));
		expect(refused).toMatchObject({ statusCode: 402, code: 'authentication_required' });
		expect(refused.payment_intent).toMatchObject({
			status: 'requires_payment_method',
			last_payment_error: { code: 'authentication_required', payment_method: { id: card.id } },
		});
	});
});

describe('a card for later', () => {
	test('is saved for its customer, and pays when nobody is there', async () => {
		const customer = await stripe.customers.create();
		const first = await pay({ customer: customer.id, setup_future_usage: 'off_session' });
		const { data } = await stripe.customers.listPaymentMethods(customer.id);
		expect(data.map(({ id }) => id)).toEqual([first.payment_method]);
		const second = await pay({
			customer: customer.id,
			payment_method: String(first.payment_method),
			off_session: true,
		});
		expect(second.status).toBe('succeeded');
	});

	test('pays for its own customer only', async () => {
		const owner = await stripe.customers.create({ payment_method: 'pm_card_visa' });
		const [card] = (await stripe.customers.listPaymentMethods(owner.id)).data;
		const refused = await refusal(pay({ payment_method: String(card?.id) }));
		expect(refused).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError' });
	});

	test('that was not saved is spent after one payment', async () => {
		const { payment_method } = await pay();
		const refused = await refusal(pay({ payment_method: String(payment_method) }));
		expect(refused.message).toMatch(/may not be used again/);
	});
});

describe('amounts', () => {
	test.each([
		['jpy', 500, 'succeeded'],
		['huf', 17_500, 'succeeded'],
		['usd', 50, 'succeeded'],
	])('%s %d is paid as it is', async (currency, amount, status) => {
		expect(await pay({ currency, amount })).toMatchObject({ status, amount_received: amount, currency });
	});

	test.each([
		['usd', 49, 'amount_too_small'],
		['jpy', 49, 'amount_too_small'],
		['eur', 0, 'parameter_invalid_integer'],
		['eur', 100_000_000, 'amount_too_large'],
	])('%s %d is refused: %s', async (currency, amount, code) => {
		expect(await refusal(pay({ currency, amount }))).toMatchObject({ statusCode: 400, code, param: 'amount' });
	});

	test('of currencies with three decimals end in 0', async () => {
		expect(await refusal(pay({ currency: 'kwd', amount: 5_001 }))).toMatchObject({ statusCode: 400 });
		expect(await pay({ currency: 'kwd', amount: 5_000 })).toMatchObject({ status: 'succeeded' });
	});

	test('in no currency at all are refused', async () => {
		const refused = await refusal(pay({ currency: 'xxq' }));
		expect(refused).toMatchObject({ statusCode: 400, param: 'currency' });
		expect(refused.message).toMatch(/^Invalid currency: xxq/);
	});
});
