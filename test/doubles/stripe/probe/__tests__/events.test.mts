import { only, pay, refusal, stripe, until } from '../stripe.mts';

const typesAbout = async (id: string) => {
	const { data } = await stripe.events.list({ limit: 100 });
	return data.filter(({ data: { object } }) => 'id' in object && object.id === id).map(({ type }) => type);
};

describe('events', () => {
	test('tell what happened to a payment and its charge, and who asked for it', async () => {
		const intent = await pay({ metadata: { order: '7' } }, { idempotencyKey: `events-${Date.now()}-${Math.random()}` });
		const types = await until('the events are there', async () => {
			const found = await typesAbout(intent.id);
			return found.length >= 2 && found.toSorted();
		});
		expect(types).toEqual(['payment_intent.created', 'payment_intent.succeeded']);
		expect(await typesAbout(String(intent.latest_charge))).toContain('charge.succeeded');

		const { data } = await stripe.events.list({ type: 'payment_intent.succeeded', limit: 20 });
		const event = only(data.filter(({ data: { object } }) => 'id' in object && object.id === intent.id));
		expect(event).toMatchObject({
			object: 'event',
			livemode: false,
			api_version: expect.any(String),
			data: { object: { object: 'payment_intent', status: 'succeeded', metadata: { order: '7' } } },
			request: { id: expect.stringMatching(/^req_/), idempotency_key: expect.stringMatching(/^events-/) },
		});
		expect(await stripe.events.retrieve(event.id)).toMatchObject({ id: event.id, type: 'payment_intent.succeeded' });
	});

	test('of a change carry what was before', async () => {
		const customer = await stripe.customers.create({ name: 'Ada', metadata: { a: '1' } });
		await stripe.customers.update(customer.id, { name: 'Grace', metadata: { a: '2' } });
		const event = await until('the event is there', async () => {
			const { data } = await stripe.events.list({ type: 'customer.updated', limit: 20 });
			return data.find(({ data: { object } }) => 'id' in object && object.id === customer.id);
		});
		expect(event.data.previous_attributes).toMatchObject({ name: 'Ada', metadata: { a: '1' } });
	});

	test('of refunds: the charge carries the sum, the refund its own', async () => {
		const intent = await pay();
		const charge = String(intent.latest_charge);
		await stripe.refunds.create({ charge, amount: 300 });
		const event = await until('the event is there', async () => {
			const { data } = await stripe.events.list({ types: ['charge.refunded'], limit: 20 });
			return data.find(({ data: { object } }) => 'id' in object && object.id === charge);
		});
		expect(event.data).toMatchObject({
			object: { amount_refunded: 300 },
			previous_attributes: { amount_refunded: 0 },
		});
		expect(event.data.object).not.toHaveProperty('refunds.data');
	});

	test('are listed by type and time', async () => {
		await stripe.customers.create();
		const since = Math.floor(Date.now() / 1000) - 60;
		const { data } = await stripe.events.list({ type: 'customer.*', created: { gte: since }, limit: 5 });
		expect(data.length).toBeGreaterThan(0);
		expect(data.every(({ type, created }) => type.startsWith('customer.') && created >= since)).toBe(true);
		expect((await stripe.events.list({ created: { lt: 1_000 } })).data).toEqual([]);
	});
});

describe('webhook endpoints', () => {
	test('show their secret once, and can be changed and removed', async () => {
		const endpoint = await stripe.webhookEndpoints.create({
			url: 'https://example.com/hooks',
			enabled_events: ['invoice.paid', 'charge.refunded'],
			metadata: { probe: 'yes' },
		});
		expect(endpoint).toMatchObject({ status: 'enabled', secret: expect.stringMatching(/^whsec_/) });
		const read = await stripe.webhookEndpoints.retrieve(endpoint.id);
		expect(read).not.toHaveProperty('secret');
		const changed = await stripe.webhookEndpoints.update(endpoint.id, { disabled: true, enabled_events: ['*'] });
		expect(changed).toMatchObject({ status: 'disabled', enabled_events: ['*'], metadata: { probe: 'yes' } });
		expect(await stripe.webhookEndpoints.del(endpoint.id)).toMatchObject({ id: endpoint.id, deleted: true });
		expect(await refusal(stripe.webhookEndpoints.retrieve(endpoint.id))).toMatchObject({ statusCode: 404 });
	});

	test('need an address', async () => {
		const refused = await refusal(stripe.webhookEndpoints.create({ url: 'example', enabled_events: ['*'] }));
		expect(refused).toMatchObject({ statusCode: 400, param: 'url' });
	});
});
