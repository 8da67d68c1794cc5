import { Modules } from '@medusajs/framework/utils';
import { createCartCreditLinesWorkflow } from '@medusajs/medusa/core-flows';
import { ownerOf } from '../http/owner';
import { type Person, shop } from '../http/shop';
import { inAPlanShop } from './in-a-shop';
import { customersOf, plans, stripes } from './plan-shop';

inAPlanShop('plan_trials', (options) => {
	const customers = customersOf(options);
	const { post, cart, left, audit, pass, complete, beginPayment } = customers;
	const owner = ownerOf(options);
	// A cart is completed by the route itself: what its events set off would still be at work when the next test begins.
	beforeEach(() => {
		jest.spyOn(options.getContainer().resolve(Modules.EVENT_BUS), 'emit').mockResolvedValue(undefined);
	});
	afterEach(() => jest.restoreAllMocks());

	const trial = (person: Person, cartId: string, payment_method?: string) =>
		post(person, `/store/answerpack/carts/${cartId}/trial`, { payment_method });
	const refusal = ({ status, body }: { status: number; body: { error?: { code: string; details?: object } } }) => [
		status,
		body.error?.code,
		body.error?.details,
	];

	/** Saves a card as Stripe.js does. @returns Stripe's id of it */
	async function saveCard(person: Person, cartId: string, card = 'pm_card_visa'): Promise<string> {
		const { body } = await trial(person, cartId);
		const [id = ''] = String(body.client_secret).split('_secret');
		const saved = await stripes.stripe.setupIntents.confirm(id, {
			payment_method: card,
			return_url: 'https://shop.example',
		});
		expect(saved.status).toBe('succeeded');
		return String(saved.payment_method);
	}

	/** @returns the order */
	async function begun(person: Person, variantId = plans.small): Promise<string> {
		const cartId = await cart(person, [variantId]);
		const { status, body } = await trial(person, cartId, await saveCard(person, cartId));
		expect(status).toBe(200);
		return body.order_id;
	}

	async function offerTrial(name: string, trial_days: number) {
		const { offers } = await owner.get('answerpack/offers');
		return owner.post(`answerpack/offers/${offers.find((offer: { name: string }) => offer.name === name).id}`, {
			trial_days,
		});
	}

	describe('a trial', () => {
		beforeEach(() => offerTrial('10 a month', 14));
		afterEach(audit);

		test('costs nothing, gives a period’s credits, and is billed when it is over', async () => {
			const orderId = await begun(shop.anna);
			const { order } = await owner.get(`orders/${orderId}`);
			expect(order).toMatchObject({ total: 0 });
			expect(await left(shop.anna)).toBe(10);
			const [plan] = await customers.plans(shop.anna);
			expect(plan).toMatchObject({ status: 'active', trial: true, payments: [{ amount: 0, credits: 10 }] });
			const days = (Date.parse(plan.renews_at) - (await stripes.clock()).getTime()) / 86_400_000;
			expect(Math.round(days)).toBe(14);

			await customers.use(shop.anna, 8);
			await pass(15);
			await stripes.deliver(options);
			const [renewed] = await customers.plans(shop.anna);
			expect(renewed).toMatchObject({ status: 'active', trial: false, payments: [{ amount: 9.9 }, { amount: 0 }] });
			expect(await left(shop.anna)).toBe(12);
		});

		test('that is cancelled in time is never billed, and its credits end with it', async () => {
			await begun(shop.anna);
			const [{ id }] = await customers.plans(shop.anna);
			await post(shop.anna, `/store/answerpack/plans/${id}/cancel`);
			await pass(15);
			await stripes.deliver(options);
			const [plan] = await customers.plans(shop.anna);
			expect(plan).toMatchObject({ status: 'ended', payments: [{ amount: 0 }] });
		});

		test('whose card is refused at its end brings no more credits', async () => {
			const cartId = await cart(shop.anna, [plans.small]);
			await trial(shop.anna, cartId, await saveCard(shop.anna, cartId, 'pm_card_chargeCustomerFail'));
			await pass(15);
			await stripes.deliver(options);
			const [plan] = await customers.plans(shop.anna);
			expect(plan).toMatchObject({ status: 'past_due', payments: [{ amount: 0 }] });
		});

		test('is for customers who had no plan for that bot, once', async () => {
			await begun(shop.anna);
			const [{ id }] = await customers.plans(shop.anna);
			await post(shop.anna, `/store/answerpack/plans/${id}/cancel`);
			await pass(15);
			await stripes.deliver(options);
			const again = await cart(shop.anna, [plans.small]);
			expect(refusal(await trial(shop.anna, again))).toEqual([409, 'trial_unavailable', { reason: 'had_one' }]);
			expect((await beginPayment(shop.anna, again)).status).toBe(200);
		});

		test('is one order, however often it is asked for, also at once', async () => {
			const cartId = await cart(shop.anna, [plans.small]);
			const card = await saveCard(shop.anna, cartId);
			// More than there are connections to the database.
			const answers = await Promise.all(Array.from({ length: 12 }, () => trial(shop.anna, cartId, card)));
			const orders = new Set(answers.map(({ body }) => body.order_id));
			expect([...orders]).toEqual([expect.stringMatching(/^order_/)]);
			expect(await left(shop.anna)).toBe(10);
		});

		test('of two carts begins once', async () => {
			const carts = [await cart(shop.anna, [plans.small]), await cart(shop.anna, [plans.small])];
			const card = await saveCard(shop.anna, carts[0] as string);
			const answers = await Promise.all(carts.map((id) => trial(shop.anna, id, card)));
			expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
			expect(await left(shop.anna)).toBe(10);
		});

		test('needs a card of the customer’s own', async () => {
			const [annas, boriss] = [await cart(shop.anna, [plans.small]), await cart(shop.boris, [plans.small])];
			const card = await saveCard(shop.boris, boriss);
			expect((await trial(shop.anna, annas, card)).status).toBe(403);
			expect(await customers.plans(shop.anna)).toEqual([]);
		});

		test('is refused for a plan without one, beside other things, without consent, and in somebody else’s cart', async () => {
			const large = await cart(shop.anna, [plans.large]);
			expect(refusal(await trial(shop.anna, large))).toEqual([409, 'trial_unavailable', { reason: 'no_trial' }]);
			const both = await cart(shop.anna, [plans.small, shop.ten]);
			expect(refusal(await trial(shop.anna, both))).toEqual([409, 'trial_unavailable', { reason: 'other_items' }]);
			const small = await cart(shop.anna, [plans.small]);
			expect(refusal(await trial(shop.boris, small)).slice(0, 2)).toEqual([401, 'customer_required']);
			await post(shop.anna, `/store/carts/${small}`, { metadata: { answerpack_consent: null } });
			expect(refusal(await trial(shop.anna, small)).slice(0, 2)).toEqual([409, 'consent_required']);
			expect(refusal(await trial(shop.anna, 'cart_that_is_not_there')).slice(0, 2)).toEqual([404, 'cart_not_found']);
		});

		test('that broke off half-way makes nothing free for who pays for the cart', async () => {
			const cartId = await cart(shop.anna, [plans.small, shop.ten]);
			const line = {
				cart_id: cartId,
				amount: 9.9,
				reference: 'answerpack_trial',
				reference_id: cartId,
				metadata: null,
			};
			await createCartCreditLinesWorkflow(options.getContainer()).run({ input: [line] });
			expect((await beginPayment(shop.anna, cartId)).status).toBe(200);
			await stripes.pay(options, cartId);
			const { body } = await complete(shop.anna, cartId);
			expect(body.order.total).toBe(9.9 + 5);
		});

		test('ends with its order', async () => {
			const orderId = await begun(shop.anna);
			await owner.post(`orders/${orderId}/cancel`, {});
			await customers.sync(orderId);
			expect((await customers.plans(shop.anna))[0]).toMatchObject({ status: 'ended' });
			expect(await left(shop.anna)).toBe(0);
		});

		test('is no longer than a period', async () => {
			await expect(offerTrial('10 a month', 29)).rejects.toThrow();
		});
	});
});
