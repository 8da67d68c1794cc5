import { createPaymentSessionsWorkflow } from '@medusajs/medusa/core-flows';
import { call, shop } from '../http/shop';
import { STRIPES } from '../http/stripe';
import { inAPlanShop } from './in-a-shop';
import { customersOf, plans, stripes } from './plan-shop';

inAPlanShop('plan_carts', (options) => {
	const { post, cart, paidCart, beginPayment, complete, bought, order, sync } = customersOf(options);
	const refusal = ({ status, body }: { status: number; body: { error?: { code: string } } }) => [
		status,
		body.error?.code,
	];

	describe('a cart with a plan', () => {
		test('is offered with what it costs, how often, and what moves on', async () => {
			const { body } = await call(options, 'GET', `/store/answerpack/bots/botbotbotbotbotbotbotbot/offers`);
			expect(body.offers).toHaveLength(4);
			expect(body.offers).toContainEqual(
				expect.objectContaining({
					kind: 'plan',
					variant_id: plans.small,
					credits: 10,
					price: { amount: 9.9, currency_code: 'eur' },
					...{ valid_days: null, interval: 'month', interval_count: 1, rollover: 3 },
				}),
			);
		});

		test('needs somebody who is signed in', async () => {
			const items = [{ variant_id: plans.small, quantity: 1 }];
			const refused = await call(options, 'POST', '/store/carts', { body: { region_id: shop.region_id, items } });
			expect(refusal(refused)).toEqual([401, 'customer_required']);
		});

		test('has one piece of one plan for a bot, by whichever way it is filled', async () => {
			const items = (...of: [string, number][]) => ({
				region_id: shop.region_id,
				items: of.map(([variant_id, quantity]) => ({ variant_id, quantity })),
			});
			const create = (body: object) => post(shop.anna, '/store/carts', body);
			expect(refusal(await create(items([plans.small, 2])))).toEqual([409, 'plan_conflict']);
			expect(refusal(await create(items([plans.small, 1], [plans.large, 1])))).toEqual([409, 'plan_conflict']);
			const { body } = await create(items([plans.small, 1]));
			const path = `/store/carts/${body.cart.id}/line-items`;
			for (const variant_id of [plans.small, plans.large]) {
				expect(refusal(await post(shop.anna, path, { variant_id, quantity: 1 }))).toEqual([409, 'plan_conflict']);
			}
			expect((await post(shop.anna, path, { variant_id: shop.ten, quantity: 3 })).status).toBe(200);
			// A line's quantity can be raised; paying for it cannot begin.
			await post(shop.anna, `${path}/${body.cart.items[0].id}`, { quantity: 2 });
			expect(refusal(await beginPayment(shop.anna, body.cart.id))).toEqual([409, 'plan_conflict']);
		});

		test('is paid by card through Stripe, and by nothing else', async () => {
			const cartId = await cart(shop.anna, [plans.small]);
			const refused = await beginPayment(shop.anna, cartId, 'pp_system_default');
			expect(refusal(refused)).toEqual([409, 'plan_payment_required']);
			expect((await beginPayment(shop.anna, cartId)).status).toBe(200);
		});

		test('saves the card, whatever the storefront says of that', async () => {
			const cartId = await cart(shop.anna, [plans.small]);
			await beginPayment(shop.anna, cartId, STRIPES, { setup_future_usage: 'on_session' });
			const intent = await stripes.stripe.paymentIntents.retrieve(await stripes.pay(options, cartId));
			const { customer, setup_future_usage, payment_method } = intent;
			expect(setup_future_usage).toBe('off_session');
			expect(await stripes.stripe.paymentMethods.retrieve(String(payment_method))).toMatchObject({ customer });
		});

		test('is not completed with a payment that somebody else began, and that saves no card', async () => {
			const cartId = await cart(shop.anna, [plans.small]);
			const { body } = await post(shop.anna, '/store/payment-collections', { cart_id: cartId });
			await createPaymentSessionsWorkflow(options.getContainer()).run({
				input: {
					payment_collection_id: body.payment_collection.id,
					provider_id: STRIPES,
					customer_id: shop.anna.id,
				},
			});
			expect(refusal(await complete(shop.anna, cartId))).toEqual([409, 'plan_payment_required']);
		});

		test('costs something, now and later', async () => {
			await call(options, 'POST', `/admin/products/${await productOf(plans.small)}/variants/${plans.small}`, {
				body: { prices: [{ amount: 0, currency_code: 'eur' }] },
				headers: shop.owner.headers,
			});
			const free = await cart(shop.anna, [plans.small]);
			expect(refusal(await beginPayment(shop.anna, free))).toEqual([409, 'offer_unavailable']);
			expect(refusal(await complete(shop.anna, free))).toEqual([409, 'offer_unavailable']);
		});

		test('is refused where a region’s currency has no price for it', async () => {
			const { body } = await call(options, 'POST', '/admin/regions', {
				body: { name: 'Japan', currency_code: 'jpy', countries: ['jp'], payment_providers: ['pp_stripe_stripe'] },
				headers: shop.owner.headers,
			});
			const items = [{ variant_id: plans.small, quantity: 1 }];
			const refused = await post(shop.anna, '/store/carts', { region_id: body.region.id, items });
			expect(refused.status).toBe(400);
			expect(refused.body.message).toContain('do not have a price');
		});

		test('needs consent, as all credits do', async () => {
			const cartId = await paidCart(shop.anna, [plans.small]);
			await post(shop.anna, `/store/carts/${cartId}`, { metadata: { answerpack_consent: null } });
			expect(refusal(await complete(shop.anna, cartId))).toEqual([409, 'consent_required']);
		});

		test('is refused before anything is paid when its customer has a plan for that bot', async () => {
			const before = await cart(shop.anna, [plans.large]);
			await bought(shop.anna, [plans.small]);
			expect(refusal(await beginPayment(shop.anna, before))).toEqual([409, 'plan_conflict']);
			const items = [{ variant_id: plans.large, quantity: 1 }];
			const refused = await post(shop.anna, '/store/carts', { region_id: shop.region_id, items });
			expect(refusal(refused)).toEqual([409, 'plan_conflict']);
			await bought(shop.boris, [plans.large]); // somebody else may
		});

		test('of two tabs, only the one that began to pay last can be paid', async () => {
			const [one, two] = [await cart(shop.anna, [plans.small]), await cart(shop.anna, [plans.large])];
			const { body } = await beginPayment(shop.anna, one);
			const intent = body.payment_collection.payment_sessions[0].data.id;
			expect((await beginPayment(shop.anna, two)).status).toBe(200);
			expect(await stripes.stripe.paymentIntents.retrieve(intent)).toMatchObject({ status: 'canceled' });
			expect((await complete(shop.anna, one)).body.type).not.toBe('order');
			await stripes.pay(options, two);
			expect((await complete(shop.anna, two)).body).toMatchObject({ type: 'order' });
		});

		test('of two tabs, the second cannot be paid when the first one is, before that is an order', async () => {
			const [one, two] = [await paidCart(shop.anna, [plans.small]), await cart(shop.anna, [plans.large])];
			expect(refusal(await beginPayment(shop.anna, two))).toEqual([409, 'plan_conflict']);
			expect((await complete(shop.anna, one)).body).toMatchObject({ type: 'order' });
		});

		test('of two tabs, the second is refused as soon as the first one’s order is placed', async () => {
			const two = await cart(shop.anna, [plans.large]);
			const orderId = await order(shop.anna, [plans.small]);
			expect(refusal(await beginPayment(shop.anna, two))).toEqual([409, 'plan_conflict']);
			await sync(orderId);
			expect(refusal(await beginPayment(shop.anna, two))).toEqual([409, 'plan_conflict']);
		});
	});

	async function productOf(variantId: string): Promise<string> {
		const { body } = await call(options, 'GET', `/admin/product-variants?id=${variantId}&fields=product_id`, {
			headers: shop.owner.headers,
		});
		return body.variants[0].product_id;
	}
});
