import { pay, refusal, stripe, until } from '../stripe.mts';

describe('a refund', () => {
	test('gives all of it back, once', async () => {
		const intent = await pay();
		const refund = await stripe.refunds.create({ payment_intent: intent.id, metadata: { why: 'asked' } });
		expect(refund).toMatchObject({
			amount: 1_000,
			status: 'succeeded',
			payment_intent: intent.id,
			metadata: { why: 'asked' },
		});
		expect(await stripe.charges.retrieve(String(intent.latest_charge))).toMatchObject({
			refunded: true,
			amount_refunded: 1_000,
		});
		const again = await refusal(stripe.refunds.create({ payment_intent: intent.id }));
		expect(again).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
	});

	test('gives parts back, never more than is left', async () => {
		const intent = await pay();
		const charge = String(intent.latest_charge);
		await stripe.refunds.create({ charge, amount: 300 });
		expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: false, amount_refunded: 300 });
		const tooMuch = await refusal(stripe.refunds.create({ charge, amount: 701 }));
		expect(tooMuch).toMatchObject({ statusCode: 400, param: 'amount' });
		expect(tooMuch.message).toBe('Refund amount (€7.01) is greater than unrefunded amount on charge (€7.00)');
		await stripe.refunds.create({ charge });
		expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: true, amount_refunded: 1_000 });
		const { data } = await stripe.refunds.list({ charge });
		expect(data.map(({ amount }) => amount)).toEqual([700, 300]);
	});

	test('of a part that was captured gives back that part at most', async () => {
		const intent = await pay({ capture_method: 'manual' });
		await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 600 });
		expect(await refusal(stripe.refunds.create({ payment_intent: intent.id, amount: 601 }))).toMatchObject({
			statusCode: 400,
		});
		expect(await stripe.refunds.create({ payment_intent: intent.id })).toMatchObject({ amount: 600 });
	});

	test('needs a payment that took money', async () => {
		const unpaid = await stripe.paymentIntents.create({ amount: 1_000, currency: 'eur' });
		expect((await refusal(stripe.refunds.create({ payment_intent: unpaid.id }))).message).toMatch(
			/does not have a successful charge to refund/,
		);
		const authorized = await pay({ capture_method: 'manual' });
		expect(await refusal(stripe.refunds.create({ payment_intent: authorized.id }))).toMatchObject({ statusCode: 400 });
	});

	test('may be pending first, and arrive later', async () => {
		const intent = await pay({ payment_method: 'pm_card_pendingRefund' });
		const refund = await stripe.refunds.create({ payment_intent: intent.id });
		expect(refund.status).toBe('pending');
		await until('the refund arrives', async () => (await stripe.refunds.retrieve(refund.id)).status === 'succeeded');
	});

	test('may fail later: then the money is not given back', async () => {
		const intent = await pay({ payment_method: 'pm_card_refundFail' });
		const refund = await stripe.refunds.create({ payment_intent: intent.id });
		expect(refund.status).toBe('succeeded');
		const failed = await until('the refund fails', async () => {
			const now = await stripe.refunds.retrieve(refund.id);
			return now.status === 'failed' && now;
		});
		expect(failed.failure_reason).toEqual(expect.any(String));
		expect(await stripe.charges.retrieve(String(intent.latest_charge))).toMatchObject({
			refunded: false,
			amount_refunded: 0,
		});
	});
});
