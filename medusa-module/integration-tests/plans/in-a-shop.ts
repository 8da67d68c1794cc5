import { inMedusa } from '../in-medusa';
import { type Options, openPlanShop, stripes } from './plan-shop';

/** Runs tests in a real Medusa that sells plans, paid through its own Stripe provider at the stand-in for Stripe. */
export function inAPlanShop(name: string, suite: (options: Options) => void): void {
	beforeAll(() => stripes.open());
	afterAll(() => stripes.close());
	inMedusa(name, (options) => {
		beforeAll(() => openPlanShop(options));
		suite(options);
	});
}
