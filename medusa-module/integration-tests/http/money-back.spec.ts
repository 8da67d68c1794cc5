import { randomUUID } from 'node:crypto';
import { CREDITS_MODULE } from '../../src/modules/credits';
import type CreditsModuleService from '../../src/modules/credits/service';
import { openBooks } from '../../src/plans/open-books';
import { reconcile } from '../../src/plans/reconcile';
import { addDays, localDay } from '../../src/reports/days';
import { syncOrderCreditsWorkflow } from '../../src/workflows';
import { inMedusa } from '../in-medusa';
import { ownerOf, withoutEvents } from './owner';
import { BOT, creditsOf, eventually, holdOf, type Person, settings, shop } from './shop';
import { StripeOfTheShop } from './stripe';

// Packs that were paid with Medusa's own Stripe provider: what goes back at Stripe, Medusa never hears of; the credits do.

const shops = new StripeOfTheShop();
beforeAll(() => shops.open());
afterAll(() => shops.close());
inMedusa('money_back', (options) => {
	beforeAll(() => shops.openShop(options));
	const owner = ownerOf(options);
	const control = shops.control.bind(shops);
	const ledger = () => options.getContainer().resolve<CreditsModuleService>(CREDITS_MODULE);

	/** Two packs at 5 EUR with ten credits each, paid and granted, of which so many are used. */
	async function bought(used = 0) {
		const order = await shops.order(options, shop.anna, 2);
		await has(shop.anna, 20);
		await uses(used);
		return order;
	}

	/** The credits that somebody comes to have, while the books are right. */
	async function has(person: Person, left: number): Promise<void> {
		await eventually(async () => expect((await creditsOf(options, person)).left).toBe(left));
		expect(await ledger().audit()).toEqual([]);
	}

	async function uses(answers: number): Promise<void> {
		const usage = { model: 'extractive', input_tokens: 0, output_tokens: 0 };
		for (let answer = 0; answer < answers; answer++) {
			const { id } = await ledger().reserve(BOT, holdOf({ kind: 'customer', key: shop.anna.id }));
			await ledger().settle(BOT, id, { amount: 1000, usage });
		}
	}

	const lotsOf = async (orderId: string) => (await owner.get(`answerpack/orders/${orderId}/credits`)).lots;

	test('a refund made at Stripe takes back what is unused, as one made in Medusa does', async () => {
		const { order_id, payment } = await bought(6);
		await shops.stripe.refunds.create({ payment_intent: payment, amount: 250 });
		await shops.deliver(options);
		await has(shop.anna, 9);
		await shops.stripe.refunds.create({ payment_intent: payment });
		await shops.deliver(options);
		await has(shop.anna, 0);
		expect(await lotsOf(order_id)).toMatchObject([{ granted: 20, used: 6, taken_back: 14, not_taken_back: 6 }]);
	});

	test('a refund made in Medusa, of which Stripe tells as well, counts once', async () => {
		const { order_id, payment } = await bought();
		await owner.refund(order_id, 5);
		await has(shop.anna, 10);
		await shops.deliver(options);
		await has(shop.anna, 10);
		await shops.stripe.refunds.create({ payment_intent: payment, amount: 250 });
		await shops.deliver(options);
		await has(shop.anna, 5);
	});

	test('a refund made at Stripe that somebody writes down in Medusa too counts once', async () => {
		const { order_id, payment } = await bought();
		await shops.stripe.refunds.create({ payment_intent: payment });
		await shops.deliver(options);
		await has(shop.anna, 0);
		await owner.refund(order_id, 10);
		await shops.deliver(options);
		await has(shop.anna, 0);
		expect(await lotsOf(order_id)).toMatchObject([{ taken_back: 20, not_taken_back: 0 }]);
	});

	test('a report counts what went back once, whoever knows of it, and not what came to nothing', async () => {
		const { order_id, payment } = await bought();
		const to = addDays(localDay(new Date(), settings.time_zone), 1);
		const refunds = async () =>
			(await owner.get(`answerpack/reports?from=${addDays(to, -2)}&to=${to}`)).figures.refunds as {
				amount: number;
			}[];
		await owner.refund(order_id, 5);
		await shops.deliver(options);
		await has(shop.anna, 10);
		expect(await refunds()).toEqual([{ amount: 5, currency_code: 'eur' }]);
		const { id } = await shops.stripe.refunds.create({ payment_intent: payment, amount: 250 });
		await shops.deliver(options);
		await has(shop.anna, 5);
		expect(await refunds()).toEqual([{ amount: 7.5, currency_code: 'eur' }]);
		await control(`/refunds/${id}/fail`, {});
		await shops.deliver(options);
		await has(shop.anna, 10);
		expect(await refunds()).toEqual([{ amount: 5, currency_code: 'eur' }]);
	});

	test('what is unused is refunded out of what Stripe has still got', async () => {
		const { order_id, payment } = await bought(6);
		await shops.stripe.refunds.create({ payment_intent: payment, amount: 500 });
		await shops.deliver(options);
		await has(shop.anna, 4);
		const done = await owner.post(`answerpack/orders/${order_id}/refund-unused`, { id: randomUUID() });
		expect(done).toMatchObject({ credits: 4, amount: 2 });
		await shops.deliver(options);
		await has(shop.anna, 0);
	});

	test('a refund that comes to nothing gives back what it took, and not what had been used', async () => {
		const { payment } = await bought(6);
		const { id } = await shops.stripe.refunds.create({ payment_intent: payment });
		await shops.deliver(options);
		await has(shop.anna, 0);
		await control(`/refunds/${id}/fail`, {});
		await shops.deliver(options);
		await has(shop.anna, 14);
		await shops.stripe.refunds.create({ payment_intent: payment });
		await shops.deliver(options);
		await has(shop.anna, 0);
	});

	test('an open dispute freezes; won, everything can be used again', async () => {
		const { payment } = await bought(6);
		const { id } = await control('/disputes', { payment_intent: payment });
		await shops.deliver(options);
		await has(shop.anna, 0);
		await control(`/disputes/${id}`, { outcome: 'won' });
		await shops.deliver(options);
		await has(shop.anna, 14);
	});

	test('a lost dispute of a part takes back its share of what is unused', async () => {
		const { order_id, payment } = await bought(6);
		const { id } = await control('/disputes', { payment_intent: payment, amount: 500 });
		await shops.deliver(options);
		await has(shop.anna, 0);
		await control(`/disputes/${id}`, { outcome: 'lost' });
		await shops.deliver(options);
		await has(shop.anna, 4);
		expect(await lotsOf(order_id)).toMatchObject([{ used: 6, taken_back: 10 }]);
	});

	test('a mere question freezes nothing, and a dispute that it grows into does', async () => {
		const { payment } = await bought();
		const { id } = await control('/disputes', { payment_intent: payment, inquiry: true });
		await shops.deliver(options);
		await has(shop.anna, 20);
		await control(`/disputes/${id}`, { outcome: 'escalated' });
		await shops.deliver(options);
		await has(shop.anna, 0);
	});

	test('what no message told of is found by reconciling, and nothing is done twice when it tells of it later', async () => {
		const { payment } = await bought(6);
		const { payment: disputed } = await shops.order(options, shop.boris, 1);
		await has(shop.boris, 10);
		await shops.stripe.refunds.create({ payment_intent: payment, amount: 250 });
		await control('/disputes', { payment_intent: disputed });
		const failures: string[] = [];
		const look = async () =>
			reconcile(openBooks(options.getContainer()), await shops.clock(), (_, { message }) => failures.push(message));
		await look();
		await look();
		await has(shop.anna, 9);
		await has(shop.boris, 0);
		await shops.deliver(options);
		await has(shop.anna, 9);
		expect(failures).toEqual([]);
	});

	test('what went back before anything was granted is granted less', async () => {
		const order = await withoutEvents(options, async () => {
			const placed = await shops.order(options, shop.anna, 2);
			await shops.stripe.refunds.create({ payment_intent: placed.payment, amount: 250 });
			await shops.deliver(options, 'shuffled');
			return placed;
		});
		await syncOrderCreditsWorkflow(options.getContainer()).run({ input: { order_id: order.order_id } });
		await has(shop.anna, 15);
	});
});
