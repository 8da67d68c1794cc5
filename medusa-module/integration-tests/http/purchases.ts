import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import {
	addToCartWorkflow,
	completeCartWorkflow,
	createCartWorkflow,
	createPaymentCollectionForCartWorkflow,
	createPaymentSessionsWorkflow,
} from '@medusajs/medusa/core-flows';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import syncOrders from '../../src/jobs/sync-orders';
import { OFFERS_MODULE, type OffersModuleService } from '../../src/modules/offers';
import { removeCreditOffersWorkflow, syncOrderCreditsWorkflow } from '../../src/workflows';
import { ownerOf, withoutEvents } from './owner';
import {
	address,
	BOT,
	call,
	capture,
	creditsOf,
	eventually,
	order,
	payableCart,
	service,
	settings,
	shop,
} from './shop';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

export function purchases(options: Options): void {
	const owner = ownerOf(options);
	const admin = (path: string) => call(options, 'GET', `/admin/answerpack/${path}`, { headers: shop.owner.headers });

	describe('buying credits', () => {
		test('needs somebody who is signed in, at every step', async () => {
			const post = (path: string, body: object) => call(options, 'POST', path, { body });
			const { body } = await post('/store/carts', { region_id: shop.region_id });
			const cart = `/store/carts/${body.cart.id}`;
			const pack = { variant_id: shop.ten, quantity: 1 };
			expect((await post(`${cart}/line-items`, { variant_id: shop.kettle, quantity: 1 })).status).toBe(200);
			await guestAdds(body.cart.id);
			for (const refused of [
				await post('/store/carts', { region_id: shop.region_id, items: [pack] }),
				await post(`${cart}/line-items`, pack),
				await post('/store/payment-collections', { cart_id: body.cart.id }),
				await post(`${cart}/complete`, {}),
			]) {
				expect(refused.status).toBe(401);
				expect(refused.body.error).toMatchObject({ code: 'customer_required' });
				expect(refused.body.error.message).toContain('sign in');
			}
		});

		test('ends for a bot that is gone, at every step; what was bought stays, and can be used when it comes back', async () => {
			const bought = await order(options, shop.anna);
			await capture(options, bought);
			await eventually(async () => expect((await creditsOf(options, shop.anna)).left).toBe(10));
			const full = await payableCart(options, shop.anna, shop.ten, 1);
			const post = (path: string, body: object) => call(options, 'POST', path, { body, headers: shop.anna.headers });
			const { body } = await post('/store/carts', { region_id: shop.region_id });
			const { data } = await options
				.getContainer()
				.resolve(ContainerRegistrationKeys.QUERY)
				.graph({ entity: 'cart', fields: ['payment_collection.id'], filters: { id: full } });
			const pack = { variant_id: shop.ten, quantity: 1 };
			const publish = (change: object) =>
				call(options, 'PUT', `/answerpack/bots/${BOT}`, { body: { ...settings, ...change }, headers: service });

			await publish({ version: 2, status: 'paused', gone: true });
			for (const refused of [
				await post('/store/carts', { region_id: shop.region_id, items: [pack] }),
				await post(`/store/carts/${body.cart.id}/line-items`, pack),
				await post('/store/payment-collections', { cart_id: full }),
				await post(`/store/payment-collections/${data[0]?.payment_collection?.id}/payment-sessions`, {
					provider_id: 'pp_system_default',
				}),
				await post(`/store/carts/${full}/complete`, {}),
			]) {
				expect([refused.status, refused.body.error?.code]).toEqual([409, 'offer_unavailable']);
				expect(refused.body.error.message).toContain('Help are not sold any more');
			}
			expect((await post(`/store/carts/${body.cart.id}/line-items`, { ...pack, variant_id: shop.kettle })).status).toBe(
				200,
			);
			const offers = () => call(options, 'GET', `/store/answerpack/bots/${BOT}/offers`);
			expect((await offers()).body.offers).toEqual([]);
			expect((await creditsOf(options, shop.anna)).left).toBe(10);

			await publish({ version: 3 });
			expect((await offers()).body.offers).toHaveLength(1);
			expect((await post(`/store/carts/${full}/complete`, {})).body.type).toBe('order');
		});

		test.each(['/STORE/carts', '/store/Carts'])(
			'needs somebody who is signed in, in whatever letters the path is written: %s',
			async (carts) => {
				const cartId = await payableCart(options, shop.anna, shop.ten, 1);
				const refused = await call(options, 'POST', `${carts}/${cartId}/complete`, { body: {} });
				expect([refused.status, refused.body.error?.code]).toEqual([401, 'customer_required']);
			},
		);

		test('fixes the terms anew, in whatever letters the path is written', async () => {
			const container = options.getContainer();
			const cartId = await payableCart(options, shop.anna, shop.ten, 1);
			await container
				.resolve<OffersModuleService>(OFFERS_MODULE)
				.updateCreditOffers({ selector: {}, data: { amount: 1000 } });
			const { body } = await call(options, 'POST', `/store/Carts/${cartId}/complete`, { headers: shop.anna.headers });
			await capture(options, body.order.id);
			await eventually(async () => expect((await creditsOf(options, shop.anna)).left).toBe(1));
		});

		test('grants nothing for a pack that was taken off sale before the cart was completed', async () => {
			const container = options.getContainer();
			const cartId = await payableCart(options, shop.anna, shop.ten, 1);
			const { body: listed } = await admin('offers');
			await removeCreditOffersWorkflow(container).run({ input: { ids: [listed.offers[0].id] } });
			const { body } = await call(options, 'POST', `/store/carts/${cartId}/complete`, { headers: shop.anna.headers });
			await capture(options, body.order.id);
			await syncOrderCreditsWorkflow(container).run({ input: { order_id: body.order.id } });
			expect((await admin(`orders/${body.order.id}/credits`)).body).toMatchObject({ lots: [], not_granted: null });
		});

		test("is refused in somebody else's cart, until it is taken over", async () => {
			const { body } = await call(options, 'POST', '/store/carts', { body: { region_id: shop.region_id } });
			const add = () =>
				call(options, 'POST', `/store/carts/${body.cart.id}/line-items`, {
					body: { variant_id: shop.ten, quantity: 1 },
					headers: shop.anna.headers,
				});
			const refused = await add();
			expect([refused.status, refused.body.error.code]).toEqual([401, 'customer_required']);
			expect(refused.body.error.message).toContain(`/store/carts/${body.cart.id}/customer`);
			await call(options, 'POST', `/store/carts/${body.cart.id}/customer`, { headers: shop.anna.headers });
			expect((await add()).status).toBe(200);
		});

		test('grants when the money is captured, not when the order is placed', async () => {
			const orderId = await order(options, shop.anna, 2);
			await syncOrderCreditsWorkflow(options.getContainer()).run({ input: { order_id: orderId } });
			expect(await creditsOf(options, shop.anna)).toMatchObject({ left: 0, lots: [] });
			expect((await admin(`orders/${orderId}/credits`)).body).toMatchObject({
				sells_credits: true,
				lots: [],
				not_granted: 'not_paid',
			});

			await capture(options, orderId);
			await eventually(async () => expect((await creditsOf(options, shop.anna)).left).toBe(20));
			expect((await admin(`orders/${orderId}/credits`)).body).toMatchObject({
				lots: [{ granted: 20, left: 20, name: '10 credits', customer: { id: shop.anna.id, email: shop.anna.email } }],
				not_granted: null,
			});
			expect(await creditsOf(options, shop.boris)).toMatchObject({ left: 0, held: 0, lots: [] });
		});

		test('grants once, however often and at however many places at once it is told', async () => {
			const container = options.getContainer();
			const orderId = await order(options, shop.anna);
			await capture(options, orderId);
			const events = container.resolve(Modules.EVENT_BUS);
			await events.emit(Array.from({ length: 5 }, () => ({ name: 'order.placed', data: { id: orderId } })));
			await Promise.all(
				Array.from({ length: 10 }, () => syncOrderCreditsWorkflow(container).run({ input: { order_id: orderId } })),
			);
			await syncOrders(container);
			expect(await creditsOf(options, shop.anna)).toMatchObject({ left: 10, lots: [{ left: 10, category: 'pack' }] });
			expect((await admin(`orders/${orderId}/credits`)).body.lots).toHaveLength(1);
		});

		test('grants what was paid to the cent when the total has fractions of one', async () => {
			const container = options.getContainer();
			const query = container.resolve(ContainerRegistrationKeys.QUERY);
			const filters = { id: shop.ten };
			const { data } = await query.graph({ entity: 'product_variant', fields: ['product_id'], filters });
			await call(options, 'POST', `/admin/products/${data[0]?.product_id}/variants/${shop.ten}`, {
				body: { prices: [{ amount: 8.4915, currency_code: 'eur' }] },
				headers: shop.owner.headers,
			});
			await capture(options, await order(options, shop.anna), 8.49);
			await eventually(async () => expect((await creditsOf(options, shop.anna)).left).toBe(10));
		});

		test('is made good by the sweep when every event was lost', async () => {
			const orderId = await withoutEvents(options, () => order(options, shop.anna));
			const { data } = await options
				.getContainer()
				.resolve(ContainerRegistrationKeys.QUERY)
				.graph({ entity: 'order', fields: ['payment_collections.payments.id'], filters: { id: orderId } });
			const payment_id = data[0]?.payment_collections?.[0]?.payments?.[0]?.id as string;
			await withoutEvents(options, () =>
				options.getContainer().resolve(Modules.PAYMENT).capturePayment({ payment_id, amount: 5 }),
			);
			expect((await creditsOf(options, shop.anna)).left).toBe(0);
			await syncOrders(options.getContainer());
			expect((await creditsOf(options, shop.anna)).left).toBe(10);
		});

		test('grants what an edit of the order added, once that is paid, and takes back what an edit took out', async () => {
			const container = options.getContainer();
			const orderId = await order(options, shop.anna);
			await capture(options, orderId);
			await eventually(async () => expect((await creditsOf(options, shop.anna)).left).toBe(10));
			const credits = async () => (await admin(`orders/${orderId}/credits`)).body;

			await owner.edit(orderId, 3);
			expect(await credits()).toMatchObject({ lots: [{ granted: 10 }], not_granted: 'not_paid' });
			await owner.payOutstanding(orderId, 10);
			await Promise.all(
				Array.from({ length: 10 }, () => syncOrderCreditsWorkflow(container).run({ input: { order_id: orderId } })),
			);
			await eventually(async () => expect((await creditsOf(options, shop.anna)).left).toBe(30));
			expect(await credits()).toMatchObject({ not_granted: null });
			expect((await credits()).lots.map(({ granted }: { granted: number }) => granted).sort()).toEqual([10, 20]);

			await owner.edit(orderId, 2);
			await syncOrderCreditsWorkflow(container).run({ input: { order_id: orderId } });
			expect((await creditsOf(options, shop.anna)).left).toBe(20);
			expect(await credits()).toMatchObject({ not_granted: null });
		});

		test('grants no piece twice when two look at the same time at an order that is edited between them', async () => {
			const container = options.getContainer();
			const database = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
			const orderId = await order(options, shop.anna);
			await capture(options, orderId);
			await eventually(async () => expect((await creditsOf(options, shop.anna)).left).toBe(10));
			const edited = async (quantity: number) => {
				await owner.edit(orderId, quantity);
				await withoutEvents(options, () => owner.payOutstanding(orderId, 5));
			};
			const blocked = async (count: number) => {
				const { rows } = await database.raw(
					"SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
				);
				expect(rows).toHaveLength(count);
			};
			const sync = () => syncOrderCreditsWorkflow(container).run({ input: { order_id: orderId } });

			const transaction = await database.transaction(); // keeps both from granting what they decided
			await transaction.raw('SELECT FROM credits_account FOR UPDATE');
			const running: Promise<unknown>[] = [];
			try {
				await edited(2);
				running.push(sync());
				await eventually(() => blocked(1));
				await edited(3);
				running.push(sync());
				await eventually(() => blocked(2));
			} finally {
				await transaction.commit();
			}
			await Promise.all(running);
			expect((await creditsOf(options, shop.anna)).left).toBe(30);
		});

		test('is looked at again by the sweep after an edit, when the event of its payment was lost', async () => {
			const orderId = await order(options, shop.anna);
			await capture(options, orderId);
			await eventually(async () => expect((await creditsOf(options, shop.anna)).left).toBe(10));
			await owner.edit(orderId, 2);
			const isOpen = async () => {
				const [purchase] = await options
					.getContainer()
					.resolve<OffersModuleService>(OFFERS_MODULE)
					.listCreditPurchases({ customer_id: shop.anna.id });
				return purchase?.granted_at === null;
			};
			await eventually(async () => expect(await isOpen()).toBe(true));
			await withoutEvents(options, () => owner.payOutstanding(orderId, 5));
			expect((await creditsOf(options, shop.anna)).left).toBe(10);
			await syncOrders(options.getContainer());
			expect((await creditsOf(options, shop.anna)).left).toBe(20);
			expect(await isOpen()).toBe(false);
		});

		test('keeps to the buyer and the terms of the purchase, whatever happens to the order and the offer', async () => {
			const container = options.getContainer();
			const orderId = await order(options, shop.anna);
			await container.resolve(Modules.ORDER).updateOrders(orderId, { customer_id: shop.boris.id });
			const { body } = await admin('offers');
			await removeCreditOffersWorkflow(container).run({ input: { ids: [body.offers[0].id] } });
			await capture(options, orderId);
			await eventually(async () => expect((await creditsOf(options, shop.anna)).left).toBe(10));
			expect((await creditsOf(options, shop.boris)).left).toBe(0);
		});

		test('grants nothing to the e-mail address that a guest typed, and says so', async () => {
			const container = options.getContainer();
			const { result: cart } = await createCartWorkflow(container).run({
				input: {
					region_id: shop.region_id,
					email: shop.anna.email,
					shipping_address: address,
					billing_address: address,
				},
			});
			expect(cart.customer_id).toBe(shop.anna.id); // Medusa attaches it to whoever has that address
			await guestAdds(cart.id);
			await createPaymentCollectionForCartWorkflow(container).run({ input: { cart_id: cart.id } });
			const query = container.resolve(ContainerRegistrationKeys.QUERY);
			const { data } = await query.graph({
				entity: 'cart',
				fields: ['payment_collection.id'],
				filters: { id: cart.id },
			});
			const payment_collection_id = data[0]?.payment_collection?.id as string;
			await createPaymentSessionsWorkflow(container).run({
				input: { payment_collection_id, provider_id: 'pp_system_default' },
			});
			const { result } = await completeCartWorkflow(container).run({ input: { id: cart.id } });
			const warn = jest.spyOn(container.resolve(ContainerRegistrationKeys.LOGGER), 'warn');
			await capture(options, result.id);
			await eventually(async () =>
				expect(warn).toHaveBeenCalledWith(expect.stringContaining('nobody was signed in when it was bought')),
			);
			expect((await creditsOf(options, shop.anna)).left).toBe(0);
			expect((await admin(`orders/${result.id}/credits`)).body).toMatchObject({ lots: [], not_granted: 'no_buyer' });
		});

		test('that was paid for a bot which is not published yet is granted once it is', async () => {
			const container = options.getContainer();
			await container
				.resolve<OffersModuleService>(OFFERS_MODULE)
				.updateCreditOffers({ selector: {}, data: { bot_id: 'later' } });
			const orderId = await order(options, shop.anna);
			await capture(options, orderId);
			await call(options, 'PUT', '/answerpack/bots/later', {
				body: { ...settings, slug: 'later' },
				headers: service,
			});
			await syncOrders(container);
			const { body } = await call(options, 'GET', '/store/answerpack/bots/later/credits', {
				headers: shop.anna.headers,
			});
			expect(body.left).toBe(10);
		});
	});

	/** Puts a pack into a cart behind the guards' back, as a webhook or another plugin could. */
	async function guestAdds(cart_id: string): Promise<void> {
		await addToCartWorkflow(options.getContainer()).run({
			input: { cart_id, items: [{ variant_id: shop.ten, quantity: 1 }] },
		});
	}
}
