import { randomUUID } from 'node:crypto';
import type { AdminReport } from '../../src/api/admin/answerpack/types';
import { BILLING_MODULE } from '../../src/modules/billing';
import type BillingModuleService from '../../src/modules/billing/service';
import { addDays, type DayRange, daysIn, localDay } from '../../src/reports/days';
import { syncOrderCreditsWorkflow } from '../../src/workflows';
import { ownerOf } from './owner';
import { BOT, call, capture, holdOf, order, payableCart, service, settings, shop } from './shop';

type Options = Parameters<typeof call>[0] & Parameters<typeof ownerOf>[0];
const bot = `/answerpack/bots/${BOT}`;

/** What the owner's dashboard reads: numbers of real orders, answers and refusals. */
export function reports(options: Options): void {
	const owner = ownerOf(options);
	const today = () => localDay(new Date(), settings.time_zone);
	const read = async (query: Partial<DayRange & { by: string; bot_id: string }> = {}): Promise<AdminReport> => {
		const range = { from: addDays(today(), -2), to: addDays(today(), 1), ...query };
		const { status, body } = await ask('', range);
		expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
		return body;
	};
	const ask = (path: string, query: Record<string, string>) =>
		call(options, 'GET', `/admin/answerpack/reports${path}?${new URLSearchParams(query)}`, {
			headers: shop.owner.headers,
		});
	const post = (path: string, body: unknown) => call(options, 'POST', bot + path, { body, headers: service });

	async function answer(subject: Parameters<typeof holdOf>[0], usage: object = {}): Promise<void> {
		const hold = holdOf(subject);
		expect((await post('/holds', hold)).status).toBe(201);
		const settled = { model: 'a-model', input_tokens: 100, output_tokens: 10, ...usage };
		expect((await post(`/holds/${hold.id}/settle`, { amount: 1000, usage: settled })).status).toBe(200);
	}

	async function paid(quantity: number): Promise<string> {
		const id = await order(options, shop.anna, quantity);
		await capture(options, id);
		await syncOrderCreditsWorkflow(options.getContainer()).run({ input: { order_id: id } });
		return id;
	}

	describe('a report', () => {
		test('of a shop in which nothing has happened is all zeros, with every day in it', async () => {
			const report = await read();
			expect(report.periods).toHaveLength(daysIn(report));
			expect(report.figures).toEqual({
				answers: 0,
				used: { owner_cap: 0, free_reserve: 0, end_user_credits: 0 },
				...{ sold: 0, given: 0, expired: 0, taken_back: 0, refusals: 0 },
				...{ revenue: [], refunds: [], margin: [] },
				model_cost: { amount: 0, currency_code: null, unknown_answers: 0 },
			});
			expect(report).toMatchObject({ outstanding: { left: 0, held: 0, disputed: 0 }, limits: [], stopped: [] });
			expect(report.bots).toMatchObject([{ bot_id: BOT, name: 'Help' }]);
		});

		test('says what was sold, used, refunded and left, and what it brought', async () => {
			const id = await paid(2);
			await answer({ kind: 'customer', key: shop.anna.id }, { cost: 0.5 });
			await answer({ kind: 'visitor', key: 'v1' }, { cost: 0.25 });
			await owner.refund(id, 2.5);
			await syncOrderCreditsWorkflow(options.getContainer()).run({ input: { order_id: id } });

			const report = await read({ bot_id: BOT });
			expect(report.figures).toMatchObject({
				answers: 2,
				used: { owner_cap: 0, free_reserve: 1, end_user_credits: 1 },
				...{ sold: 20, given: 0, expired: 0, taken_back: 5 },
				revenue: [{ amount: 10, currency_code: 'eur' }],
				refunds: [{ amount: 2.5, currency_code: 'eur' }],
				// The provider's currency was not named, so nothing is subtracted from euros.
				model_cost: { amount: 0.75, currency_code: null, unknown_answers: 0 },
				margin: null,
			});
			expect(report.outstanding).toEqual({ left: 14, held: 0, disputed: 0 });
			expect(report.previous.figures).toMatchObject({ answers: 0, sold: 0, revenue: [] });
			const day = report.periods.find(({ from }) => from === today());
			expect(day?.pools).toEqual({
				owner_cap: { answers: 0, credits: 0 },
				free_reserve: { answers: 1, credits: 1 },
				end_user_credits: { answers: 1, credits: 1 },
			});
			// Seen from the next days, it is what was before.
			const later = await read({ from: addDays(today(), 1), to: addDays(today(), 2) });
			expect(later.figures).toMatchObject({ answers: 0, sold: 0, revenue: [], refunds: [] });
			expect(later.previous.figures).toMatchObject({ answers: 2, sold: 20, revenue: [{ amount: 10 }] });
		});

		test('counts of a mixed order what its credits cost, also after the kettle beside them was returned', async () => {
			const { headers } = shop.anna;
			const cartId = await payableCart(options, shop.anna, shop.kettle, 1, 'pp_system_default', [
				{ variant_id: shop.ten, quantity: 1 },
			]);
			const { body } = await call(options, 'POST', `/store/carts/${cartId}/complete`, { headers });
			const id = body.order.id as string;
			await capture(options, id);
			const brought = { revenue: [{ amount: 5, currency_code: 'eur' }], refunds: [] };
			expect((await read()).figures).toMatchObject(brought);

			const items = (await owner.get(`orders/${id}`)).order.items as { id: string; variant_id: string }[];
			const kettle = items.find(({ variant_id }) => variant_id === shop.kettle)?.id as string;
			const asked = await owner.requestReturn(id, await owner.fulfil(id, 1, kettle), 1, kettle);
			await owner.receive(asked, kettle, 1);
			await owner.refund(id, 89);
			expect((await read()).figures).toMatchObject({ ...brought, refunds: [{ amount: 0, currency_code: 'eur' }] });
		});

		test('counts a renewal by its paid invoice, and the first period by its order alone', async () => {
			const billing = options.getContainer().resolve<BillingModuleService>(BILLING_MODULE);
			const plan = await billing.createPlan({
				id: 'plan_1',
				customer_id: shop.anna.id,
				bot_id: BOT,
				order_id: 'order_1',
				line_item_id: 'line_1',
				price_id: 'price_1',
				period_ends_at: new Date(),
				terms: {
					offer_id: 'aoffer_1',
					bot_id: BOT,
					name: 'A plan',
					unit_amount: 990,
					currency_code: 'eur',
					interval: 'month',
					interval_count: 1,
					amount: 10_000,
					rollover_max: 0,
				},
			});
			for (const [reason, invoice_id] of [
				['first', 'in_1'],
				['renewal', 'in_2'],
			] as const) {
				await billing.writePeriod({
					...{ reason, invoice_id, plan_id: plan.id, price_id: 'price_1', amount: 10_000, rolled: [] },
					...{ starts_at: new Date(), ends_at: new Date(), paid: 990, currency_code: 'eur', payment_ids: [] },
				});
			}
			expect((await read()).figures.revenue).toEqual([{ amount: 9.9, currency_code: 'eur' }]);
		});

		test('says who was refused, why and how often', async () => {
			const visitor = { kind: 'visitor', key: 'v1' } as const;
			for (let n = 0; n < 3; n++) await answer(visitor);
			for (let n = 0; n < 2; n++) expect((await post('/holds', holdOf(visitor))).status).toBe(402);
			await paid(1);
			const anna = { kind: 'customer', key: shop.anna.id } as const;
			for (let n = 0; n < 13; n++) await answer(anna); // 10 bought ones, and then 3 free ones
			expect((await post('/holds', holdOf(anna))).status).toBe(402);

			const report = await read();
			expect(report.figures.refusals).toBe(3);
			expect(report.periods.find(({ from }) => from === today())?.refusals).toBe(3);
			expect(report.limits).toEqual([
				{ code: 'visitor_limit_reached', subject_kind: 'visitor', refusals: 2, people: 1 },
				{ code: 'credits_used_up', subject_kind: 'customer', refusals: 1, people: 1 },
			]);
			expect(report.stopped).toEqual([
				{
					bot_id: BOT,
					customer: { id: shop.anna.id, name: null, email: shop.anna.email },
					...{ code: 'credits_used_up', refusals: 1, last: today() },
				},
			]);
		});

		test('comes as CSV, a row for each day and pool, whatever a bot is called', async () => {
			await call(options, 'PUT', bot, { body: { ...settings, version: 2, name: '=1+1, "Hilfe"' }, headers: service });
			await answer({ kind: 'visitor', key: 'v1' });
			const from = addDays(today(), -1);
			const { status, body } = await ask('/csv', { from, to: today(), bot_id: BOT });
			expect(status).toBe(200);
			const rows = String(body).replace('\uFEFF', '').split('\r\n');
			const name = `"'=1+1, ""Hilfe"""`;
			expect(rows).toEqual([
				'bot_id,bot,from,pool,answers,credits',
				`${BOT},${name},${from},owner_cap,0,0`,
				`${BOT},${name},${from},free_reserve,0,0`,
				`${BOT},${name},${from},end_user_credits,0,0`,
				`${BOT},${name},${today()},owner_cap,0,0`,
				`${BOT},${name},${today()},free_reserve,1,1`,
				`${BOT},${name},${today()},end_user_credits,0,0`,
				'',
			]);
			const { body: months } = await ask('/csv', { from, to: today(), by: 'month' });
			expect(String(months).split('\r\n')[1]).toContain(`${from.slice(0, 7)}-01,owner_cap`);
		});

		test('whose days are none, or too many, is refused, naming the field', async () => {
			for (const [field, query] of [
				['from', { from: '2026-02-30', to: '2026-03-01' }],
				['from', { from: 'yesterday', to: '2026-03-01' }],
				['to', { from: '2026-03-02', to: '2026-03-01' }],
				['to', { from: '2025-03-01', to: '2026-03-02' }],
				['by', { from: '2026-03-01', to: '2026-03-01', by: 'hour' }],
			] as [string, Record<string, string>][]) {
				for (const path of ['', '/csv']) {
					const { status, body } = await ask(path, query);
					expect([status, body.error?.code, body.error?.details?.field]).toEqual([400, 'invalid_request', field]);
				}
			}
		});

		test('of a bot that was never published is refused, and nobody but the shop’s people reads one', async () => {
			const range = { from: today(), to: today() };
			expect((await ask('', { ...range, bot_id: randomUUID() })).body.error.code).toBe('bot_not_found');
			for (const path of ['', '/csv']) {
				const url = `/admin/answerpack/reports${path}?${new URLSearchParams(range)}`;
				expect((await call(options, 'GET', url)).status).toBe(401);
				expect((await call(options, 'GET', url, { headers: shop.anna.headers })).status).toBe(401);
			}
		});
	});
}
