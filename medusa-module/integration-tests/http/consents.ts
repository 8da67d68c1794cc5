import { CONSENT_KEY } from '@answerpack/shared/contract';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import { OFFERS_MODULE, type OffersModuleService } from '../../src/modules/offers';
import { call, consent, payableCart, shop } from './shop';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

export function consents(options: Options): void {
	const complete = (cartId: string) =>
		call(options, 'POST', `/store/carts/${cartId}/complete`, { headers: shop.anna.headers });
	/** Puts something else in the place of the consent that a cart has. */
	const say = async (cartId: string, said: unknown) => {
		const body = { metadata: { [CONSENT_KEY]: said } };
		const { status } = await call(options, 'POST', `/store/carts/${cartId}`, { body, headers: shop.anna.headers });
		expect(status).toBe(200);
	};
	const orderCredits = async (orderId: string) =>
		(await call(options, 'GET', `/admin/answerpack/orders/${orderId}/credits`, { headers: shop.owner.headers })).body;

	describe('consent to immediate performance', () => {
		test.each([
			['none', null],
			['a tick without a time', true],
			['a text without a version', { ...consent, text_version: ' ' }],
			['a time that is none', { ...consent, given_at: 'yesterday' }],
		])('is needed to buy credits: %s is refused, and the cart can be completed with it', async (_, said) => {
			const cartId = await payableCart(options, shop.anna, shop.ten, 1);
			await say(cartId, said);
			const refused = await complete(cartId);
			expect([refused.status, refused.body.error?.code]).toEqual([409, 'consent_required']);
			await say(cartId, consent);
			expect((await complete(cartId)).body.type).toBe('order');
		});

		test('is kept with the order: the version of its text, when it was given, and when it came here', async () => {
			const { body } = await complete(await payableCart(options, shop.anna, shop.ten, 1));
			expect((await orderCredits(body.order.id)).consent).toEqual({ ...consent, recorded_at: expect.any(String) });
			const { order } = (
				await call(options, 'GET', `/admin/orders/${body.order.id}?fields=metadata`, { headers: shop.owner.headers })
			).body;
			expect(order.metadata).toEqual({ [CONSENT_KEY]: consent });
		});

		test('that was taken back, or given anew, counts as it is when the cart is completed', async () => {
			const cartId = await payableCart(options, shop.anna, shop.ten, 1);
			const later = { text_version: '2026-12', given_at: '2026-12-01T00:00:00Z' };
			await say(cartId, later);
			const { body } = await complete(cartId);
			expect((await orderCredits(body.order.id)).consent).toMatchObject(later);
		});

		test('is not asked for a kettle', async () => {
			const cartId = await payableCart(options, shop.anna, shop.kettle, 1);
			await say(cartId, null);
			expect((await complete(cartId)).body.error).toBeUndefined();
		});

		test('is not asked where the shop has switched it off', async () => {
			const offers = options.getContainer().resolve<OffersModuleService>(OFFERS_MODULE);
			const asked = jest.replaceProperty(offers, 'requiresConsent', false);
			try {
				const cartId = await payableCart(options, shop.anna, shop.ten, 1);
				await say(cartId, null);
				const { body } = await complete(cartId);
				expect(body.type).toBe('order');
				expect((await orderCredits(body.order.id)).consent).toBeNull();
			} finally {
				asked.restore();
			}
		});
	});
}
