import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import Stripe from 'stripe';
import { BILLING_MODULE } from '../../src/modules/billing';
import type BillingModuleService from '../../src/modules/billing/service';
import { startDouble } from '../../src/plans/__tests__/stage';
import { call, eventually, openShop, type Person, payableCart, SECRET, shop } from './shop';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

export const STRIPES = 'pp_stripe_stripe';
/** Where messages would go before Medusa listens. */
const NOWHERE = 'http://localhost:9/';

/** The stand-in for Stripe, for one Medusa with its own Stripe provider. */
export class StripeOfTheShop {
	stripe!: Stripe;
	private endpoint!: Stripe.WebhookEndpoint;
	private double!: Awaited<ReturnType<typeof startDouble>>;

	/** Has to be done before Medusa reads its configuration, which needs the secret of its endpoint at Stripe. */
	async open(): Promise<void> {
		this.double = await startDouble();
		const { hostname: host, port } = new URL(this.double.url);
		this.stripe = new Stripe('sk_test_shop', { host, port, protocol: 'http' });
		this.endpoint = await this.stripe.webhookEndpoints.create({ url: NOWHERE, enabled_events: ['*'] });
		Object.assign(process.env, {
			ANSWERPACK_SERVICE_SECRET: SECRET,
			STRIPE_API_KEY: 'sk_test_shop',
			STRIPE_API_BASE: this.double.url,
			STRIPE_WEBHOOK_SECRET: this.endpoint.secret,
		});
		await this.control('/webhooks', { hold: true });
	}

	async close(): Promise<void> {
		await this.double.stop();
		for (const name of ['STRIPE_API_KEY', 'STRIPE_API_BASE', 'STRIPE_WEBHOOK_SECRET']) delete process.env[name];
	}

	async control(path: string, body: object): Promise<Record<string, unknown>> {
		const response = await fetch(`${this.double.url}/_double${path}`, {
			method: 'POST',
			body: JSON.stringify(body),
			headers: { 'content-type': 'application/json' },
		});
		const answer = (await response.json()) as Record<string, unknown>;
		if (!response.ok) throw new Error(JSON.stringify(answer));
		return answer;
	}

	/** What time it is at Stripe. */
	async clock(): Promise<Date> {
		const response = await fetch(`${this.double.url}/_double/state`);
		const { now } = (await response.json()) as { now: number };
		return new Date(now * 1000);
	}

	/** Sends what is held back, and waits until Medusa has worked it off, and made orders of what was paid. */
	async deliver(options: Options, order: 'oldest_first' | 'newest_first' | 'shuffled' = 'oldest_first'): Promise<void> {
		expect(await this.control('/webhooks/flush', { order })).toMatchObject({ failed: 0 });
		const billing = options.getContainer().resolve<BillingModuleService>(BILLING_MODULE);
		await eventually(async () => {
			const { webhooks } = await billing.listWebhooks({ state: 'waiting', limit: 1, offset: 0 });
			expect(webhooks).toEqual([]);
			expect(await billing.unmirroredPeriods(1)).toEqual([]);
		});
	}

	/** A shop that takes payments by Stripe. */
	async openShop(options: Options): Promise<void> {
		await openShop(options);
		const url = `${options.api.defaults.baseURL}/hooks/answerpack/stripe`;
		await this.stripe.webhookEndpoints.update(this.endpoint.id, { url });
		const { status } = await call(options, 'POST', `/admin/regions/${shop.region_id}`, {
			body: { payment_providers: ['pp_system_default', STRIPES] },
			headers: shop.owner.headers,
		});
		expect(status).toBe(200);
	}

	/** An order of so many pieces of a variant, paid with a card in the browser. @returns its id, and Stripe's of its payment. */
	async order(options: Options, person: Person, quantity = 1, variantId = shop.ten) {
		const cartId = await payableCart(options, person, variantId, quantity, STRIPES);
		const payment = await this.pay(options, cartId);
		const { body } = await call(options, 'POST', `/store/carts/${cartId}/complete`, { headers: person.headers });
		expect(body.type).toBe('order');
		return { order_id: body.order.id as string, payment };
	}

	/** Pays a cart as Stripe.js does. */
	async pay(options: Options, cartId: string, payment_method = 'pm_card_visa'): Promise<string> {
		const { data } = await options
			.getContainer()
			.resolve(ContainerRegistrationKeys.QUERY)
			.graph({
				entity: 'cart',
				fields: ['payment_collection.payment_sessions.data'],
				filters: { id: cartId },
			});
		const [cart] = data as unknown as { payment_collection: { payment_sessions: { data: Stripe.PaymentIntent }[] } }[];
		const intent = cart?.payment_collection.payment_sessions[0]?.data;
		const response = await fetch(`${this.double.url}/v1/payment_intents/${intent?.id}/confirm`, {
			method: 'POST',
			headers: { authorization: 'Bearer pk_test_shop' },
			body: new URLSearchParams({ client_secret: String(intent?.client_secret), payment_method }),
		});
		expect(response.status).toBe(200);
		return String(intent?.id);
	}
}
