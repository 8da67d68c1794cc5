import { resolve } from 'node:path';
import { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import { planCarts } from './plan-carts';
import { planOrders } from './plan-orders';
import { openPlanShop, stripes } from './plan-shop';
import { planSwitches } from './plan-switches';

beforeAll(() => stripes.open());
afterAll(() => stripes.close());
jest.setTimeout(120_000);

// Plans in a real Medusa, paid through its own Stripe provider at the stand-in for Stripe. One Medusa for all of it.
medusaIntegrationTestRunner({
	cwd: resolve(__dirname, '../..'),
	moduleName: 'answerpack_plan_checkout',
	testSuite: (options) => {
		beforeAll(() => openPlanShop(options));
		planCarts(options);
		planOrders(options);
		planSwitches(options);
	},
});
