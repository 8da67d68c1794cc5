import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import type { medusaIntegrationTestRunner } from '@medusajs/test-utils';
import { createCreditProductWorkflow } from '../../src/workflows';
import { BOT, call, capture, creditsOf, eventually, order, shop } from './shop';

type Options = Parameters<Parameters<typeof medusaIntegrationTestRunner>[0]['testSuite']>[0];

/** An offer whose product does not exist yet: the owner's one form makes both. */
export function offerProducts(options: Options): void {
	const admin = (method: string, path: string, body?: object) =>
		call(options, method, `/admin/${path}`, { body, headers: shop.owner.headers });
	const graph = async (entity: string, filters: object) =>
		(
			await options
				.getContainer()
				.resolve(ContainerRegistrationKeys.QUERY)
				.graph({ entity, fields: ['*'], filters })
		).data;
	const channel = async () => (await graph('sales_channel', { name: 'Storefront' }))[0]?.id as string;
	const fifty = { bot_id: BOT, name: '50 credits', credits: 50, valid_days: 90 };
	const inEuro = async () => ({
		prices: [{ amount: 20, currency_code: 'eur' }],
		sales_channel_ids: [await channel()],
	});
	const inTheShop = async (query = '') =>
		(await call(options, 'GET', `/store/answerpack/bots/${BOT}/offers${query}`)).body.offers;

	describe('an offer with a product of its own', () => {
		test('is sold at once, needs no shipping, and grants its credits', async () => {
			const { prices, sales_channel_ids } = await inEuro();
			const inGermany = { amount: 18, currency_code: 'eur', region_id: shop.region_id };
			const product = { prices: [...prices, inGermany], sales_channel_ids };
			const { status, body } = await admin('POST', 'answerpack/offers', { ...fifty, product });
			expect([status, body.offer]).toMatchObject([200, { name: '50 credits', credits: 50, valid_days: 90 }]);

			const sold = (await inTheShop(`?region_id=${shop.region_id}`)).find(
				({ id }: { id: string }) => id === body.offer.id,
			);
			expect(sold).toMatchObject({ name: '50 credits', price: { amount: 18, currency_code: 'eur' } });
			const orderId = await order(options, shop.anna, 2, sold.variant_id); // no shipping method was chosen
			await capture(options, orderId);
			await eventually(async () => expect(await creditsOf(options, shop.anna)).toMatchObject({ left: 100 }));
		});

		test('may be called as another one is', async () => {
			const product = await inEuro();
			for (const bot_name of ['first', 'second']) {
				const { status } = await admin('POST', 'answerpack/offers', { ...fifty, product });
				expect([bot_name, status]).toEqual([bot_name, 200]);
			}
			const handles = (await graph('product', { title: '50 credits' })).map(({ handle }) => handle);
			expect(handles).toHaveLength(2);
			expect(new Set(handles).size).toBe(2);
		});

		test('is made whole or not at all', async () => {
			const { prices, sales_channel_ids } = await inEuro();
			const making = createCreditProductWorkflow(options.getContainer()).run({
				input: { offer: { bot_id: BOT, name: 'Nothing', amount: 0 }, prices, sales_channel_ids },
			});
			await expect(making).rejects.toMatchObject({ message: expect.stringContaining('answerpack_offer_amount') });
			expect(await graph('product', { title: 'Nothing' })).toEqual([]);
			expect(await graph('product_variant', { title: 'Nothing' })).toEqual([]);
			expect(await graph('credit_offer', { name: 'Nothing' })).toEqual([]);
		});

		test('is refused, and nothing made, when it could not be bought', async () => {
			const product = await inEuro();
			const [price] = product.prices as [object];
			const priced = (...prices: object[]) => ({ product: { ...product, prices } });
			for (const [what, change, field] of [
				[
					'no such sales channel',
					{ product: { ...product, sales_channel_ids: ['sc_x'] } },
					'product.sales_channel_ids',
				],
				['no sales channel', { product: { ...product, sales_channel_ids: [] } }, 'product.sales_channel_ids'],
				['no price', priced(), 'product.prices'],
				['a price of zero', priced({ ...price, amount: 0 }), 'product.prices.0.amount'],
				['two prices in one currency', priced(price, price), 'product.prices'],
				['no such currency', priced({ ...price, currency_code: 'xxx' }), 'product.prices'],
				[
					'a region of another currency',
					priced({ amount: 1, currency_code: 'usd', region_id: shop.region_id }),
					'product.prices',
				],
				['a variant as well', { product, variant_id: shop.kettle }, 'variant_id'],
				['neither variant nor product', {}, 'variant_id'],
			] as const) {
				const { status, body } = await admin('POST', 'answerpack/offers', { ...fifty, ...change });
				expect([what, status, body.error?.details?.field]).toEqual([what, 400, field]);
			}
			const plan = { kind: 'plan', bot_id: BOT, name: '50 a month', credits: 50, interval: 'month', product };
			const { status, body } = await admin('POST', 'answerpack/offers', plan);
			expect([status, body.error.code]).toEqual([503, 'plans_unavailable']); // this shop has no Stripe
			expect(await graph('product', {})).toHaveLength(2); // the kettle and the ten credits
		});

		test('goes with its product when the owner says so; a product that was there before stays', async () => {
			const made = await admin('POST', 'answerpack/offers', { ...fifty, product: await inEuro() });
			const attached = await admin('POST', 'answerpack/offers', { ...fifty, variant_id: shop.kettle });
			const offer = async (id: string) => (await admin('GET', `answerpack/offers/${id}`)).body.offer;
			expect((await offer(made.body.offer.id)).variants).toMatchObject([{ made_for_it: true, sold: true }]);
			expect((await offer(attached.body.offer.id)).variants).toMatchObject([{ id: shop.kettle, made_for_it: false }]);
			for (const { body } of [made, attached]) {
				const { status } = await admin('DELETE', `answerpack/offers/${body.offer.id}?with_product=true`);
				expect(status).toBe(200);
				expect((await admin('GET', `answerpack/offers/${body.offer.id}`)).body.error.code).toBe('offer_not_found');
			}
			expect(await graph('product', { title: '50 credits' })).toEqual([]);
			const kettle = await options.getContainer().resolve(Modules.PRODUCT).retrieveProductVariant(shop.kettle);
			expect(kettle.deleted_at).toBeNull();
		});
	});

	describe('the list of offers', () => {
		test('is looked through by name, kind and bot', async () => {
			await admin('POST', 'answerpack/offers', { ...fifty, product: await inEuro() });
			for (const [query, names] of [
				['?q=fif', []],
				['?q=50%20cr', ['50 credits']],
				['?kind=pack', ['10 credits', '50 credits']],
				['?kind=plan', []],
				['?bot_id=another', []],
				['?limit=1&offset=1', ['50 credits']],
			] as const) {
				const { body } = await admin('GET', `answerpack/offers${query}`);
				expect([query, body.offers.map(({ name }: { name: string }) => name)]).toEqual([query, names]);
			}
			expect((await admin('GET', 'answerpack/offers?kind=gift')).status).toBe(400);
		});
	});

	describe('the shop', () => {
		test('says that it sells no plans without Stripe', async () => {
			expect((await admin('GET', 'answerpack/shop')).body).toEqual({ sells_plans: false });
		});
	});
}
