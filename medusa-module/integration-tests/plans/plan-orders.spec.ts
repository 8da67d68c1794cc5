import { randomUUID } from 'node:crypto';
import syncOrders from '../../src/jobs/sync-orders';
import { BILLING_MODULE } from '../../src/modules/billing';
import type BillingModuleService from '../../src/modules/billing/service';
import { OFFERS_MODULE, type OffersModuleService } from '../../src/modules/offers';
import { ownerOf, withoutEvents } from '../http/owner';
import { BOT, shop } from '../http/shop';
import { inAPlanShop } from './in-a-shop';
import { customersOf, plans, stripes } from './plan-shop';

inAPlanShop('plan_orders', (options) => {
	const customers = customersOf(options);
	const { bought, order, sync, left, audit, paidCart, complete, pass } = customers;
	const owner = ownerOf(options);
	const billing = () => options.getContainer().resolve<BillingModuleService>(BILLING_MODULE);
	const creditsAt = (orderId: string) => owner.get(`answerpack/orders/${orderId}/credits`);
	const planOf = async (orderId: string) => (await billing().plansOfOrder(orderId))[0];
	const subscriptionOf = async (orderId: string) =>
		stripes.stripe.subscriptions.retrieve(String((await planOf(orderId))?.subscription_id));
	/** Whatever was ever begun at Stripe for a plan. */
	const subscriptionsOf = async (planId?: string) => {
		const { data } = await stripes.stripe.subscriptions.list({ status: 'all', limit: 100 });
		return data.filter(({ metadata }) => metadata.answerpack_plan_id === planId);
	};
	const refundUnused = (orderId: string) =>
		owner.post(`answerpack/orders/${orderId}/refund-unused`, { id: randomUUID() });

	afterEach(audit);

	describe('a plan that was bought', () => {
		test('is granted and begun when its money is captured, and billed from the second period on', async () => {
			const orderId = await bought(shop.anna, [plans.small]);
			expect(await left(shop.anna)).toBe(10);
			const [plan] = await customers.plans(shop.anna);
			expect(plan).toMatchObject({
				...{ bot_id: BOT, status: 'active', name: '10 a month', credits: 10, rollover: 3 },
				price: { amount: 9.9, currency_code: 'eur' },
				payments: [{ amount: 9.9, currency_code: 'eur', credits: 10 }],
			});
			const subscription = await subscriptionOf(orderId);
			expect(subscription).toMatchObject({ status: 'active', metadata: { answerpack_plan_id: plan.id } });
			expect(subscription.items.data[0]?.price.unit_amount).toBe(990);
			expect(new Date(plan.renews_at).getTime()).toBe((subscription.items.data[0]?.current_period_end ?? 0) * 1000);
			expect(await creditsAt(orderId)).toMatchObject({
				lots: [{ category: 'plan', granted: 10, left: 10, name: '10 a month', order: { id: orderId } }],
				not_granted: null,
			});
		});

		test('renews, whatever is told in whichever order and how often: a period at a time, and what is left moves on', async () => {
			await bought(shop.anna, [plans.small]);
			await customers.use(shop.anna, 8);
			await stripes.control('/webhooks', { duplicate: 1 });
			await pass(32);
			await stripes.deliver(options, 'shuffled');
			await stripes.control('/webhooks', { duplicate: 0 });
			const [plan] = await customers.plans(shop.anna);
			expect(plan.payments).toMatchObject([
				{ amount: 9.9, credits: 10 },
				{ amount: 9.9, credits: 10 },
			]);
			expect(await left(shop.anna)).toBe(12);
		});

		test('is begun once, however often and at however many places at once its order is looked at', async () => {
			const orderId = await order(shop.anna, [plans.small]);
			await Promise.all(Array.from({ length: 6 }, () => sync(orderId)));
			await syncOrders(options.getContainer());
			expect(await left(shop.anna)).toBe(10);
			const plan = await planOf(orderId);
			expect(await subscriptionsOf(plan?.id)).toHaveLength(1);
		});

		test('comes together with a pack, in one payment', async () => {
			const orderId = await bought(shop.anna, [plans.small, shop.ten]);
			expect(await left(shop.anna)).toBe(20);
			expect((await creditsAt(orderId)).lots).toHaveLength(2);
			const [plan] = await customers.plans(shop.anna);
			expect(plan.payments).toMatchObject([{ amount: 9.9 }]);
		});

		test('costs less by a promotion in its first period alone', async () => {
			const promotion = {
				code: 'HALF',
				type: 'standard',
				status: 'active',
				application_method: { type: 'percentage', target_type: 'order', value: 50 },
			};
			await owner.post('promotions', promotion);
			const cartId = await customers.cart(shop.anna, [plans.small]);
			await customers.post(shop.anna, `/store/carts/${cartId}/promotions`, { promo_codes: ['HALF'] });
			await customers.beginPayment(shop.anna, cartId);
			await stripes.pay(options, cartId);
			const { body } = await complete(shop.anna, cartId);
			expect(body.order.total).toBe(4.95);
			await sync(body.order.id);
			const [plan] = await customers.plans(shop.anna);
			expect(plan).toMatchObject({ price: { amount: 9.9 }, payments: [{ amount: 4.95 }] });
			expect(await left(shop.anna)).toBe(10);
		});

		test('keeps the terms that it was bought on when its offer is changed, or taken off sale', async () => {
			const cartId = await paidCart(shop.anna, [plans.small]);
			const { body } = await withoutEvents(options, () => complete(shop.anna, cartId));
			const { offers } = await owner.get('answerpack/offers');
			const { id } = offers.find(({ name }: { name: string }) => name === '10 a month');
			await owner.post(`answerpack/offers/${id}`, { credits: 1, rollover: 0, name: 'Less' });
			await sync(body.order.id);
			expect(await left(shop.anna)).toBe(10);
			await pass(32);
			await stripes.deliver(options);
			expect((await customers.plans(shop.anna))[0]).toMatchObject({ name: '10 a month', rollover: 3 });
		});

		test('is begun by the sweep when Stripe could not be reached, and every event was lost', async () => {
			const orderId = await order(shop.anna, [plans.small]);
			await stripes.control('/faults', { effect: 'error', path: '/v1/prices', method: 'GET', status: 500, times: 10 });
			await sync(orderId);
			expect(await left(shop.anna)).toBe(0);
			expect((await creditsAt(orderId)).not_granted).toBe('on_its_way');
			await fetch(`${process.env.STRIPE_API_BASE}/_double/faults`, { method: 'DELETE' });
			await syncOrders(options.getContainer());
			expect(await left(shop.anna)).toBe(10);
			expect(await subscriptionOf(orderId)).toMatchObject({ status: 'active' });
			expect((await creditsAt(orderId)).not_granted).toBeNull();
		});

		test.each(['createPlan', 'writePeriod', 'noteGranted', 'writeSubscription'] as const)(
			'goes on where it stopped after a crash that follows on %s',
			async (step) => {
				const orderId = await order(shop.anna, [plans.small]);
				const real = billing()[step].bind(billing()) as (...args: unknown[]) => Promise<never>;
				const crash = jest.spyOn(billing(), step).mockImplementationOnce((async (...args: unknown[]) => {
					await real(...args);
					throw new Error('the power went out');
				}) as never);
				await sync(orderId);
				crash.mockRestore();
				await syncOrders(options.getContainer());
				expect(await left(shop.anna)).toBe(10);
				expect(await subscriptionsOf((await planOf(orderId))?.id)).toHaveLength(1);
				expect((await creditsAt(orderId)).not_granted).toBeNull();
			},
		);
	});

	describe('a plan that was paid and can never begin', () => {
		/** Two orders for one bot, by two tabs that began to pay at the very same moment: neither sees the other one. */
		async function twice(second: string[]): Promise<string> {
			const offers = options.getContainer().resolve<OffersModuleService>(OFFERS_MODULE);
			const blind = jest.spyOn(offers, 'listOpenPlanPurchases').mockResolvedValue([]);
			const orders = [await order(shop.anna, [plans.small]), await order(shop.anna, second)];
			blind.mockRestore();
			for (const orderId of orders) await sync(orderId);
			return String(orders[1]);
		}

		test('because there is one already has its money given back, once, and its order says why', async () => {
			const orderId = await twice([plans.large, shop.ten]);
			await sync(orderId);
			await stripes.deliver(options);
			expect(await refundsOf(orderId)).toEqual([29.9]);
			expect(await left(shop.anna)).toBe(20); // the first plan, and the pack that came with the second one
			expect((await creditsAt(orderId)).not_granted).toBe('plan_conflict');
			expect(await customers.plans(shop.anna)).toHaveLength(1);
		});

		test('has its money given back once, however often its order is looked at', async () => {
			const orderId = await twice([plans.large]);
			await sync(orderId);
			await syncOrders(options.getContainer());
			expect(await refundsOf(orderId)).toEqual([29.9]);
		});

		test('because the owner made its order says so, and moves nothing', async () => {
			const orderId = await owner.orderFor(shop.anna, plans.small);
			await owner.payOutstanding(orderId, 9.9);
			await sync(orderId);
			expect((await creditsAt(orderId)).not_granted).toBe('plan_without_checkout');
			expect(await left(shop.anna)).toBe(0);
		});
	});

	describe('the order of a first period', () => {
		test('that is refunded in part takes its share of what is unused, once, though Stripe tells of it as well', async () => {
			const orderId = await bought(shop.anna, [plans.small]);
			await customers.use(shop.anna, 2);
			await withoutEvents(options, () => owner.refund(orderId, 4.95));
			await sync(orderId);
			expect(await left(shop.anna)).toBe(3);
			await stripes.deliver(options);
			await sync(orderId);
			expect(await left(shop.anna)).toBe(3);
			expect(await subscriptionOf(orderId)).toMatchObject({ status: 'active' });
		});

		test('that is refunded whole takes all that is unused, and nothing is billed any more', async () => {
			const orderId = await bought(shop.anna, [plans.small]);
			await customers.use(shop.anna, 2);
			await withoutEvents(options, () => owner.refund(orderId, 9.9));
			await sync(orderId);
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(0);
			expect(await subscriptionOf(orderId)).toMatchObject({ status: 'canceled' });
			expect((await customers.plans(shop.anna))[0]).toMatchObject({ status: 'ended' });
			await bought(shop.anna, [plans.large]); // and another one can be bought
			expect(await left(shop.anna)).toBe(50);
		});

		test('that is refunded at Stripe follows, whoever heard of it first', async () => {
			const orderId = await bought(shop.anna, [plans.small, shop.ten]);
			const payment_intent = await intentOf(orderId);
			await stripes.stripe.refunds.create({ payment_intent, amount: 745 }); // half of all
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(10);
			await stripes.stripe.refunds.create({ payment_intent });
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(0);
			expect(await subscriptionOf(orderId)).toMatchObject({ status: 'canceled' });
		});

		test('gives the money of what is unused back, and ends the plan, while its pack is left alone or goes too', async () => {
			const orderId = await bought(shop.anna, [plans.small, shop.ten]);
			await customers.use(shop.anna, 5); // of the plan, which expires first
			expect((await creditsAt(orderId)).unused).toEqual({ credits: 15, amount: 9.95, currency_code: 'eur' });
			await refundUnused(orderId);
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(0);
			expect(await refundsOf(orderId)).toEqual([9.95]);
			expect(await subscriptionOf(orderId)).toMatchObject({ status: 'canceled' });
		});

		test('that is cancelled ends the plan at once, with what is unused', async () => {
			const orderId = await bought(shop.anna, [plans.small]);
			await withoutEvents(options, () => owner.cancel(orderId));
			await sync(orderId);
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(0);
			expect(await subscriptionOf(orderId)).toMatchObject({ status: 'canceled' });
		});

		test('that is cancelled while its plan is being begun is ended when that is done', async () => {
			const orderId = await order(shop.anna, [plans.small]);
			jest.spyOn(billing(), 'noteGranted').mockRejectedValueOnce(new Error('the power went out'));
			await sync(orderId);
			await withoutEvents(options, () => owner.cancel(orderId));
			await syncOrders(options.getContainer());
			expect(await left(shop.anna)).toBe(0);
			expect(await subscriptionOf(orderId)).toMatchObject({ status: 'canceled' });
		});

		test('that is refunded after the plan has renewed leaves what was paid since alone', async () => {
			const orderId = await bought(shop.anna, [plans.large]);
			await pass(32);
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(50 + 50); // the database’s clock has not moved, so nothing has expired
			await withoutEvents(options, () => owner.refund(orderId, 29.9));
			await sync(orderId);
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(50);
			expect(await subscriptionOf(orderId)).toMatchObject({ status: 'active' });
		});

		test('whose refund comes to nothing gives back what that took, until the period’s end', async () => {
			const orderId = await bought(shop.anna, [plans.small]);
			await customers.use(shop.anna, 2);
			const { id } = await stripes.stripe.refunds.create({ payment_intent: await intentOf(orderId), amount: 495 });
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(3);
			await stripes.control(`/refunds/${id}/fail`, {});
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(8);
			const { lots } = await creditsAt(orderId);
			expect(new Set(lots.map(({ expires_at }: { expires_at: string }) => expires_at)).size).toBe(1);
		});

		test('that is refunded after the plan has renewed takes what moved on as well', async () => {
			const orderId = await bought(shop.anna, [plans.small]);
			await customers.use(shop.anna, 8);
			await pass(32);
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(12);
			await withoutEvents(options, () => owner.refund(orderId, 9.9));
			await sync(orderId);
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(10);
		});

		test('whose payment is disputed has its credits frozen, and thawed when that is won', async () => {
			const orderId = await bought(shop.anna, [plans.small]);
			const { id } = await stripes.control('/disputes', { payment_intent: await intentOf(orderId) });
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(0);
			await stripes.control(`/disputes/${id}`, { outcome: 'won' });
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(10);
		});
	});

	/** What was really given back of an order. */
	async function refundsOf(orderId: string): Promise<number[]> {
		const { order } = await owner.get(`orders/${orderId}?fields=payment_collections.payments.refunds.amount`);
		type Payments = { payments: { refunds: { amount: number }[] }[] }[];
		return (order.payment_collections as Payments)
			.flatMap(({ payments }) => payments)
			.flatMap(({ refunds }) => refunds.map(({ amount }) => amount));
	}

	async function intentOf(orderId: string): Promise<string> {
		const { order } = await owner.get(`orders/${orderId}?fields=payment_collections.payments.data`);
		return order.payment_collections[0].payments[0].data.id;
	}
});
