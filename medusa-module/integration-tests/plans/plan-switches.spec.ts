import { call, type Person, shop } from '../http/shop';
import { inAPlanShop } from './in-a-shop';
import { customersOf, plans, stripes } from './plan-shop';

inAPlanShop('plan_switches', (options) => {
	const { bought, left, audit, pass, ...customers } = customersOf(options);
	const change = (person: Person | undefined, id: string, body: object) =>
		call(options, 'POST', `/store/answerpack/plans/${id}/switch`, { body, headers: person?.headers });
	const refusal = ({ status, body }: { status: number; body: { error?: { code: string; details?: object } } }) => [
		status,
		body.error?.code,
		body.error?.details,
	];

	/** A plan that somebody has bought. */
	async function planOf(person: Person, variantId: string): Promise<string> {
		await bought(person, [variantId]);
		return (await customers.plans(person))[0].id;
	}

	afterEach(audit);

	describe('switching a plan', () => {
		test('to more costs the difference and brings it at once; the second click does nothing', async () => {
			const id = await planOf(shop.anna, plans.small);
			const clicks = await Promise.all([1, 2].map(() => change(shop.anna, id, { variant_id: plans.large })));
			expect(clicks.map(({ status }) => status)).toEqual([200, 200]);
			await stripes.deliver(options, 'shuffled');
			expect(await left(shop.anna)).toBe(50);
			const [plan] = await customers.plans(shop.anna);
			expect(plan).toMatchObject({ name: '50 a month', credits: 50, next: null });
			expect(plan.payments).toHaveLength(2);
			expect(plan.payments[0].amount).toBeCloseTo(20, 0);
		});

		test('to less comes with the next period', async () => {
			const id = await planOf(shop.anna, plans.large);
			const { offers } = (await call(options, 'GET', '/store/answerpack/bots/botbotbotbotbotbotbotbot/offers')).body;
			const offer_id = offers.find(({ variant_id }: { variant_id: string }) => variant_id === plans.small).id;
			const { body } = await change(shop.anna, id, { offer_id });
			expect(body.plan).toMatchObject({
				name: '50 a month',
				next: { name: '10 a month', credits: 10, price: { amount: 9.9, currency_code: 'eur' } },
			});
			expect(await left(shop.anna)).toBe(50);
			await pass(32);
			await stripes.deliver(options);
			expect((await customers.plans(shop.anna))[0]).toMatchObject({ name: '10 a month', next: null });
		});

		test('changes nothing when the card is refused', async () => {
			const id = await planOf(shop.anna, plans.small);
			const { data } = await stripes.stripe.subscriptions.list({ limit: 100 });
			const subscription = data.find(({ metadata }) => metadata.answerpack_plan_id === id);
			await stripes.control(`/payment_methods/${subscription?.default_payment_method}`, {
				behaves_like: 'pm_card_chargeDeclined',
			});
			expect(refusal(await change(shop.anna, id, { variant_id: plans.large })).slice(0, 2)).toEqual([
				402,
				'card_refused',
			]);
			await stripes.deliver(options);
			expect(await left(shop.anna)).toBe(10);
			expect((await customers.plans(shop.anna))[0]).toMatchObject({ name: '10 a month', status: 'active', next: null });
		});

		test('to what cannot be compared is refused, and so is what is not for sale', async () => {
			const id = await planOf(shop.anna, plans.small);
			for (const [choice, expected] of [
				[{ variant_id: plans.yearly }, [409, 'plan_conflict', { reason: 'interval' }]],
				[{ variant_id: plans.another }, [409, 'plan_conflict', { reason: 'bot' }]],
				[{ variant_id: shop.ten }, [400, 'invalid_request', { field: 'variant_id', reason: 'this is no plan' }]],
				[{ variant_id: shop.kettle }, [404, 'offer_not_found', undefined]],
				[{ offer_id: 'aoffer_of_nobody' }, [404, 'offer_not_found', undefined]],
			] as const) {
				expect(refusal(await change(shop.anna, id, choice))).toEqual(expected);
			}
			for (const wrong of [{}, { variant_id: 5 }, { variant_id: plans.large, offer_id: 'both' }]) {
				expect(refusal(await change(shop.anna, id, wrong)).slice(0, 2)).toEqual([400, 'invalid_request']);
			}
		});

		test('of somebody else is not there', async () => {
			const id = await planOf(shop.anna, plans.small);
			expect(refusal(await change(shop.boris, id, { variant_id: plans.large })).slice(0, 2)).toEqual([
				404,
				'plan_not_found',
			]);
			expect((await change(undefined, id, { variant_id: plans.large })).status).toBe(401);
		});
	});
});
