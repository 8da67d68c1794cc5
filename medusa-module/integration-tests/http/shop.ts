import { randomUUID } from 'node:crypto';
import { CONSENT_KEY, type Consent, type HoldBody } from '@answerpack/shared/contract';
import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules, ProductStatus } from '@medusajs/framework/utils';
import {
	createApiKeysWorkflow,
	createProductsWorkflow,
	createRegionsWorkflow,
	createSalesChannelsWorkflow,
	createUserAccountWorkflow,
	linkSalesChannelsToApiKeyWorkflow,
} from '@medusajs/medusa/core-flows';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import { createCreditOffersWorkflow } from '../../src/workflows';

export const SECRET = 'a-service-secret-that-is-only-for-tests';
export const BOT = 'botbotbotbotbotbotbotbot';

export const settings = {
	name: 'Help',
	slug: 'help',
	time_zone: 'Europe/Berlin',
	version: 1,
	pools: { owner_cap: { credits_per_month: 100 }, free_reserve: { credits: 30, per_visitor: 3 } },
};

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

export interface Answer<T = Record<string, never>> {
	status: number;
	// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of Medusa's own routes, whose types they would only repeat
	body: T extends Record<string, never> ? any : T;
}

/** Somebody who is signed in. */
export interface Person {
	id: string;
	email: string;
	headers: { authorization: string };
}

/** A small shop: a region, a kettle, a pack of ten credits, two customers and an owner. */
export interface Shop {
	region_id: string;
	kettle: string;
	ten: string;
	anna: Person;
	boris: Person;
	owner: Person;
	pk: string;
}

export const service = { authorization: `Bearer ${SECRET}` };
export const shop = {} as Shop;

function first<T>(rows: T[]): T {
	const [row] = rows;
	if (row === undefined) throw new Error('there is none');
	return row;
}

/** Calls a route; an answer of any status is an answer. */
export async function call(
	{ api }: Pick<Options, 'api'>,
	method: string,
	path: string,
	{ body, headers }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
	const response = await api.request({
		method,
		url: path,
		data: body,
		headers: { 'x-publishable-api-key': shop.pk, ...headers },
		validateStatus: () => true,
	});
	return { status: response.status, body: response.data };
}

/** Fills an empty Medusa; done before the first test, so that every test finds it. */
export async function openShop(options: Options): Promise<void> {
	const container = options.getContainer();
	const { result: channels } = await createSalesChannelsWorkflow(container).run({
		input: { salesChannelsData: [{ name: 'Storefront' }] },
	});
	const { result: keys } = await createApiKeysWorkflow(container).run({
		input: { api_keys: [{ title: 'Storefront', type: 'publishable', created_by: '' }] },
	});
	await linkSalesChannelsToApiKeyWorkflow(container).run({ input: { id: first(keys).id, add: [first(channels).id] } });
	const { result: regions } = await createRegionsWorkflow(container).run({
		input: {
			regions: [
				{
					name: 'Europe',
					currency_code: 'eur',
					countries: ['de'],
					payment_providers: ['pp_system_default'],
					is_tax_inclusive: true,
				},
			],
		},
	});
	const product = (handle: string, amount: number) => ({
		title: handle,
		handle,
		status: ProductStatus.PUBLISHED,
		sales_channels: [{ id: first(channels).id }],
		options: [{ title: 'Edition', values: ['Standard'] }],
		variants: [
			{
				title: 'Standard',
				manage_inventory: false,
				options: { Edition: 'Standard' },
				prices: [{ amount, currency_code: 'eur' }],
			},
		],
	});
	const { result: products } = await createProductsWorkflow(container).run({
		input: { products: [product('kettle', 89), product('ten', 5)] },
	});
	const variant = (handle: string) => products.find((p) => p.handle === handle)?.variants[0]?.id as string;
	Object.assign(shop, {
		pk: first(keys).token,
		region_id: first(regions).id,
		kettle: variant('kettle'),
		ten: variant('ten'),
	});
	await createCreditOffersWorkflow(container).run({
		input: {
			offers: [{ variant_id: shop.ten, bot_id: BOT, name: '10 credits', amount: 10_000, valid_days: 365 }],
		},
	});
	await call(options, 'PUT', `/answerpack/bots/${BOT}`, { body: settings, headers: service });
	Object.assign(shop, {
		anna: await customer(options, 'anna@shop.example'),
		boris: await customer(options, 'boris@shop.example'),
		owner: await owner(options, container),
	});
}

