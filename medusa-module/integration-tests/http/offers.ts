import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import { BOT, call, order, shop } from './shop';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

export function offers(options: Options): void {
	const admin = (method: string, path: string, body?: object) =>
		call(options, method, `/admin/answerpack/${path}`, { body, headers: shop.owner.headers });
	const offer = { bot_id: BOT, name: 'Kettle talk', credits: 2.5 };

	describe('the shop owner', () => {
		test('makes a variant sell credits, sees it, and stops it again', async () => {
			const created = await admin('POST', 'offers', { ...offer, variant_id: shop.kettle });
			expect(created).toMatchObject({
				status: 200,
				body: { offer: { credits: 2.5, valid_days: null, bot_name: 'Help' } },
			});
			const { body } = await admin('GET', `offers?bot_id=${BOT}`);
			expect(body.count).toBe(2);
			expect(body.offers[0]).toMatchObject({ name: 'Kettle talk', variants: [{ id: shop.kettle, sold: true }] });
			const productId = body.offers[0].variants[0].product_id;
			expect((await admin('GET', `products/${productId}/offers`)).body.variants).toMatchObject([
				{ id: shop.kettle, offer: { name: 'Kettle talk' } },
			]);

			expect((await admin('DELETE', `offers/${created.body.offer.id}`)).status).toBe(200);
			expect((await admin('GET', `products/${productId}/offers`)).body.variants).toMatchObject([{ offer: null }]);
			expect((await admin('GET', 'offers')).body.count).toBe(1);
		});

		test('sees nothing of credits at an order that was placed before its variant sold any', async () => {
			const orderId = await order(options, shop.anna, 1, shop.kettle);
			await admin('POST', 'offers', { ...offer, variant_id: shop.kettle });
			expect((await admin('GET', `orders/${orderId}/credits`)).body).toEqual({
				sells_credits: false,
				lots: [],
				plans: [],
				unused: null,
				consent: null,
				not_granted: null,
			});
		});

		test('cannot sell what makes no sense', async () => {
			const kettleTalk: object = { ...offer, variant_id: shop.kettle };
			for (const [change, status] of [
				[{ variant_id: shop.ten }, 400], // sells credits already
				[{ variant_id: 'variant_x' }, 400],
				[{ credits: 0 }, 400],
				[{ credits: 1.0001 }, 400],
				[{ valid_days: 0 }, 400],
				[{ bot_id: 'unknown' }, 404],
			] as const) {
				const refused = await admin('POST', 'offers', { ...kettleTalk, ...change });
				expect({ ...change, status: refused.status }).toEqual({ ...change, status });
				expect(refused.body.error.message).toEqual(expect.any(String));
				expect(refused.body.message).toBe(refused.body.error.message); // where js-sdk looks for it
			}
		});

		test('changes what is sold from now on: what is not named stays, and what belongs to plans is refused', async () => {
			const { body } = await admin('POST', 'offers', { ...offer, variant_id: shop.kettle, valid_days: 30 });
			const change = (of: object) => admin('POST', `offers/${body.offer.id}`, of);
			expect(await change({ credits: 3 })).toMatchObject({
				status: 200,
				body: { offer: { ...offer, credits: 3, valid_days: 30 } },
			});
			expect((await change({ name: 'Tea talk', valid_days: null })).body.offer).toMatchObject({
				...{ name: 'Tea talk', credits: 3, valid_days: null, kind: 'pack', interval: null },
			});
			for (const wrong of [{ interval: 'month' }, { kind: 'plan' }, { bot_id: BOT }, { credits: 0 }]) {
				expect({ ...wrong, status: (await change(wrong)).status }).toEqual({ ...wrong, status: 400 });
			}
			expect((await admin('POST', 'offers/aoffer_of_nobody', {})).body.error.code).toBe('offer_not_found');
		});

		test('sells no plans where Stripe is not set up', async () => {
			const plan = { ...offer, kind: 'plan', variant_id: shop.kettle, interval: 'month' };
			const { status, body } = await admin('POST', 'offers', plan);
			expect([status, body.error.code]).toEqual([503, 'plans_unavailable']);
		});

		test('is who the owner’s routes are for', async () => {
			for (const headers of [undefined, shop.anna.headers]) {
				expect((await call(options, 'GET', '/admin/answerpack/bots', { headers })).status).toBe(401);
			}
		});
	});
}
