import type Stripe from 'stripe';
import { api, pay, refusal, stripe } from '../stripe.mts';

const unique = () => `probe-${Date.now()}-${Math.random().toString(36).slice(2)}`;
/** Parameters that the types of stripe-node would not let through. */
const wrong = <T,>(params: object) => params as T;

describe('what is not there', () => {
	test('is 404 in a path', async () => {
		const refused = await refusal(stripe.paymentIntents.retrieve('pi_nobody'));
		expect(refused).toMatchObject({
			type: 'StripeInvalidRequestError',
			rawType: 'invalid_request_error',
			statusCode: 404,
			code: 'resource_missing',
			param: 'intent',
			message: "No such payment_intent: 'pi_nobody'",
		});
		expect(refused.doc_url).toBe('https://stripe.com/docs/error-codes/resource-missing');
	});

	test.each([
		['customer', () => stripe.customers.retrieve('cus_nobody')],
		['subscription', () => stripe.subscriptions.retrieve('sub_nobody')],
		['invoice', () => stripe.invoices.retrieve('in_nobody')],
		['price', () => stripe.prices.retrieve('price_nobody')],
		['charge', () => stripe.charges.retrieve('ch_nobody')],
	])('a %s is 404 as well', async (noun, call) => {
		const refused = await refusal(call());
		expect(refused).toMatchObject({ statusCode: 404, code: 'resource_missing' });
		expect(refused.message).toContain(`No such ${noun}: `);
	});

	test('is 400 in a parameter', async () => {
		expect(await refusal(pay({ customer: 'cus_nobody' }))).toMatchObject({
			statusCode: 400,
			code: 'resource_missing',
			param: 'customer',
		});
		expect(await refusal(pay({ payment_method: 'pm_nobody' }))).toMatchObject({
			statusCode: 400,
			code: 'resource_missing',
			param: 'payment_method',
		});
	});

	test('is a route that is unknown', async () => {
		expect(await refusal(stripe.rawRequest('GET', '/v1/nothing'))).toMatchObject({
			statusCode: 404,
			message: expect.stringMatching(/^Unrecognized request URL \(GET: \/v1\/nothing\)/),
		});
	});
});

describe('parameters', () => {
	test.each([
		['unknown', { amont: 5 }, 'parameter_unknown', 'amont'],
		[
			'unknown inside another',
			{ shipping: { name: 'A', address: { planet: 'x' } } },
			'parameter_unknown',
			'shipping[address][planet]',
		],
		['of another version', { payment_method_types: ['card'] }, 'parameter_unknown', 'payment_method_types'],
		['missing', { currency: undefined }, 'parameter_missing', 'currency'],
		['no integer', { amount: 'ten' }, 'parameter_invalid_integer', 'amount'],
		['empty', { customer: '' }, 'parameter_invalid_empty', 'customer'],
		['no choice', { capture_method: 'soon' }, undefined, 'capture_method'],
	])('that are %s are refused', async (_, params, code, param) => {
		const refused = await refusal(pay(wrong<Stripe.PaymentIntentCreateParams>(params)));
		expect(refused).toMatchObject({ statusCode: 400, rawType: 'invalid_request_error', param });
		if (code) expect(refused.code).toBe(code);
	});
});

describe('keys', () => {
	async function statusWith(authorization: string | undefined): Promise<[number, string]> {
		const headers = authorization === undefined ? undefined : { authorization };
		const response = await fetch(`${api.url}/v1/customers`, headers && { headers });
		const { error } = (await response.json()) as { error: { message: string } };
		return [response.status, error.message];
	}

	test('are needed', async () => {
		const [status, message] = await statusWith(undefined);
		expect(status).toBe(401);
		expect(message).toMatch(/^You did not provide an API key/);
	});

	test('must be good', async () => {
		const [status, message] = await statusWith('Bearer sk_nobodys_key');
		expect(status).toBe(401);
		expect(message).toMatch(/^Invalid API Key provided: sk_/);
		expect(message).not.toContain('nobodys_key');
	});

	test('may come as the user of basic authentication', async () => {
		const authorization = `Basic ${Buffer.from(`${api.key}:`).toString('base64')}`;
		const response = await fetch(`${api.url}/v1/customers?limit=1`, { headers: { authorization } });
		expect(response.status).toBe(200);
	});
});

