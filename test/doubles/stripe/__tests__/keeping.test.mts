import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { startStripe } from '../index.mjs';

const folder = mkdtempSync(join(tmpdir(), 'stripe-double-'));
const file = join(folder, 'account.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One life of the stand-in. */
async function live<T>(
	scene: (stripe: Stripe, control: (path: string, body: object) => Promise<unknown>) => Promise<T>,
) {
	const double = await startStripe({ file });
	const stripe = new Stripe('sk_test_keeping', { host: double.host, port: double.port, protocol: 'http' });
	const control = async (path: string, body: object) => {
		const headers = { 'content-type': 'application/json' };
		const response = await fetch(`${double.url}/_double${path}`, {
			method: 'POST',
			headers,
			body: JSON.stringify(body),
		});
		return response.json();
	};
	try {
		return await scene(stripe, control);
	} finally {
		await double.stop();
	}
}

test('an account outlives a restart: plans, answers given, and webhooks on their way', async () => {
	const heard: { body: string; signature: string }[] = [];
	const receiver = createServer(async (request, response) => {
		let body = '';
		for await (const chunk of request) body += chunk;
		heard.push({ body, signature: String(request.headers['stripe-signature']) });
		response.end();
	});
	await new Promise<void>((resolve) => {
		receiver.listen(0, '127.0.0.1', resolve);
	});
	const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
	const idempotencyKey = 'over-a-restart';

	const before = await live(async (stripe, control) => {
		const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' }, { idempotencyKey });
		const [card] = (await stripe.customers.listPaymentMethods(customer.id)).data;
		await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: String(card?.id) } });
		const recurring = { interval: 'month' as const };
		const product_data = { name: 'Gold' };
		const price = await stripe.prices.create({ currency: 'eur', unit_amount: 900, recurring, product_data });
		const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
		await control('/webhooks', { hold: true });
		const endpoint = await stripe.webhookEndpoints.create({ url, enabled_events: ['product.created'] });
		await stripe.products.create({ name: 'Held' });
		return { customer, price, subscription, secret: String(endpoint.secret) };
	});
	expect(heard).toEqual([]);

	await live(async (stripe, control) => {
		const again = await stripe.customers.create({ payment_method: 'pm_card_visa' }, { idempotencyKey });
		expect(again.id).toBe(before.customer.id);
		await stripe.prices.update(before.price.id, { nickname: 'renamed' });
		const { items } = await stripe.subscriptions.retrieve(before.subscription.id);
		expect(items.data[0]?.price.nickname).toBe('renamed');

		expect(await control('/webhooks/flush', {})).toEqual({ delivered: 1, failed: 0 });
		const [{ body, signature }] = heard as [(typeof heard)[0]];
		expect(stripe.webhooks.constructEvent(body, signature, before.secret).type).toBe('product.created');

		await control('/clock', { advance_seconds: 32 * 86_400 });
		const { data } = await stripe.invoices.list({ subscription: before.subscription.id });
		expect(data.map(({ status }) => status)).toEqual(['paid', 'paid']);
		await control('/reset', {});
	});
	await live(async (stripe) => {
		expect((await stripe.customers.list()).data).toEqual([]);
	});
	receiver.close();
});

test('a file of another version is refused, and none is written without being asked for', async () => {
	writeFileSync(file, JSON.stringify({ format: 0 }));
	await expect(startStripe({ file })).rejects.toThrow(/another version of the stand-in/);
	const double = await startStripe();
	await fetch(double.url);
	await double.stop();
	expect(existsSync(`${file}.new`)).toBe(false);
});

test('endpoints that its starter names are there from the start, once, at their newest address, also after a reset', async () => {
	const kept = join(folder, 'endpoints.json');
	const live = async <T,>(url: string, scene: (stripe: Stripe, origin: string) => Promise<T>) => {
		const shop = {
			description: 'the shop',
			api_version: null,
			enabled_events: ['*'],
			secret: 'whsec_of_the_shop',
			url,
		};
		const double = await startStripe({ file: kept, endpoints: [shop] });
		const stripe = new Stripe('sk_test_keeping', { host: double.host, port: double.port, protocol: 'http' });
		return scene(stripe, double.url).finally(() => double.stop());
	};
	const urls = async (stripe: Stripe) => (await stripe.webhookEndpoints.list()).data.map(({ url }) => url);
	const heard: { body: string; signature: string }[] = [];
	const receiver = createServer(async (request, response) => {
		let body = '';
		for await (const chunk of request) body += chunk;
		heard.push({ body, signature: String(request.headers['stripe-signature']) });
		response.end();
	});
	await new Promise<void>((resolve) => {
		receiver.listen(0, '127.0.0.1', resolve);
	});
	const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;

	await live('http://127.0.0.1:1/old', async (stripe) => {
		expect(await urls(stripe)).toEqual(['http://127.0.0.1:1/old']);
	});
	await live(url, async (stripe, origin) => {
		expect(await urls(stripe)).toEqual([url]);
		const headers = { 'content-type': 'application/json' };
		await fetch(`${origin}/_double/reset`, { method: 'POST', headers, body: '{}' });
		expect(await urls(stripe)).toEqual([url]);
		await stripe.products.create({ name: 'Heard' });
		await fetch(`${origin}/_double/webhooks/flush`, { method: 'POST', headers, body: '{}' });
		const [{ body, signature }] = heard as [(typeof heard)[0]];
		expect(stripe.webhooks.constructEvent(body, signature, 'whsec_of_the_shop').type).toBe('product.created');
	});
	receiver.close();
});
