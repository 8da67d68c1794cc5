import { randomUUID } from 'node:crypto';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import { CREDITS_MODULE } from '../../src/modules/credits';
import type CreditsModuleService from '../../src/modules/credits/service';
import { syncOrderCreditsWorkflow } from '../../src/workflows';
import { ownerOf, withoutEvents } from './owner';
import { BOT, call, capture, creditsOf, holdOf, order, shop } from './shop';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

export function refundingUnused(options: Options): void {
	const owner = ownerOf(options);
	const ledger = () => options.getContainer().resolve<CreditsModuleService>(CREDITS_MODULE);
	const refund = (orderId: string, id = randomUUID() as string) =>
		call(options, 'POST', `/admin/answerpack/orders/${orderId}/refund-unused`, {
			body: { id },
			headers: shop.owner.headers,
		});
	const creditsAt = (orderId: string) => owner.get(`answerpack/orders/${orderId}/credits`);

	/** Two packs at 5 EUR with ten credits each, paid and granted, of which so many are used. */
	async function bought(used: number): Promise<string> {
		const orderId = await withoutEvents(options, async () => {
			const placed = await order(options, shop.anna, 2);
			await capture(options, placed);
			return placed;
		});
		await syncOrderCreditsWorkflow(options.getContainer()).run({ input: { order_id: orderId } });
		const usage = { model: 'extractive', input_tokens: 0, output_tokens: 0 };
		for (let answer = 0; answer < used; answer++) {
			const { id } = await ledger().reserve(BOT, holdOf({ kind: 'customer', key: shop.anna.id }));
			await ledger().settle(BOT, id, { amount: 1000, usage });
		}
		return orderId;
	}

	/** What was really given back of an order, refund by refund, while the books are right. */
	async function refundsOf(orderId: string): Promise<number[]> {
		expect(await ledger().audit()).toEqual([]);
		const { data } = await options
			.getContainer()
			.resolve(ContainerRegistrationKeys.QUERY)
			.graph({
				entity: 'order',
				fields: ['payment_collections.payments.refunds.amount'],
				filters: { id: orderId },
			});
		type Row = { payment_collections: { payments: { refunds: { amount: number }[] }[] }[] };
		const { payment_collections } = data[0] as unknown as Row;
		const payments = payment_collections.flatMap(({ payments }) => payments);
		return payments.flatMap(({ refunds }) => refunds.map(({ amount }) => amount));
	}

	describe('refunding what is unused', () => {
		test('gives the money of the unused credits back, and takes exactly these', async () => {
			const orderId = await bought(6);
			expect((await creditsAt(orderId)).unused).toEqual({ credits: 14, amount: 7, currency_code: 'eur' });
			const { status, body } = await refund(orderId);
			expect([status, body]).toEqual([200, { credits: 14, amount: 7, currency_code: 'eur' }]);
			expect(await refundsOf(orderId)).toEqual([7]);
			expect((await creditsOf(options, shop.anna)).left).toBe(0);
			expect(await creditsAt(orderId)).toMatchObject({
				unused: null,
				lots: [{ used: 6, taken_back: 14, not_taken_back: 0 }],
			});
		});

		test('leaves what an open answer holds, with its money', async () => {
			const orderId = await bought(0);
			const { id } = await ledger().reserve(BOT, holdOf({ kind: 'customer', key: shop.anna.id }));
			expect((await refund(orderId)).body).toMatchObject({ credits: 19, amount: 9.5 });
			await ledger().release(BOT, id, { reason: 'failed' });
			expect((await creditsOf(options, shop.anna)).left).toBe(1);
			expect((await refund(orderId)).body).toMatchObject({ credits: 1, amount: 0.5 });
			expect(await refundsOf(orderId)).toEqual([9.5, 0.5]);
		});

		test('is done once for a second click, and once for two people at once', async () => {
			const orderId = await bought(6);
			const id = randomUUID();
			const answers = await Promise.all([refund(orderId, id), refund(orderId, id), refund(orderId), refund(orderId)]);
			answers.push(await refund(orderId, id));
			const refused = answers.filter(({ status }) => status !== 200);
			expect(refused.map(({ status, body }) => [status, body.error.code])).toEqual(
				refused.map(() => [409, 'nothing_unused']),
			);
			expect(answers.length - refused.length).toBeGreaterThan(0);
			expect(await refundsOf(orderId)).toEqual([7]);
			expect((await creditsOf(options, shop.anna)).left).toBe(0);
		});

		test('counts what was refunded before without a name', async () => {
			const orderId = await bought(6);
			await owner.refund(orderId, 5);
			expect((await refund(orderId)).body).toMatchObject({ credits: 4, amount: 2 });
			expect(await refundsOf(orderId)).toEqual([5, 2]);
			expect((await creditsOf(options, shop.anna)).left).toBe(0);
		});

		test('takes it from all payments of an order that was paid by two', async () => {
			const orderId = await bought(0);
			await owner.edit(orderId, 3);
			await owner.payOutstanding(orderId, 5);
			await syncOrderCreditsWorkflow(options.getContainer()).run({ input: { order_id: orderId } });
			expect((await refund(orderId)).body).toMatchObject({ credits: 30, amount: 15 });
			expect((await refundsOf(orderId)).sort()).toEqual([10, 5]);
			expect((await creditsOf(options, shop.anna)).left).toBe(0);
		});

		test('that broke off after its money went out is ended by whoever looks next, and by the same click', async () => {
			const orderId = await bought(6);
			const id = randomUUID();
			const revoke = jest.spyOn(ledger(), 'revoke').mockRejectedValue(new Error('the power went out'));
			const broken = await withoutEvents(options, () => refund(orderId, id));
			revoke.mockRestore();
			expect(broken.status).toBe(500);
			expect(await refundsOf(orderId)).toEqual([7]);
			expect((await refund(orderId, id)).body).toEqual({ credits: 14, amount: 7, currency_code: 'eur' });
			expect(await refundsOf(orderId)).toEqual([7]);
			expect((await creditsOf(options, shop.anna)).left).toBe(0);
		});

		test('says why when the payment’s provider refuses, and takes nothing', async () => {
			const orderId = await bought(6);
			const payment = options.getContainer().resolve(Modules.PAYMENT);
			const refuse = jest.spyOn(payment, 'refundPayment').mockRejectedValue(new Error('the card was closed'));
			const { status, body } = await refund(orderId);
			refuse.mockRestore();
			expect([status, body.error.code]).toEqual([409, 'refund_refused']);
			expect(body.error.message).toContain('the card was closed');
			expect(await refundsOf(orderId)).toEqual([]);
			expect((await creditsOf(options, shop.anna)).left).toBe(14);
		});

		test('is refused where there is nothing to refund, and to everybody but the shop’s people', async () => {
			const kettle = await order(options, shop.anna, 1, shop.kettle);
			expect((await refund(kettle)).body.error.code).toBe('nothing_unused');
			expect((await refund('order_unknown')).body.error.code).toBe('order_not_found');
			expect((await refund(kettle, 'again')).body.error.code).toBe('invalid_request');
			const path = `/admin/answerpack/orders/${kettle}/refund-unused`;
			const body = { id: randomUUID() };
			expect((await call(options, 'POST', path, { body, headers: shop.anna.headers })).status).toBe(401);
		});
	});
}