describe('an idempotency key', () => {
	test('gives the first answer again, and does nothing twice', async () => {
		const idempotencyKey = unique();
		const email = `${idempotencyKey}@example.com`;
		const first = await stripe.customers.create({ email }, { idempotencyKey });
		const again = await stripe.customers.create({ email }, { idempotencyKey });
		expect(again.id).toBe(first.id);
		expect(first.lastResponse.headers).not.toHaveProperty('idempotent-replayed');
		expect(again.lastResponse.headers).toMatchObject({
			'idempotent-replayed': 'true',
			'original-request': first.lastResponse.requestId,
		});
		expect(again.lastResponse.requestId).not.toBe(first.lastResponse.requestId);
		expect((await stripe.customers.list({ email })).data).toHaveLength(1);
	});

	test('keeps a declined payment declined', async () => {
		const idempotencyKey = unique();
		const decline = () => refusal(pay({ payment_method: 'pm_card_visa_chargeDeclined' }, { idempotencyKey }));
		const [first, again] = [await decline(), await decline()];
		expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
		expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
	});

	test('belongs to one request', async () => {
		const idempotencyKey = unique();
		await stripe.customers.create({ name: 'Ada' }, { idempotencyKey });
		const other = await refusal(stripe.customers.create({ name: 'Grace' }, { idempotencyKey }));
		expect(other).toMatchObject({ type: 'StripeIdempotencyError', rawType: 'idempotency_error', statusCode: 400 });
		expect(other.message).toMatch(/same parameters they were first used with/);
		const elsewhere = await refusal(stripe.products.create({ name: 'Ada' }, { idempotencyKey }));
		expect(elsewhere).toMatchObject({ rawType: 'idempotency_error', statusCode: 400 });
	});

	test('stays free when the request was refused before it began', async () => {
		const idempotencyKey = unique();
		await refusal(stripe.products.create(wrong<Stripe.ProductCreateParams>({ nam: 'Answers' }), { idempotencyKey }));
		expect(await stripe.products.create({ name: 'Answers' }, { idempotencyKey })).toMatchObject({ name: 'Answers' });
	});
});

describe('expansion', () => {
	test('replaces ids by objects, through lists and over several levels', async () => {
		const customer = await stripe.customers.create({ name: 'Ada' });
		await pay({ customer: customer.id });
		const { data } = await stripe.paymentIntents.list({
			customer: customer.id,
			expand: ['data.customer', 'data.latest_charge.customer'],
		});
		expect(data).toMatchObject([{ customer: { name: 'Ada' }, latest_charge: { customer: { name: 'Ada' } } }]);
	});

	test('of what is no reference, and of too many levels, is refused', async () => {
		const { id } = await pay();
		const refused = await refusal(stripe.paymentIntents.retrieve(id, { expand: ['amount'] }));
		expect(refused).toMatchObject({ statusCode: 400, message: expect.stringMatching(/cannot be expanded \(amount\)/) });
		const deep = 'latest_charge.payment_intent.latest_charge.payment_intent.customer';
		expect(await refusal(stripe.paymentIntents.retrieve(id, { expand: [deep] }))).toMatchObject({ statusCode: 400 });
	});
});

describe('lists', () => {
	test('come newest first, a page at a time, and are walked to their end', async () => {
		const { id: customer } = await stripe.customers.create();
		const made: string[] = [];
		for (let n = 1; n <= 5; n += 1) {
			made.push((await stripe.paymentIntents.create({ amount: 100 * n, currency: 'eur', customer })).id);
		}
		const newest = made.toReversed();
		const first = await stripe.paymentIntents.list({ customer, limit: 2 });
		expect([first.data.map(({ id }) => id), first.has_more]).toEqual([newest.slice(0, 2), true]);
		const next = await stripe.paymentIntents.list({ customer, limit: 3, starting_after: String(newest[1]) });
		expect([next.data.map(({ id }) => id), next.has_more]).toEqual([newest.slice(2), false]);
		const back = await stripe.paymentIntents.list({ customer, limit: 1, ending_before: String(newest[2]) });
		expect([back.data.map(({ id }) => id), back.has_more]).toEqual([[newest[1]], true]);

		const walked: string[] = [];
		for await (const { id } of stripe.paymentIntents.list({ customer, limit: 2 })) walked.push(id);
		expect(walked).toEqual(newest);
	});

	test('are limited to 100, and start after what is there', async () => {
		expect(await refusal(stripe.customers.list({ limit: 101 }))).toMatchObject({ statusCode: 400, param: 'limit' });
		expect(await refusal(stripe.customers.list({ starting_after: 'cus_nobody' }))).toMatchObject({
			statusCode: 400,
			param: 'starting_after',
		});
	});
});
