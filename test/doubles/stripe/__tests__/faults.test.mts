import http from 'node:http';
import { openStage, refusal, type Stage } from './stage.mts';

let stage: Stage;
beforeAll(async () => {
	stage = await openStage();
});
afterAll(() => stage.end());
afterEach(() => stage.control('DELETE', '/faults'));

const fault = (params: object) => stage.control('POST', '/faults', params);
const held = async () => Number((await stage.control('GET', '/state')).held_requests);
let keys = 0;
const newKey = () => {
	keys += 1;
	return `fault-${keys}`;
};

test('a server error is kept by its idempotency key, and nothing was done', async () => {
	await fault({ effect: 'error', path: '/v1/customers', status: 500 });
	const idempotencyKey = newKey();
	const create = () => stage.stripe.customers.create({ email: 'five@example.com' }, { idempotencyKey });
	expect(await refusal(create())).toMatchObject({ type: 'StripeAPIError', statusCode: 500, rawType: 'api_error' });
	expect(await refusal(create())).toMatchObject({ statusCode: 500, headers: { 'idempotent-replayed': 'true' } });
	expect((await stage.stripe.customers.list({ email: 'five@example.com' })).data).toEqual([]);
});

test('too many requests are refused, and may be asked again with the same key', async () => {
	await fault({ effect: 'error', path: '/v1/customers', status: 429 });
	const idempotencyKey = newKey();
	const create = () => stage.stripe.customers.create({ email: 'rate@example.com' }, { idempotencyKey });
	expect(await refusal(create())).toMatchObject({ type: 'StripeRateLimitError', statusCode: 429, code: 'rate_limit' });
	expect(await create()).toMatchObject({ email: 'rate@example.com' });
});

test('an answer that is lost was done all the same, and the key finds it', async () => {
	// Twice: stripe-node asks once more by itself when a connection is cut, even if it is told not to.
	await fault({ effect: 'lost_answer', method: 'POST', path: '/v1/customers', times: 2 });
	const idempotencyKey = newKey();
	const create = () => stage.stripe.customers.create({ email: 'lost@example.com' }, { idempotencyKey });
	expect(await refusal(create())).toMatchObject({ type: 'StripeConnectionError' });
	const { data } = await stage.stripe.customers.list({ email: 'lost@example.com' });
	expect(data).toHaveLength(1);
	expect((await create()).id).toBe(data[0]?.id);
});

test('stripe-node itself asks again with its own key, and nothing happens twice', async () => {
	await fault({ effect: 'lost_answer', method: 'POST', path: '/v1/customers' });
	const customer = await stage.stripe.customers.create({ email: 'again@example.com' }, { maxNetworkRetries: 2 });
	const { data } = await stage.stripe.customers.list({ email: 'again@example.com' });
	expect(data.map(({ id }) => id)).toEqual([customer.id]);
});

test('two requests at once with one key: the second is told to come back', async () => {
	await fault({ effect: 'hold', path: '/v1/customers' });
	const idempotencyKey = newKey();
	const create = () => stage.stripe.customers.create({ email: 'twice@example.com' }, { idempotencyKey });
	const first = create();
	while ((await held()) === 0);
	expect(await refusal(create())).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
	await stage.control('POST', '/faults/release');
	expect((await first).id).toBe((await create()).id);
});

test('a fault strikes as often as it was ordered, where it was ordered', async () => {
	await fault({ effect: 'error', method: 'GET', path: '/v1/customers', status: 503, times: 2 });
	await stage.stripe.products.create({ name: 'Answers' });
	await stage.stripe.customers.create();
	expect(await refusal(stage.stripe.customers.list())).toMatchObject({ statusCode: 503 });
	expect(await refusal(stage.stripe.customers.list())).toMatchObject({ statusCode: 503 });
	await stage.stripe.customers.list();
});

describe('the border', () => {
	/** A request that fetch would not send. */
	const raw = (path: string, headers: Record<string, string>, body = '') =>
		new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
			const { host, port } = stage.double;
			const method = body ? 'POST' : 'GET';
			const request = http.request({ host, port, path, method, headers }, async (response) => {
				let text = '';
				for await (const chunk of response) text += chunk;
				resolve({ status: response.statusCode, text });
			});
			request.on('error', reject).end(body);
		});

	test('answers to names of this machine only', async () => {
		expect(await raw('/', { host: 'evil.example' })).toMatchObject({ status: 403 });
		expect(await raw('/', { host: `localhost:${stage.double.port}` })).toMatchObject({ status: 200 });
	});

	test('takes no orders from the forms of other pages', async () => {
		const form = { 'content-type': 'application/x-www-form-urlencoded' };
		expect(await raw('/_double/clock', form, 'advance_seconds=60')).toMatchObject({ status: 400 });
	});

	test('says what is wrong with an order', async () => {
		await expect(stage.control('POST', '/clock', { advance_seconds: -1 })).rejects.toThrow(/greater than or equal/);
		await expect(stage.control('POST', '/clock', { advance: 1 })).rejects.toThrow('unknown parameter: advance');
		await expect(stage.control('POST', '/nothing')).rejects.toThrow(/There is no POST/);
	});

	test('lets a browser see and pay its own payment, and nothing else', async () => {
		const intent = await stage.stripe.paymentIntents.create({ amount: 1_000, currency: 'eur' });
		const browser = async (path: string, form?: Record<string, string>) => {
			const headers = { authorization: 'Bearer pk_test_browser' };
			const init = form ? { method: 'POST', headers, body: new URLSearchParams(form) } : { headers };
			const response = await fetch(`${stage.double.url}/v1/${path}`, init);
			return {
				status: response.status,
				cors: response.headers.get('access-control-allow-origin'),
				body: await response.json(),
			};
		};
		const secret = String(intent.client_secret);
		const own = `payment_intents/${intent.id}`;
		expect(await browser(`${own}?client_secret=${secret}`)).toMatchObject({
			status: 200,
			cors: '*',
			body: { id: intent.id },
		});
		expect(await browser(`${own}?client_secret=guess`)).toMatchObject({ status: 404 });
		expect(await browser(own)).toMatchObject({ status: 400, body: { error: { param: 'client_secret' } } });
		expect(await browser('customers')).toMatchObject({ status: 403, body: { error: { code: 'secret_key_required' } } });
		const paid = await browser(`${own}/confirm`, { client_secret: secret, payment_method: 'pm_card_visa' });
		expect(paid).toMatchObject({ status: 200, body: { status: 'succeeded' } });
	});

	test('forgets everything when it is told to', async () => {
		const { id } = await stage.stripe.customers.create();
		await stage.control('POST', '/reset');
		expect(await refusal(stage.stripe.customers.retrieve(id))).toMatchObject({ statusCode: 404 });
	});
});
