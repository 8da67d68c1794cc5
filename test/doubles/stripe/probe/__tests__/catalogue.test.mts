import { expanded, priceOf, refusal, stripe } from '../stripe.mts';

const unique = () => `probe-${Date.now()}-${Math.random().toString(36).slice(2)}`;

describe('products and prices', () => {
	test('a product has prices, which are found by it', async () => {
		const product = await stripe.products.create({ name: 'Answers', metadata: { bot: 'b1' } });
		const month = await stripe.prices.create({
			product: product.id,
			currency: 'EUR',
			unit_amount: 990,
			recurring: { interval: 'month' },
		});
		await stripe.prices.create({ product: product.id, currency: 'eur', unit_amount: 500 });
		expect(month).toMatchObject({
			currency: 'eur',
			type: 'recurring',
			recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
		});
		expect(month.unit_amount_decimal?.toString()).toBe('990');
		const found = await stripe.prices.list({ product: product.id, type: 'recurring', expand: ['data.product'] });
		expect(found.data.map(({ id }) => id)).toEqual([month.id]);
		expect(expanded(found.data[0]?.product)).toMatchObject({ id: product.id, name: 'Answers' });
		expect(await refusal(stripe.products.del(product.id))).toMatchObject({ statusCode: 400 });
	});

	test('a price is found by its key, which can move to a newer price', async () => {
		const lookup_key = unique();
		const product = await stripe.products.create({ name: 'Answers' });
		const params = { product: product.id, currency: 'eur', unit_amount: 500, lookup_key };
		const old = await stripe.prices.create(params);
		expect((await refusal(stripe.prices.create(params))).message).toMatch(/already uses that lookup key/);
		const current = await stripe.prices.create({ ...params, transfer_lookup_key: true });
		expect((await stripe.prices.list({ lookup_keys: [lookup_key] })).data.map(({ id }) => id)).toEqual([current.id]);
		expect((await stripe.prices.retrieve(old.id)).lookup_key).toBeNull();
	});

	test('a price that is retired sells no more, and its amount never changes', async () => {
		const price = await priceOf(900);
		await stripe.prices.update(price.id, { active: false, nickname: 'old' });
		const customer = await stripe.customers.create();
		const refused = await refusal(stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] }));
		expect(refused.message).toMatch(/inactive/);
		const changed: object = { unit_amount: 800 };
		expect(await refusal(stripe.prices.update(price.id, changed))).toMatchObject({ code: 'parameter_unknown' });
	});

	test('an unused product goes away', async () => {
		const { id } = await stripe.products.create({ name: 'Mistake' });
		expect(await stripe.products.del(id)).toMatchObject({ id, deleted: true });
	});
});