export async function customer(options: Options, email: string): Promise<Person> {
	const password = 'long-enough';
	const register = await call(options, 'POST', '/auth/customer/emailpass/register', { body: { email, password } });
	const created = await call(options, 'POST', '/store/customers', {
		body: { email },
		headers: { authorization: `Bearer ${register.body.token}` },
	});
	const login = await call(options, 'POST', '/auth/customer/emailpass', { body: { email, password } });
	return { id: created.body.customer.id, email, headers: { authorization: `Bearer ${login.body.token}` } };
}

async function owner(options: Options, container: MedusaContainer): Promise<Person> {
	const [email, password] = ['owner@shop.example', 'long-enough'];
	const { authIdentity } = await container.resolve(Modules.AUTH).register('emailpass', { body: { email, password } });
	const { result } = await createUserAccountWorkflow(container).run({
		input: { authIdentityId: authIdentity?.id as string, userData: { email } },
	});
	const login = await call(options, 'POST', '/auth/user/emailpass', { body: { email, password } });
	return { id: result.id, email, headers: { authorization: `Bearer ${login.body.token}` } };
}

/** A cart of this person with so many of a variant, up to the payment session. */
export async function payableCart(
	options: Options,
	person: Person,
	variant_id: string,
	quantity: number,
	provider_id = 'pp_system_default',
	others: { variant_id: string; quantity: number }[] = [],
): Promise<string> {
	const post = (path: string, body: object) => call(options, 'POST', path, { body, headers: person.headers });
	const { body } = await post('/store/carts', {
		region_id: shop.region_id,
		items: [{ variant_id, quantity }, ...others],
	});
	const cartId = body.cart.id as string;
	await post(`/store/carts/${cartId}`, {
		email: person.email,
		shipping_address: address,
		billing_address: address,
		metadata: { [CONSENT_KEY]: consent },
	});
	const { body: paying } = await post('/store/payment-collections', { cart_id: cartId });
	const session = await post(`/store/payment-collections/${paying.payment_collection.id}/payment-sessions`, {
		provider_id,
	});
	expect(session.status).toBe(200);
	return cartId;
}

/** What a customer ticks before buying credits. */
export const consent: Consent = { text_version: '2026-11', given_at: '2026-11-22T12:00:00Z' };

export const address = {
	first_name: 'Anna',
	last_name: 'Beispiel',
	address_1: 'Hauptstraße 1',
	city: 'Berlin',
	postal_code: '10115',
	country_code: 'de',
};

/** An order, of packs unless another variant is named, that is placed and not yet paid. */
export async function order(options: Options, person: Person, quantity = 1, variantId = shop.ten): Promise<string> {
	const cartId = await payableCart(options, person, variantId, quantity);
	const { body } = await call(options, 'POST', `/store/carts/${cartId}/complete`, { headers: person.headers });
	expect(body.type).toBe('order');
	return body.order.id;
}

/** Captures an order's payment, or so much of it, as somebody does in the admin. */
export async function capture(options: Options, orderId: string, amount?: number): Promise<void> {
	const { data } = await options
		.getContainer()
		.resolve(ContainerRegistrationKeys.QUERY)
		.graph({ entity: 'order', fields: ['payment_collections.payments.id'], filters: { id: orderId } });
	const paymentId = data[0]?.payment_collections?.[0]?.payments?.[0]?.id;
	const { status } = await call(options, 'POST', `/admin/payments/${paymentId}/capture`, {
		body: { amount },
		headers: shop.owner.headers,
	});
	expect(status).toBe(200);
}

export const creditsOf = async (options: Options, person: Person) =>
	(await call(options, 'GET', `/store/answerpack/bots/${BOT}/credits`, { headers: person.headers })).body;

/** A hold of one credit for somebody. */
export const holdOf = (subject: HoldBody['subject'], id: string = randomUUID()): HoldBody => ({
	id,
	subject,
	purpose: 'answer',
	amount: 1000,
	ttl_seconds: 60,
});

/** Waits until something is so: events arrive when they arrive. */
export async function eventually(check: () => Promise<void>, timeout_ms = 60_000): Promise<void> {
	const end = Date.now() + timeout_ms;
	for (;;) {
		try {
			return await check();
		} catch (error) {
			if (Date.now() > end) throw error;
			await new Promise((resolve) => setTimeout(resolve, 25));
		}
	}
}
