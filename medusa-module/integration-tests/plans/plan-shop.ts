import { createHmac } from 'node:crypto';
import { ContainerRegistrationKeys, ProductStatus } from '@medusajs/framework/utils';
import { createProductsWorkflow } from '@medusajs/medusa/core-flows';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import Stripe from 'stripe';
import { CREDITS_MODULE } from '../../src/modules/credits';
import type CreditsModuleService from '../../src/modules/credits/service';
import { startDouble } from '../../src/plans/__tests__/stage';
import { openBooks } from '../../src/plans/open-books';
import { reconcile } from '../../src/plans/reconcile';
import { createCreditOffersWorkflow, syncOrderCreditsWorkflow } from '../../src/workflows';
import { address, BOT, call, consent, creditsOf, openShop, type Person, SECRET, shop } from '../http/shop';

export type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

export const WEBHOOK_SECRET = 'whsec_of_this_test';
export const DAY_SECONDS = 86_400;

/** Read when Medusa loads its configuration, before the runner sets `env`. */
export function configure(): void {
	Object.assign(process.env, {
		ANSWERPACK_SERVICE_SECRET: SECRET,
		STRIPE_API_KEY: 'sk_test_shop',
		STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
	});
	delete process.env.PORT; // the runner would take the shell's instead of a free one
}

/** The variants of plans: ten credits a month for 9.90 EUR of which 3 may move on, fifty for 29.90, ten a year for 99. */
export const plans = {} as Record<'small' | 'large' | 'yearly', string>;

let double: Awaited<ReturnType<typeof startDouble>>;
export let stripe: Stripe;

/** The stand-in for Stripe, before Medusa starts: its provider is told where that is. */
export async function openStripe(): Promise<void> {
	double = await startDouble();
	process.env.STRIPE_API_BASE = double.url;
	const { hostname: host, port } = new URL(double.url);
	stripe = new Stripe('sk_test_shop', { host, port, protocol: 'http' });
}

export const closeStripe = () => double.stop();

/** A switch of the stand-in. */
export async function control(path: string, body: object): Promise<Record<string, unknown>> {
	const response = await fetch(`${double.url}/_double${path}`, {
		method: 'POST',
		body: JSON.stringify(body),
		headers: { 'content-type': 'application/json' },
	});
	const answer = (await response.json()) as Record<string, unknown>;
	if (!response.ok) throw new Error(JSON.stringify(answer));
	return answer;
}

/** The small shop, and three plans beside its pack. */
export async function openPlanShop(options: Options): Promise<void> {
	await openShop(options);
	const container = options.getContainer();
	const prices = { small: 9.9, large: 29.9, yearly: 99 };
	const { data: channels } = await container
		.resolve(ContainerRegistrationKeys.QUERY)
		.graph({ entity: 'sales_channel', fields: ['id'], filters: { name: 'Storefront' } });
	const { result: products } = await createProductsWorkflow(container).run({
		input: {
			products: Object.entries(prices).map(([handle, amount]) => ({
				title: handle,
				handle,
				status: ProductStatus.PUBLISHED,
				sales_channels: channels.map(({ id }) => ({ id: id as string })),
				options: [{ title: 'Edition', values: ['Standard'] }],
				variants: [
					{
						title: 'Standard',
						manage_inventory: false,
						options: { Edition: 'Standard' },
						prices: [{ amount, currency_code: 'eur' }],
					},
				],
			})),
		},
	});
	for (const handle of ['small', 'large', 'yearly'] as const) {
		plans[handle] = products.find((product) => product.handle === handle)?.variants[0]?.id as string;
	}
	const plan = { kind: 'plan', bot_id: BOT, interval: 'month' } as const;
	await createCreditOffersWorkflow(container).run({
		input: {
			offers: [
				{ ...plan, variant_id: plans.small, name: '10 a month', amount: 10_000, rollover_max: 3000 },
				{ ...plan, variant_id: plans.large, name: '50 a month', amount: 50_000 },
				{ ...plan, variant_id: plans.yearly, name: '10 a year', amount: 10_000, interval: 'year' as const },
			],
		},
	});
}

