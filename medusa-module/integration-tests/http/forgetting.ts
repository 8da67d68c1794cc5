import { randomUUID } from 'node:crypto';
import type { CustomerAnswer } from '@answerpack/shared/contract';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import { deleteCustomersWorkflow } from '@medusajs/medusa/core-flows';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import forgetCustomers from '../../src/jobs/forget-customers';
import { REPORTS_MODULE } from '../../src/modules/reports';
import type ReportsModuleService from '../../src/modules/reports/service';
import { BOT, call, capture, creditsOf, eventually, order, shop } from './shop';
import type { StrapiStandIn } from './strapi-stand-in';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

export function forgetting(options: Options, strapi: () => StrapiStandIn): void {
	const asked = (question: string, conversation_id: string | null): CustomerAnswer => ({
		id: randomUUID(),
		bot_id: BOT,
		conversation_id,
		at: '2026-11-01T12:00:00.000Z',
		language: 'en',
		question,
		answer: `An answer to: ${question}`,
		sources: [{ title: 'Delivery', url: null }],
		answered: true,
		pool: 'end_user_credits',
		credits: 1,
		feedback: null,
	});
	const sql = <Row>(text: string, bindings: string[] = []): Promise<{ rows: Row[] }> =>
		options.getContainer().resolve(ContainerRegistrationKeys.PG_CONNECTION).raw(text, bindings);
	const rowOf = async (id: string) =>
		(
			await sql<{ due_at: Date | null; forgotten_at: Date | null; attempts: number; reason: string | null }>(
				'select * from answerpack_deleted_customer where customer_id = ?',
				[id],
			)
		).rows[0];
	const customerOf = (id: string) => `/admin/customers/${id}`;
	const makeDue = (id: string) =>
		sql('update answerpack_deleted_customer set due_at = clock_timestamp() where customer_id = ?', [id]);

	describe('what bots keep of a customer', () => {
		beforeEach(() => {
			strapi().comeBack();
			strapi().kept.clear();
			strapi().erased.length = 0;
		});

		test('is theirs to download, all pages of it, by conversation, and the owner’s, and nobody else’s', async () => {
			const [first, second] = [randomUUID(), randomUUID()];
			const all = [asked('One?', first), asked('Two?', second), asked('Three?', first), asked('Four?', null)];
			strapi().kept.set(shop.anna.id, all);
			strapi().kept.set(shop.boris.id, [asked('Another?', null)]);
			const own = await call(options, 'GET', '/store/answerpack/conversations', { headers: shop.anna.headers });
			expect(own.status).toBe(200);
			expect(own.body).toMatchObject({
				customer_id: shop.anna.id,
				exported_at: expect.any(String),
				conversations: [
					{ id: first, bot_id: BOT, answers: [{ question: 'One?', credits: 1 }, { question: 'Three?' }] },
					{ id: second, answers: [{ question: 'Two?', answer: 'An answer to: Two?' }] },
					{ id: null, answers: [{ question: 'Four?' }] },
				],
			});
			const path = `/admin/answerpack/customers/${shop.anna.id}/conversations`;
			const owners = await call(options, 'GET', path, { headers: shop.owner.headers });
			expect(owners.body.conversations).toEqual(own.body.conversations);
			expect((await call(options, 'GET', path, { headers: shop.boris.headers })).status).toBe(401);
			const nobody = await call(options, 'GET', '/store/answerpack/conversations');
			expect([nobody.status, nobody.body.error.code]).toEqual([401, 'customer_required']);
		});

		test('is a file that no browser or proxy keeps', async () => {
			const { headers } = await options.api.get('/store/answerpack/conversations', {
				headers: { 'x-publishable-api-key': shop.pk, ...shop.anna.headers },
			});
			expect(headers['content-disposition']).toBe('attachment; filename="conversations.json"');
			expect(headers['cache-control']).toBe('no-store');
		});

		test('is erased when they ask for it, and theirs alone', async () => {
			strapi().kept.set(shop.anna.id, [asked('One?', null)]);
			strapi().kept.set(shop.boris.id, [asked('Another?', null)]);
			const { headers } = shop.anna;
			const { body } = await call(options, 'DELETE', '/store/answerpack/conversations', { headers });
			expect(body).toEqual({ erased: 1 });
			expect([...strapi().kept.keys()]).toEqual([shop.boris.id]);
			expect((await call(options, 'DELETE', '/store/answerpack/conversations')).status).toBe(401);
		});

		test('cannot be had while Strapi is away, and that is said', async () => {
			strapi().goAway();
			for (const method of ['GET', 'DELETE']) {
				const { headers } = shop.anna;
				const { status, body } = await call(options, method, '/store/answerpack/conversations', { headers });
				expect([status, body.error.code]).toEqual([503, 'bot_unreachable']);
			}
		});
	});

	describe('a customer who is deleted', () => {
		beforeEach(() => {
			strapi().comeBack();
			strapi().erased.length = 0;
		});

		test('is forgotten at Strapi at once, and once more when the last pass has run out', async () => {
			const { id } = shop.anna;
			await call(options, 'DELETE', customerOf(id), { headers: shop.owner.headers });
			await eventually(async () => expect((await rowOf(id))?.forgotten_at).toBeTruthy());
			expect(strapi().erased).toEqual([id]);
			const waits = ((await rowOf(id))?.due_at?.getTime() ?? 0) - Date.now();
			expect(waits).toBeGreaterThan(15 * 60_000);

			await sql(
				`update answerpack_deleted_customer set due_at = clock_timestamp(), noticed_at = noticed_at - interval '17 minutes'
					where customer_id = ?`,
				[id],
			);
			await forgetCustomers(options.getContainer());
			expect(strapi().erased).toEqual([id, id]);
			expect(await rowOf(id)).toMatchObject({ due_at: null });
			await forgetCustomers(options.getContainer());
			expect(strapi().erased).toEqual([id, id]);
		});

		test('is forgotten though the event was lost', async () => {
			const { id } = shop.boris;
			await options.getContainer().resolve(Modules.CUSTOMER).softDeleteCustomers([id]); // tells nobody
			expect(await rowOf(id)).toBeUndefined();
			await forgetCustomers(options.getContainer());
			expect(strapi().erased).toEqual([id]);
		});

		test('is forgotten when Strapi is back, however long it was away', async () => {
			const { id } = shop.boris;
			strapi().goAway();
			await deleteCustomersWorkflow(options.getContainer()).run({ input: { ids: [id] } });
			await eventually(async () => expect((await rowOf(id))?.reason).toBe('bot_unreachable'));
			await makeDue(id);
			await forgetCustomers(options.getContainer());
			expect(await rowOf(id)).toMatchObject({ forgotten_at: null, attempts: 2 });
			expect((await rowOf(id))?.due_at?.getTime()).toBeGreaterThan(Date.now());
			strapi().comeBack();
			await makeDue(id);
			await forgetCustomers(options.getContainer());
			expect(strapi().erased).toEqual([id]);
			expect(await rowOf(id)).toMatchObject({ reason: null, attempts: 0 });
		});

		test('gets no pass any more, though the log-in is still good', async () => {
			const pass = () => call(options, 'POST', `/store/answerpack/bots/${BOT}/pass`, { headers: shop.boris.headers });
			expect((await pass()).status).toBe(200);
			await call(options, 'DELETE', customerOf(shop.boris.id), { headers: shop.owner.headers });
			const { status, body } = await pass();
			expect([status, body.error.code]).toEqual([401, 'customer_required']);
		});

		test('leaves the books as they were, and refusals of nobody in particular', async () => {
			const { id } = shop.anna;
			await capture(options, await order(options, shop.anna));
			await eventually(async () => expect((await creditsOf(options, shop.anna)).left).toBe(10));
			const reports = options.getContainer().resolve<ReportsModuleService>(REPORTS_MODULE);
			const refused = { bot_id: BOT, day: '2026-11-20', code: 'credits_used_up' } as const;
			const refuse = (key: string) => reports.countRefusal({ ...refused, subject: { kind: 'customer', key } });
			for (const key of [id, id, '']) refuse(key);
			await call(options, 'DELETE', customerOf(id), { headers: shop.owner.headers });
			await eventually(async () => expect((await rowOf(id))?.forgotten_at).toBeTruthy());

			const { rows: lots } = await sql('select * from credits_lot where customer_id = ?', [id]);
			expect(lots).toHaveLength(1);
			const { rows: refusals } = await sql('select subject_key, refusals from answerpack_refusal where day = ?', [
				refused.day,
			]);
			expect(refusals).toEqual([{ subject_key: '', refusals: '3' }]);
		});
	});
}
