import { openStage, refusal, type Stage, until } from './stage.mts';

let stage: Stage;
beforeEach(async () => {
	stage = await openStage();
});
afterEach(() => stage.end());

const waiting = async () => {
	const { data } = (await stage.control('GET', '/webhooks/deliveries')) as { data: { status: string }[] };
	return data.map(({ status }) => status);
};

describe('a webhook', () => {
	test('is signed over its very bytes, and comes in the version of its endpoint', async () => {
		const older = await stage.listen({ api_version: '2024-04-10', enabled_events: ['customer.created'] });
		const newer = await stage.listen({ enabled_events: ['customer.created'] });
		const customer = await stage.stripe.customers.create({ name: 'Ada' });
		await until('both have heard', () => older.heard.length === 1 && newer.heard.length === 1);
		for (const { endpoint, heard } of [older, newer]) {
			const [{ body, headers }] = heard as [(typeof heard)[0]];
			const signature = String(headers['stripe-signature']);
			const event = stage.stripe.webhooks.constructEvent(body, signature, String(endpoint.secret));
			expect(event).toMatchObject({ type: 'customer.created', data: { object: { id: customer.id, name: 'Ada' } } });
			expect(() => stage.stripe.webhooks.constructEvent(`${body} `, signature, String(endpoint.secret))).toThrow();
		}
		expect(older.heard[0]?.event.api_version).toBe('2024-04-10');
		expect(newer.heard[0]?.event.api_version).toBe('2026-10-28.endive');
	});

	test('comes for the events that were asked for, while the endpoint is enabled', async () => {
		const receiver = await stage.listen({ enabled_events: ['product.created'] });
		await stage.stripe.customers.create();
		await stage.stripe.products.create({ name: 'Answers' });
		await stage.stripe.webhookEndpoints.update(receiver.endpoint.id, { disabled: true });
		await stage.stripe.products.create({ name: 'Answers' });
		await stage.control('POST', '/webhooks/flush');
		expect(receiver.types()).toEqual(['product.created']);
	});

	test('comes again when it was not taken, until it is', async () => {
		const receiver = await stage.listen();
		receiver.answers.push(500, 503);
		// While they are held, nothing is sent again by itself.
		await stage.control('POST', '/webhooks', { hold: true });
		await stage.stripe.customers.create();
		expect(await stage.control('POST', '/webhooks/flush')).toEqual({ delivered: 0, failed: 1 });
		const { data } = await stage.stripe.events.list();
		expect(data[0]?.pending_webhooks).toBe(1);
		expect(await stage.control('POST', '/webhooks/flush')).toEqual({ delivered: 0, failed: 1 });
		expect(await stage.control('POST', '/webhooks/flush')).toEqual({ delivered: 1, failed: 0 });
		const ids = receiver.heard.map(({ event }) => event.id);
		expect(ids).toEqual([ids[0], ids[0], ids[0]]);
		expect(await stage.control('POST', '/webhooks/flush')).toEqual({ delivered: 0, failed: 0 });
	});

	test('comes again by itself, too', async () => {
		const receiver = await stage.listen();
		receiver.answers.push(500);
		await stage.stripe.customers.create();
		await until('it came twice', () => receiver.heard.length === 2);
		expect(receiver.heard[0]?.event.id).toBe(receiver.heard[1]?.event.id);
	});

	test('goes to this machine only', async () => {
		await stage.control('POST', '/webhooks', { hold: true });
		await stage.stripe.webhookEndpoints.create({ url: 'https://example.com/hooks', enabled_events: ['*'] });
		await stage.stripe.customers.create();
		await stage.control('POST', '/webhooks/flush');
		const { data } = (await stage.control('GET', '/webhooks/deliveries')) as { data: object[] };
		expect(data).toMatchObject([{ status: 'failed', error: 'The stand-in sends to this machine only.' }]);
	});
});

