import { ContainerRegistrationKeys, ProductStatus } from '@medusajs/framework/utils';
import { createProductsWorkflow } from '@medusajs/medusa/core-flows';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import { CREDITS_MODULE } from '../../src/modules/credits';
import type CreditsModuleService from '../../src/modules/credits/service';
import { createCreditOffersWorkflow, syncOrderCreditsWorkflow } from '../../src/workflows';
import { withoutEvents } from '../http/owner';
import { address, BOT, call, consent, creditsOf, type Person, shop } from '../http/shop';
import { STRIPES, StripeOfTheShop } from '../http/stripe';

const DAY_SECONDS = 86_400;

export type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

/** The stand-in for Stripe, that Medusa's own provider and the plugin speak with. */
export const stripes = new StripeOfTheShop();

/**
 * The variants of plans: ten credits a month for 9.90 EUR of which 3 may move on, fifty for 29.90, ten a year for 99, and one of
 * another bot.
 */
export const plans = {} as Record<'small' | 'large' | 'yearly' | 'another', string>;

/** The small shop, and four plans beside its pack. */
export async function openPlanShop(options: Options): Promise<void> {
	await stripes.openShop(options);
	const container = options.getContainer();
	const prices = { small: 9.9, large: 29.9, yearly: 99, another: 49 };
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
	for (const handle of Object.keys(prices) as (keyof typeof prices)[]) {
		plans[handle] = products.find((product) => product.handle === handle)?.variants[0]?.id as string;
	}
	const plan = { kind: 'plan', bot_id: BOT, interval: 'month' } as const;
	await createCreditOffersWorkflow(container).run({
		input: {
			offers: [
				{ ...plan, variant_id: plans.small, name: '10 a month', amount: 10_000, rollover_max: 3000 },
				{ ...plan, variant_id: plans.large, name: '50 a month', amount: 50_000 },
				{ ...plan, variant_id: plans.yearly, name: '10 a year', amount: 10_000, interval: 'year' as const },
				{ ...plan, variant_id: plans.another, name: 'Another bot', amount: 99_000, bot_id: 'bot-of-another-kind' },
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
	async function beginPayment(person: Person, cart_id: string, provider_id = STRIPES, data?: object) {
		const collection = await post(person, '/store/payment-collections', { cart_id });
		if (collection.status !== 200) return collection;
		const { id } = collection.body.payment_collection;
		return post(person, `/store/payment-collections/${id}/payment-sessions`, { provider_id, ...(data && { data }) });
	}

	const complete = (person: Person, cartId: string) => post(person, `/store/carts/${cartId}/complete`);

	/** A cart that is paid, and not completed. */
	async function paidCart(person: Person, variantIds: string[]): Promise<string> {
		const cartId = await cart(person, variantIds);
		expect(await beginPayment(person, cartId)).toMatchObject({ status: 200 });
		await stripes.pay(options, cartId);
		return cartId;
	}

	/** Buys one piece of each variant, paid with a card. @returns the order's id, which nothing has been done about yet. */
	async function order(person: Person, variantIds: string[]): Promise<string> {
		const cartId = await paidCart(person, variantIds);
		const { body } = await withoutEvents(options, () => complete(person, cartId));
		expect(body).toMatchObject({ type: 'order' });
		return body.order.id;
	}

	const sync = (order_id: string) => syncOrderCreditsWorkflow(options.getContainer()).run({ input: { order_id } });

	return {
		post,
		ledger,
		cart,
		beginPayment,
		complete,
		paidCart,
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
		/** Lets time pass at Stripe. Nobody is told of what happens meanwhile, before it is delivered. */
		pass: (days: number) => stripes.control('/clock', { advance_seconds: Math.round(days * DAY_SECONDS) }),
		/** The books are right, whatever happened before. */
		audit: async () => expect(await ledger().audit()).toEqual([]),
	};
}
