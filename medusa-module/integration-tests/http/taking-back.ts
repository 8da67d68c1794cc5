import { randomUUID } from 'node:crypto';
import { Modules } from '@medusajs/framework/utils';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import syncOrders from '../../src/jobs/sync-orders';
import { CREDITS_MODULE } from '../../src/modules/credits';
import type CreditsModuleService from '../../src/modules/credits/service';
import { syncOrderCreditsWorkflow } from '../../src/workflows';
import { ownerOf, withoutEvents } from './owner';
import { BOT, call, capture, creditsOf, eventually, holdOf, order, type Person, service, shop } from './shop';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

export function takingBack(options: Options): void {
	const owner = ownerOf(options);
	const ledger = () => options.getContainer().resolve<CreditsModuleService>(CREDITS_MODULE);
	const sync = (order_id: string) => syncOrderCreditsWorkflow(options.getContainer()).run({ input: { order_id } });

	/** A paid order of packs at 5 EUR with ten credits each, granted. No event of it is still at work when a test goes on. */
	async function paid(quantity: number): Promise<string> {
		const orderId = await withoutEvents(options, async () => {
			const placed = await order(options, shop.anna, quantity);
			await capture(options, placed);
			return placed;
		});
		await sync(orderId);
		await has(shop.anna, quantity * 10);
		return orderId;
	}

	/** The credits that somebody comes to have, while the books are right. */
	async function has(person: Person, left: number): Promise<void> {
		await eventually(async () => expect((await creditsOf(options, person)).left).toBe(left));
		expect(await ledger().audit()).toEqual([]);
	}

	/** Anna asks for so many answers of one credit. @returns their holds, which are open. */
	async function asks(answers: number): Promise<string[]> {
		const holds = Array.from({ length: answers }, () => randomUUID());
		for (const id of holds) await ledger().reserve(BOT, holdOf({ kind: 'customer', key: shop.anna.id }, id));
		return holds;
	}

	async function uses(answers: number): Promise<void> {
		const usage = { model: 'extractive', input_tokens: 0, output_tokens: 0 };
		for (const id of await asks(answers)) await ledger().settle(BOT, id, { amount: 1000, usage });
	}

	const lotsOf = async (orderId: string) => (await owner.get(`answerpack/orders/${orderId}/credits`)).lots;

	describe('credits follow the money and the pieces of their order', () => {
		test('a full refund takes back all that is unused, and says what was used', async () => {
			const orderId = await paid(2);
			await uses(3);
			await owner.refund(orderId, 10);
			await has(shop.anna, 0);
			expect(await lotsOf(orderId)).toMatchObject([{ granted: 20, used: 3, taken_back: 17, not_taken_back: 3 }]);
		});

		test('a refund of a part takes back its share, and the rest with the rest of the money', async () => {
			const orderId = await paid(2);
			await owner.refund(orderId, 2.5);
			await has(shop.anna, 15);
			await owner.refund(orderId, 0.01);
			await has(shop.anna, 14.98);
			await owner.refund(orderId, 7.49);
			await has(shop.anna, 0);
			expect(await lotsOf(orderId)).toMatchObject([{ taken_back: 20, not_taken_back: 0 }]);
		});

		test('what an open answer holds stays until it ends, and is taken then', async () => {
			const orderId = await paid(1);
			const [used, failed] = await asks(2);
			await owner.refund(orderId, 5);
			await has(shop.anna, 0);
			const usage = { model: 'extractive', input_tokens: 0, output_tokens: 0 };
			await ledger().settle(BOT, used as string, { amount: 1000, usage });
			await ledger().release(BOT, failed as string, { reason: 'failed' });
			await has(shop.anna, 0);
			expect(await lotsOf(orderId)).toMatchObject([{ used: 1, taken_back: 9, not_taken_back: 1 }]);
		});

		test('a cancellation takes back everything unused', async () => {
			const orderId = await paid(1);
			await uses(4);
			await owner.cancel(orderId);
			await has(shop.anna, 0);
			expect(await lotsOf(orderId)).toMatchObject([{ used: 4, taken_back: 6, not_taken_back: 4 }]);
		});

		test('a return takes back its pieces when they have come, and their refund takes nothing more', async () => {
			const orderId = await paid(2);
			const location = await owner.fulfil(orderId, 2);
			const asked = await owner.requestReturn(orderId, location, 1);
			await sync(orderId);
			await has(shop.anna, 20);
			await owner.receive(asked, await owner.firstLine(orderId), 1);
			await has(shop.anna, 10);
			await owner.refund(orderId, 5);
			await sync(orderId);
			await has(shop.anna, 10);
			await owner.refund(orderId, 2.5);
			await has(shop.anna, 5);
		});

		test('a claim takes back what it writes off, before or after its money is given back', async () => {
			const orderId = await paid(2);
			await owner.fulfil(orderId, 2);
			await owner.claim(orderId, 1);
			await has(shop.anna, 10);
			await owner.refund(orderId, 5);
			await sync(orderId);
			await has(shop.anna, 10);
		});

		test('an exchange gives the new pack for the old one, once that has come back', async () => {
			const orderId = await paid(1);
			await uses(2);
			const line = await owner.firstLine(orderId);
			const asked = await owner.exchange(orderId, await owner.fulfil(orderId, 1), 1, shop.ten);
			await sync(orderId);
			await has(shop.anna, 8);
			await owner.receive(asked, line, 1);
			await has(shop.anna, 10);
			expect(await lotsOf(orderId)).toHaveLength(2);
		});

		test('an edit that takes pieces out takes back their credits, and puts them back when it is undone', async () => {
			const orderId = await paid(3);
			await owner.edit(orderId, 1);
			await has(shop.anna, 10);
			await owner.edit(orderId, 2);
			await has(shop.anna, 20);
			await owner.edit(orderId, 0);
			await has(shop.anna, 0);
		});

		test('an edit that is not paid yet lowers nothing', async () => {
			const orderId = await paid(1);
			await owner.edit(orderId, 4);
			await sync(orderId);
			await has(shop.anna, 10);
		});

		test('an order from a draft is for the customer it was made for', async () => {
			const orderId = await owner.orderFor(shop.anna, shop.ten);
			await sync(orderId);
			await owner.payOutstanding(orderId, 5);
			await has(shop.anna, 10);
			await owner.refund(orderId, 5);
			await has(shop.anna, 0);
		});

		test('an order that is handed to another customer leaves the credits where they are, and takes them back from there', async () => {
			const orderId = await paid(1);
			const asked = await call(options, 'POST', `/store/orders/${orderId}/transfer/request`, {
				body: {},
				headers: shop.boris.headers,
			});
			expect(asked.status).toBe(200);
			const [change] = await options
				.getContainer()
				.resolve(Modules.ORDER)
				.listOrderChanges({ order_id: orderId }, { relations: ['actions'] });
			const token = change?.actions[0]?.details?.token;
			const accepted = await call(options, 'POST', `/store/orders/${orderId}/transfer/accept`, {
				body: { token },
				headers: shop.anna.headers,
			});
			expect(accepted.status).toBe(200);
			expect((await owner.get(`orders/${orderId}?fields=customer_id`)).order.customer_id).toBe(shop.boris.id);
			await sync(orderId);
			await has(shop.anna, 10);
			await has(shop.boris, 0);
			await owner.refund(orderId, 5);
			await has(shop.anna, 0);
		});
	});

	describe('events are hints', () => {
		test('a refund is taken back once, however often and at however many places at once it is told', async () => {
			const orderId = await paid(2);
			await withoutEvents(options, () => owner.refund(orderId, 5));
			const bus = options.getContainer().resolve(Modules.EVENT_BUS);
			await bus.emit(Array.from({ length: 5 }, () => ({ name: 'order.canceled', data: { id: orderId } })));
			await Promise.all(Array.from({ length: 10 }, () => sync(orderId)));
			await has(shop.anna, 10);
			expect(await lotsOf(orderId)).toMatchObject([{ taken_back: 10 }]);
		});

		test.each([
			['refund', (id: string) => owner.refund(id, 2.5), 5],
			['cancellation', (id: string) => owner.cancel(id), 0],
			['edit', (id: string) => owner.edit(id, 0), 0],
		] as const)('the sweep finds a %s that no event told of', async (_, change, left) => {
			const orderId = await paid(1);
			await withoutEvents(options, () => change(orderId));
			expect((await creditsOf(options, shop.anna)).left).toBe(10);
			await syncOrders(options.getContainer());
			await has(shop.anna, left);
		});

		test('the sweep finds a draft’s order that no event told of', async () => {
			await withoutEvents(options, async () => {
				const orderId = await owner.orderFor(shop.anna, shop.ten);
				await owner.payOutstanding(orderId, 5);
			});
			await syncOrders(options.getContainer());
			await has(shop.anna, 10);
		});

		test('an event that comes before its order, or for none, does no harm', async () => {
			const bus = options.getContainer().resolve(Modules.EVENT_BUS);
			await bus.emit([
				{ name: 'order.placed', data: { id: 'order_that_comes' } },
				{ name: 'payment.refund.created', data: { id: 'ref_of_nobody' } },
				{ name: 'order.return_received', data: { order_id: 'order_that_comes', return_id: 'return_x' } },
			]);
			await paid(1);
		});

		test('what is refunded before anything was granted is granted less, as in the other order', async () => {
			await withoutEvents(options, async () => {
				const orderId = await order(options, shop.anna, 2);
				await capture(options, orderId);
				await owner.refund(orderId, 2.5);
			});
			await syncOrders(options.getContainer());
			await has(shop.anna, 15);
		});

		test('what was taken back by hand counts, and is not granted again', async () => {
			const orderId = await paid(2);
			const [lot] = await lotsOf(orderId);
			await owner.post(`answerpack/customers/${shop.anna.id}/adjustments`, {
				kind: 'take_back',
				id: randomUUID(),
				bot_id: BOT,
				lot_id: lot.id,
				credits: 4,
				reason: 'asked for by mail',
			});
			await sync(orderId);
			await has(shop.anna, 16);
			await owner.refund(orderId, 5);
			await has(shop.anna, 10);
		});
	});

	describe('a crash in the middle', () => {
		test.each(['revoke', 'grant'] as const)(
			'of taking back and granting, after its %s, is made good by the next look',
			async (step) => {
				const orderId = await paid(1);
				const location = await owner.fulfil(orderId, 1);
				const line = await owner.firstLine(orderId);
				await withoutEvents(options, async () => {
					await owner.receive(await owner.exchange(orderId, location, 1, shop.ten), line, 1);
				});
				const real = ledger()[step].bind(ledger()) as (...args: unknown[]) => Promise<never>;
				const crash = jest.spyOn(ledger(), step).mockImplementation((async (...args: unknown[]) => {
					await real(...args);
					throw new Error('the power went out');
				}) as never);
				await expect(sync(orderId)).rejects.toMatchObject({ message: 'the power went out' });
				crash.mockRestore();
				await syncOrders(options.getContainer());
				await has(shop.anna, 10);
				expect(await lotsOf(orderId)).toHaveLength(2);
			},
		);
	});

	test('the bot hears of credits that were taken back at its next question', async () => {
		const orderId = await paid(1);
		await owner.cancel(orderId);
		await has(shop.anna, 0);
		const hold = holdOf({ kind: 'customer', key: shop.anna.id });
		const { body } = await call(options, 'POST', `/answerpack/bots/${BOT}/holds`, { body: hold, headers: service });
		expect(body.pool).toBe('free_reserve');
	});
}
