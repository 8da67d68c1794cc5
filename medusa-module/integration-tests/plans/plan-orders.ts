import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import syncOrders from '../../src/jobs/sync-orders';
import { ownerOf, withoutEvents } from '../http/owner';
import { BOT, shop } from '../http/shop';
import { customersOf, type Options, plans, stripe } from './plan-shop';

export function planOrders(options: Options): void {
	const customers = customersOf(options);
	const { bought, order, sync, left, audit } = customers;
	const owner = ownerOf(options);
	const creditsAt = (orderId: string) => owner.get(`answerpack/orders/${orderId}/credits`);
	const subscriptions = async () => (await stripe.subscriptions.list({ status: 'all', limit: 100 })).data;

	afterEach(audit);

	describe('a plan that was bought', () => {
		test('is granted and begun when its money is captured, and billed from the second period on', async () => {
			const known = (await subscriptions()).length;
			const orderId = await bought(shop.anna, [plans.small]);
			expect(await left(shop.anna)).toBe(10);
			const [plan] = await customers.plans(shop.anna);
			expect(plan).toMatchObject({
				...{ bot_id: BOT, status: 'active', name: '10 a month', credits: 10, rollover: 3 },
				price: { amount: 9.9, currency_code: 'eur' },
				payments: [{ amount: 9.9, currency_code: 'eur', credits: 10 }],
			});
			const [subscription, ...others] = await subscriptions();
			expect(others).toHaveLength(known);
			expect(subscription).toMatchObject({ status: 'active', metadata: { answerpack_plan_id: plan.id } });
			expect(subscription?.items.data[0]?.price.unit_amount).toBe(990);
			expect(await creditsAt(orderId)).toMatchObject({
				lots: [{ category: 'plan', granted: 10, left: 10, name: '10 a month', order: { id: orderId } }],
				not_granted: null,
			});
		});
	});

	void [order, sync, withoutEvents, syncOrders, ContainerRegistrationKeys];
}
