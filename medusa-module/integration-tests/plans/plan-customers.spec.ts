import { call, eventually, shop } from '../http/shop';
import { type StrapiStandIn, startStrapiStandIn } from '../http/strapi-stand-in';
import { inAPlanShop } from './in-a-shop';
import { customersOf, plans, stripes } from './plan-shop';

let strapi: StrapiStandIn;
beforeAll(async () => {
	strapi = await startStrapiStandIn();
	process.env.ANSWERPACK_STRAPI_URL = strapi.url;
});
afterAll(() => strapi.stop());

inAPlanShop('plan_customers', (options) => {
	const { bought, audit, pass, ...customers } = customersOf(options);
	afterEach(audit);

	const subscriptionOf = async (planId: string) => {
		const { data } = await stripes.stripe.subscriptions.list({ limit: 100, status: 'all' });
		return data.find(({ metadata }) => metadata.answerpack_plan_id === planId);
	};

	test('a customer who is deleted is billed no more, also while Strapi is away', async () => {
		await bought(shop.anna, [plans.small]);
		const [plan] = await customers.plans(shop.anna);
		const { latest_invoice } = (await subscriptionOf(plan.id)) ?? {};
		strapi.goAway();
		await call(options, 'DELETE', `/admin/customers/${shop.anna.id}`, { headers: shop.owner.headers });
		await eventually(async () => {
			expect(await subscriptionOf(plan.id)).toMatchObject({ status: 'active', cancel_at_period_end: true });
		});
		await pass(32);
		await stripes.deliver(options);
		expect(await subscriptionOf(plan.id)).toMatchObject({ status: 'canceled', latest_invoice });
	});
});