describe('the switches', () => {
	test('hold webhooks back, and let them go in any order', async () => {
		const receiver = await stage.listen();
		await stage.control('POST', '/webhooks', { hold: true });
		for (const name of ['a', 'b', 'c']) await stage.stripe.products.create({ name });
		expect(receiver.heard).toEqual([]);
		expect(await waiting()).toEqual(['waiting', 'waiting', 'waiting']);
		await stage.control('POST', '/webhooks/flush', { order: 'newest_first' });
		const names = receiver.heard.map(({ event }) => 'name' in event.data.object && event.data.object.name);
		expect(names).toEqual(['c', 'b', 'a']);
	});

	test('shuffle them, so that none keeps its place', async () => {
		const receiver = await stage.listen();
		await stage.control('POST', '/webhooks', { hold: true });
		for (const name of ['a', 'b', 'c', 'd']) await stage.stripe.products.create({ name });
		await stage.control('POST', '/webhooks/flush', { order: 'shuffled' });
		const names = receiver.heard.map(({ event }) => 'name' in event.data.object && event.data.object.name);
		expect(names.toSorted()).toEqual(['a', 'b', 'c', 'd']);
		for (const [at, name] of ['a', 'b', 'c', 'd'].entries()) expect(names[at]).not.toBe(name);
	});

	test('send each twice, with one id', async () => {
		const receiver = await stage.listen();
		await stage.control('POST', '/webhooks', { duplicate: 1 });
		await stage.stripe.customers.create();
		await until('it came twice', () => receiver.heard.length === 2);
		expect(receiver.heard[0]?.event.id).toBe(receiver.heard[1]?.event.id);
	});

	test('drop what is then found in the list of events only', async () => {
		const receiver = await stage.listen();
		await stage.control('POST', '/webhooks', { drop: 1, drop_types: ['product.created'] });
		await stage.stripe.customers.create();
		await stage.stripe.products.create({ name: 'Answers' });
		const kept = await stage.stripe.customers.create();
		await stage.control('POST', '/webhooks/flush');
		expect(receiver.heard.map(({ event }) => event.data.object)).toMatchObject([{ id: kept.id }]);
		const { data } = await stage.stripe.events.list();
		expect(data.map(({ type }) => type)).toEqual(['customer.created', 'product.created', 'customer.created']);
	});

	test('delay them', async () => {
		const receiver = await stage.listen();
		await stage.control('POST', '/webhooks', { delay_ms: 50 });
		await stage.stripe.customers.create();
		expect(receiver.heard).toEqual([]);
		await until('it came', () => receiver.heard.length === 1);
	});
});

describe('a secret', () => {
	test('that is changed signs beside the old one for a while', async () => {
		const receiver = await stage.listen();
		const { id, secret } = receiver.endpoint;
		const { secret: fresh } = await stage.control('POST', `/webhook_endpoints/${id}/rotate`, {
			old_secret_seconds: 600,
		});
		await stage.stripe.customers.create();
		await until('it came', () => receiver.heard.length === 1);
		const [{ body, headers }] = receiver.heard as [(typeof receiver.heard)[0]];
		const signature = String(headers['stripe-signature']);
		expect(signature.match(/v1=/g)).toHaveLength(2);
		for (const good of [secret, fresh]) {
			expect(stage.stripe.webhooks.constructEvent(body, signature, String(good)).type).toBe('customer.created');
		}
	});

	test('that is changed at once makes the old one worthless', async () => {
		const receiver = await stage.listen();
		const { id, secret } = receiver.endpoint;
		await stage.control('POST', `/webhook_endpoints/${id}/rotate`);
		await stage.stripe.customers.create();
		await until('it came', () => receiver.heard.length === 1);
		const [{ body, headers }] = receiver.heard as [(typeof receiver.heard)[0]];
		const signature = String(headers['stripe-signature']);
		expect(() => stage.stripe.webhooks.constructEvent(body, signature, String(secret))).toThrow(/signature/);
	});
});

describe('an attacker', () => {
	test('sends an event ten minutes late, or signed by another', async () => {
		const receiver = await stage.listen();
		await stage.stripe.customers.create();
		await until('it came', () => receiver.heard.length === 1);
		const request = { event: String(receiver.heard[0]?.event.id), webhook_endpoint: receiver.endpoint.id };
		const forgeries = [
			[{ age_seconds: 600 }, /tolerance/],
			[{ secret: 'whsec_somebody_elses' }, /No signatures found/],
		] as const;
		for (const [forgery, message] of forgeries) {
			expect(await stage.control('POST', '/webhooks/resend', { ...request, ...forgery })).toEqual({
				response_status: 200,
			});
			const { body, headers } = receiver.heard.at(-1) as (typeof receiver.heard)[0];
			const signature = String(headers['stripe-signature']);
			const secret = String(receiver.endpoint.secret);
			expect(() => stage.stripe.webhooks.constructEvent(body, signature, secret)).toThrow(message);
		}
	});
});

test('there are sixteen endpoints at most', async () => {
	const params = { url: 'http://127.0.0.1:1/hooks', enabled_events: ['*' as const] };
	for (let n = 0; n < 16; n += 1) await stage.stripe.webhookEndpoints.create(params);
	expect(await refusal(stage.stripe.webhookEndpoints.create(params))).toMatchObject({ statusCode: 400 });
});