export function customersOf(options: Options) {
	const post = (person: Person, path: string, body: object = {}) =>
		call(options, 'POST', path, { body, headers: person.headers });
	const ledger = () => options.getContainer().resolve<CreditsModuleService>(CREDITS_MODULE);

	/** A cart with one piece of each variant, ready for a payment session. */
	async function cart(person: Person, variantIds: string[]): Promise<string> {
		const { body } = await post(person, '/store/carts', {
			region_id: shop.region_id,
			items: variantIds.map((variant_id) => ({ variant_id, quantity: 1 })),
		});
		expect(body).toMatchObject({ cart: {} });
		await post(person, `/store/carts/${body.cart.id}`, {
			email: person.email,
			shipping_address: address,
			billing_address: address,
			metadata: { answerpack_consent: consent },
		});
		return body.cart.id;
	}

	/** Begins to pay for a cart. @returns the answer, or that of the first route that refused. */
	async function beginPayment(person: Person, cart_id: string, provider_id = 'pp_stripe_stripe', data?: object) {
		const collection = await post(person, '/store/payment-collections', { cart_id });
		if (collection.status !== 200) return collection;
		const { id } = collection.body.payment_collection;
		return post(person, `/store/payment-collections/${id}/payment-sessions`, { provider_id, ...(data && { data }) });
	}

	/** What Stripe.js does in the customer's browser. */
	async function payInBrowser(
		session: Awaited<ReturnType<typeof beginPayment>>,
		card = 'pm_card_visa',
	): Promise<Stripe.PaymentIntent> {
		expect(session).toMatchObject({ status: 200 });
		const { data } = session.body.payment_collection.payment_sessions.at(-1);
		const response = await fetch(`${double.url}/v1/payment_intents/${data.id}/confirm`, {
			method: 'POST',
			headers: { authorization: 'Bearer pk_test_shop' },
			body: new URLSearchParams({ client_secret: data.client_secret, payment_method: card }),
		});
		return (await response.json()) as Stripe.PaymentIntent;
	}

	const complete = (person: Person, cartId: string) => post(person, `/store/carts/${cartId}/complete`);

	/** Buys one piece of each variant, paid with a card. @returns the order's id, which nothing has been done about yet. */
	async function order(person: Person, variantIds: string[]): Promise<string> {
		const cartId = await cart(person, variantIds);
		await payInBrowser(await beginPayment(person, cartId));
		const { body } = await complete(person, cartId);
		expect(body).toMatchObject({ type: 'order' });
		return body.order.id;
	}

	const sync = (order_id: string) => syncOrderCreditsWorkflow(options.getContainer()).run({ input: { order_id } });

	return {
		post,
		ledger,
		cart,
		beginPayment,
		payInBrowser,
		complete,
		order,
		sync,
		/** The same, and what it bought is there. */
		async bought(person: Person, variantIds: string[]): Promise<string> {
			const orderId = await order(person, variantIds);
			await sync(orderId);
			return orderId;
		},
		plans: async (person: Person) =>
			(await call(options, 'GET', '/store/answerpack/plans', { headers: person.headers })).body.plans,
		left: async (person: Person): Promise<number> => (await creditsOf(options, person)).left,
		/** Uses so many credits. */
		async use(person: Person, credits: number): Promise<void> {
			const subject = { kind: 'customer', key: person.id } as const;
			const hold = {
				id: crypto.randomUUID(),
				subject,
				purpose: 'answer',
				amount: credits * 1000,
				ttl_seconds: 60,
			} as const;
			await ledger().reserve(BOT, hold);
			const usage = { model: 'extractive', input_tokens: 0, output_tokens: 0 };
			await ledger().settle(BOT, hold.id, { amount: hold.amount, usage });
		},
		/** Lets time pass at Stripe. Nobody is told of what happens meanwhile. */
		pass: (seconds: number) => control('/clock', { advance_seconds: seconds }),
		/** Looks at everything that Stripe has, as the hourly job does. */
		async reconcile(): Promise<void> {
			const failed: string[] = [];
			await reconcile(openBooks(options.getContainer()), new Date(), (message, error) =>
				failed.push(`${message}: ${error.message}`),
			);
			expect(failed).toEqual([]);
		},
		/** Delivers a message as Stripe does. */
		async deliver(event: Stripe.Event): Promise<void> {
			const payload = JSON.stringify(event);
			const at = Math.floor(Date.now() / 1000);
			const mac = createHmac('sha256', WEBHOOK_SECRET).update(`${at}.${payload}`).digest('hex');
			const { status } = await options.api.request({
				method: 'POST',
				url: '/hooks/answerpack/stripe',
				data: payload,
				headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${mac}` },
				transformRequest: [(raw: string) => raw],
				validateStatus: () => true,
			});
			expect(status).toBe(200);
		},
		/** The books are right, whatever happened before. */
		audit: async () => expect(await ledger().audit()).toEqual([]),
	};
}
