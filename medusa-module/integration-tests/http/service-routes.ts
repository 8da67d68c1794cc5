import { randomUUID } from 'node:crypto';
import { type Answer, BOT, call, holdOf, service, settings, shop } from './shop';

type Options = Parameters<typeof call>[0];
const bot = `/answerpack/bots/${BOT}`;

export function serviceRoutes(options: Options): void {
	const post = (path: string, body: unknown) => call(options, 'POST', path, { body, headers: service });
	const refusal = (answer: Answer) => [answer.status, answer.body.error?.code];

	describe('service routes', () => {
		test('refuse a missing or wrong secret with a sentence that says what is wrong', async () => {
			for (const headers of [
				undefined,
				{ authorization: 'Bearer nobody-was-ever-given-this-secret-here' },
				{ authorization: service.authorization.replace('Bearer', 'Basic') },
			]) {
				for (const [method, path] of [
					['PUT', bot],
					['POST', `${bot}/holds`],
					['GET', `${bot}/usage`],
				] as const) {
					const answer = await call(options, method, path, { body: {}, headers });
					expect(refusal(answer)).toEqual([401, 'service_secret_wrong']);
					expect(answer.body.error.message).toContain('service secret');
				}
			}
		});

		test('store what Strapi published, and ignore what it published before that', async () => {
			const put = (version: number, name: string) =>
				call(options, 'PUT', bot, { body: { ...settings, version, name }, headers: service });
			expect(await put(7, 'Newer')).toMatchObject({ status: 200, body: { bot_id: BOT, version: 7 } });
			expect(await put(6, 'Older')).toMatchObject({ status: 200, body: { bot_id: BOT, version: 7 } });
			const { body } = await call(options, 'GET', '/admin/answerpack/bots', { headers: shop.owner.headers });
			expect(body.bots).toMatchObject([{ bot_id: BOT, name: 'Newer' }]);
		});

		test('refuse settings, bodies and ids that are not in the form expected, naming the field', async () => {
			const bad = await call(options, 'PUT', bot, { body: { ...settings, slug: 'Not A Slug' }, headers: service });
			expect(refusal(bad)).toEqual([400, 'invalid_request']);
			expect(bad.body.error.details.field).toBe('slug');
			expect(refusal(await post(`${bot}/holds`, { ...holdOf(visitor()), amount: 0.5 }))).toEqual([
				400,
				'invalid_request',
			]);
			expect(refusal(await post(`${bot}/holds`, { filling: 'x'.repeat(70_000) }))).toEqual([400, 'invalid_request']);
			const broken = await call(options, 'POST', `${bot}/holds`, {
				body: '{"id":',
				headers: { ...service, 'content-type': 'application/json' },
			});
			expect(refusal(broken)).toEqual([400, 'invalid_request']);
			expect(refusal(await post(`${bot}/holds/no-uuid/release`, { reason: 'x' }))).toEqual([404, 'hold_not_found']);
			expect(refusal(await post(`/answerpack/bots/unknown/holds`, holdOf(visitor())))).toEqual([404, 'bot_not_found']);
		});

		test('take a hold once, answer a retry alike, and refuse the same id for something else', async () => {
			const hold = holdOf(visitor());
			const first = await post(`${bot}/holds`, hold);
			expect(first).toMatchObject({
				status: 201,
				body: { id: hold.id, pool: 'free_reserve', amount: 1000, left: 2000 },
			});
			const again = await post(`${bot}/holds`, hold);
			expect(again).toEqual({ status: 200, body: first.body });
			expect(refusal(await post(`${bot}/holds`, { ...hold, amount: 2000 }))).toEqual([409, 'hold_conflict']);
		});

		test('are the same however their path is written', async () => {
			const spellings = [
				bot,
				bot.toUpperCase().replace(BOT.toUpperCase(), BOT),
				bot.replace(BOT, `%62${BOT.slice(1)}`),
			];
			for (const spelling of spellings) {
				const hold = holdOf(visitor());
				expect(refusal(await call(options, 'POST', `${spelling}/holds`, { body: hold }))).toEqual([
					401,
					'service_secret_wrong',
				]);
				const taken = await post(`${spelling}/holds/`, hold);
				expect(taken).toMatchObject({ status: 201, body: { id: hold.id } });
				expect(await post(`${bot}/holds`, hold)).toEqual({ status: 200, body: taken.body });
				const back = await post(`${spelling}/holds/${hold.id}/release`, { reason: 'spelt otherwise' });
				expect(back).toMatchObject({ status: 200, body: { released: 1000 } });
				expect(await post(`${bot}/holds/${hold.id}/release`, { reason: 'spelt otherwise' })).toEqual(back);
			}
		});

		test('settle, release and extend, each once and repeatably', async () => {
			const [settled, released] = [holdOf(visitor()), holdOf(visitor())];
			await post(`${bot}/holds`, settled);
			await post(`${bot}/holds`, released);
			const extended = await post(`${bot}/holds/${settled.id}/extend`, { ttl_seconds: 600 });
			expect(extended).toMatchObject({ status: 200, body: { id: settled.id, amount: 1000 } });
			const usage = { model: 'extractive', input_tokens: 0, output_tokens: 0 };
			for (let i = 0; i < 2; i++) {
				const answer = await post(`${bot}/holds/${settled.id}/settle`, { amount: 600, usage });
				expect(answer).toMatchObject({ status: 200, body: { spent: 600, absorbed: 0 } });
				const back = await post(`${bot}/holds/${released.id}/release`, { reason: 'no answer' });
				expect(back).toMatchObject({ status: 200, body: { released: 1000 } });
			}
			expect(refusal(await post(`${bot}/holds/${settled.id}/release`, { reason: 'late' }))).toEqual([
				409,
				'hold_conflict',
			]);
			expect(refusal(await post(`${bot}/holds/${randomUUID()}/settle`, { amount: 0, usage }))).toEqual([
				404,
				'hold_not_found',
			]);
			const now = Date.now();
			const period = new URLSearchParams({
				from: new Date(now - 86_400_000).toISOString(),
				to: new Date(now + 86_400_000).toISOString(),
			});
			const report = await call(options, 'GET', `${bot}/usage?${period}`, { headers: service });
			expect(report.body.usage).toMatchObject([{ pool: 'free_reserve', purpose: 'answer', answers: 1, spent: 600 }]);
		});

		test('say in a refusal when the window resets and whether there is anything to buy', async () => {
			const asker = visitor();
			for (let i = 0; i < 3; i++) expect((await post(`${bot}/holds`, holdOf(asker))).status).toBe(201);
			const answer = await post(`${bot}/holds`, holdOf(asker));
			expect(refusal(answer)).toEqual([402, 'visitor_limit_reached']);
			expect(answer.body.error.details).toEqual({ resets_at: expect.any(String), offers: true });

			const poor = { ...settings, pools: { owner_cap: { credits_per_month: 0 }, free_reserve: { credits: 0 } } };
			await call(options, 'PUT', '/answerpack/bots/nothing-to-buy', { body: poor, headers: service });
			const { body } = await post('/answerpack/bots/nothing-to-buy/holds', holdOf(asker));
			expect(body.error.details).toMatchObject({ offers: false });
		});
	});
}

const visitor = () => ({ kind: 'visitor' as const, key: randomUUID() });
