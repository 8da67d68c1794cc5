import { verifyToken } from '@answerpack/shared/server';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import { CREDITS_MODULE } from '../../src/modules/credits';
import type CreditsModuleService from '../../src/modules/credits/service';
import { OFFERS_MODULE, type OffersModuleService } from '../../src/modules/offers';
import {
	BOT,
	call,
	capture,
	creditsOf,
	eventually,
	holdOf,
	order,
	type Person,
	SECRET,
	service,
	settings,
	shop,
} from './shop';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];
const bot = `/store/answerpack/bots/${BOT}`;

export function customerRoutes(options: Options): void {
	describe('what visitors and customers may ask the shop', () => {
		test('offers are for everybody, with the price of the region', async () => {
			const { body } = await call(options, 'GET', `${bot}/offers?region_id=${shop.region_id}`);
			const offer = {
				kind: 'pack',
				name: '10 credits',
				handle: 'ten',
				variant_id: shop.ten,
				credits: 10,
				valid_days: 365,
			};
			expect(body.offers).toMatchObject([{ ...offer, price: { amount: 5, currency_code: 'eur' } }]);
			expect((await call(options, 'GET', `${bot}/offers`)).body).toEqual(body);
			expect((await call(options, 'GET', '/store/answerpack/bots/unknown/offers')).body).toEqual({ offers: [] });
			expect((await call(options, 'GET', `${bot}/offers?region_id=nowhere`)).body.error.code).toBe('invalid_request');
		});

		test('everything else needs somebody who is signed in', async () => {
			for (const [method, path] of [
				['GET', 'credits'],
				['GET', 'usage'],
				['POST', 'pass'],
			] as const) {
				for (const headers of [undefined, { authorization: 'Bearer forged' }, shop.owner.headers]) {
					const { status, body } = await call(options, method, `${bot}/${path}`, { headers });
					expect([status, body.error.code]).toEqual([401, 'customer_required']);
				}
			}
		});

		test('a pass says who its customer is, to that bot', async () => {
			const { body } = await call(options, 'POST', `${bot}/pass`, { headers: shop.anna.headers });
			const claims = verifyToken(body.pass, [SECRET]);
			expect(claims).toMatchObject({ kind: 'customer', key: shop.anna.id, bot_id: BOT });
			expect(new Date(body.expires_at).getTime()).toBe(claims.expires_at);
			const unknown = await call(options, 'POST', '/store/answerpack/bots/unknown/pass', {
				headers: shop.anna.headers,
			});
			expect([unknown.status, unknown.body.error.code]).toEqual([404, 'bot_not_found']);
		});

		test('a customer sees what was bought and used, the owner sees it too, and another customer nothing', async () => {
			const orderId = await order(options, shop.anna);
			await capture(options, orderId);
			await eventually(async () => expect((await creditsOf(options, shop.anna)).left).toBe(10));
			const hold = holdOf({ kind: 'customer', key: shop.anna.id });
			const held = await call(options, 'POST', `/answerpack/bots/${BOT}/holds`, { body: hold, headers: service });
			expect(held.body).toMatchObject({ pool: 'end_user_credits', left: 9000 });
			expect(await creditsOf(options, shop.anna)).toMatchObject({ left: 9, held: 1, plan: null });
			const usage = { model: 'extractive', input_tokens: 0, output_tokens: 0 };
			const settle = { amount: 1000, usage };
			await call(options, 'POST', `/answerpack/bots/${BOT}/holds/${hold.id}/settle`, {
				body: settle,
				headers: service,
			});

			const answer = { answer_id: hold.id, pool: 'end_user_credits', credits_used: 1, state: 'settled' };
			const own = await call(options, 'GET', `${bot}/usage`, { headers: shop.anna.headers });
			expect(own.body).toMatchObject({ usage: [answer], count: 1, limit: 20, offset: 0 });
			const others = await call(options, 'GET', `${bot}/usage`, { headers: shop.boris.headers });
			expect(others.body).toMatchObject({ usage: [], count: 0 });

			const admin = async (path: string) =>
				(
					await call(options, 'GET', `/admin/answerpack/customers/${shop.anna.id}/${path}`, {
						headers: shop.owner.headers,
					})
				).body;
			expect(await admin('credits')).toMatchObject({
				bots: [{ bot_id: BOT, left: 9, held: 0, lots: [{ granted: 10, left: 9, used: 1, order: { id: orderId } }] }],
			});
			const days = `from=${new Date(Date.now() - 86_400_000).toISOString()}&to=${new Date().toISOString()}`;
			const used = [{ pool: 'end_user_credits', purpose: 'answer', answers: 1, spent: 1000 }];
			expect(await admin(`usage?bot_id=${BOT}&${days}`)).toMatchObject({ usage: used });
			const ofBot = await call(options, 'GET', `/admin/answerpack/bots/${BOT}/usage?${days}`, {
				headers: shop.owner.headers,
			});
			expect(ofBot.body).toMatchObject({ usage: used });
			expect(await admin('answers?limit=1')).toMatchObject({
				answers: [{ id: hold.id, bot_name: 'Help', credits: 1, lots: [{ credits: 1 }] }],
				count: 1,
			});
			const { body } = await call(options, 'GET', '/admin/answerpack/bots', { headers: shop.owner.headers });
			expect(body.bots[0].pools).toMatchObject([
				{ pool: 'owner_cap', budget: 100, used: 0, held: 0 },
				{ pool: 'free_reserve', budget: 30, used: 0, held: 0 },
			]);
		});

		test('a thousand wrong codes are no more than ten tries, and bother nobody else', async () => {
			const pools = { ...settings.pools, giveaways: { credits_per_month: 100 } };
			await call(options, 'PUT', `/answerpack/bots/${BOT}`, {
				body: { ...settings, pools, version: 2 },
				headers: service,
			});
			const ledger = options.getContainer().resolve<CreditsModuleService>(CREDITS_MODULE);
			await ledger.createGiveaway({
				...{ bot_id: BOT, name: 'Spring', code: 'SPRING', amount: 5000, total: 50_000, valid_days: null },
				...{ starts_at: new Date(Date.now() - 60_000), ends_at: new Date(Date.now() + 86_400_000) },
			});
			const claim = (guess: string, { headers }: Person, from = '203.0.113.7') =>
				options.api.request({
					method: 'POST',
					url: `${bot}/giveaways`,
					data: { code: guess },
					headers: { 'x-publishable-api-key': shop.pk, 'x-forwarded-for': from, ...headers },
					validateStatus: () => true,
				});
			const outcomes: Record<number, number> = {};
			for (let batch = 0; batch < 20; batch++) {
				// From another address each time, as far as they say.
				const tries = Array.from({ length: 50 }, (_, n) => claim(`GUESS${batch}-${n}`, shop.anna, `198.51.100.${n}`));
				for (const { status } of await Promise.all(tries)) outcomes[status] = (outcomes[status] ?? 0) + 1;
			}
			expect(outcomes).toEqual({ 404: 10, 429: 990 });
			const refused = await claim('SPRING', shop.anna);
			expect([refused.status, refused.data.error.code]).toEqual([429, 'too_many_requests']);
			expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
			expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(900);
			expect((await claim('SPRING', shop.boris)).status).toBe(200);
		});

		test('who tries codes under many names is stopped at their address', async () => {
			const offers = options.getContainer().resolve<OffersModuleService>(OFFERS_MODULE);
			for (let guess = 0; guess < 50; guess++) await offers.countGuess('address:203.0.113.7');
			const claim = (from: string) =>
				call(options, 'POST', `${bot}/giveaways`, {
					body: { code: 'GUESS' },
					headers: { ...shop.boris.headers, 'x-forwarded-for': from },
				});
			expect((await claim('203.0.113.7')).status).toBe(429);
			expect((await claim('203.0.113.8')).status).toBe(404);
		});
	});
}
