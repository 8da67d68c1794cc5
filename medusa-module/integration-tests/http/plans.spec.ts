import { createHmac } from 'node:crypto';
import Stripe from 'stripe';
import { startDouble } from '../../src/plans/__tests__/stage';
import { openBooks } from '../../src/plans/open-books';
import { startPlan } from '../../src/plans/start-plan';
import { inMedusa } from '../in-medusa';
import { BOT, call, creditsOf, openShop, type Person, SECRET, shop } from './shop';

// Plans in a real Medusa: who may see and change them, and Stripe's messages at their door.

const WEBHOOK_SECRET = 'whsec_of_this_test';
// Read when Medusa loads its configuration, before the runner sets `env`.
Object.assign(process.env, {
	ANSWERPACK_SERVICE_SECRET: SECRET,
	STRIPE_API_KEY: 'sk_test_shop',
	STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
});
const DAY_MS = 86_400_000;
let double: Awaited<ReturnType<typeof startDouble>>;
let stripe: Stripe;

inMedusa(
	'plans',
	(options) => {
		beforeAll(() => openShop(options));
		afterAll(() => double.stop());
		const ask = (method: string, path: string, person?: Person, body?: unknown) =>
			call(options, method, `/store/answerpack/plans${path}`, { body, headers: person?.headers });

		async function begin(person: Person) {
			const payer = await stripe.customers.create({ email: person.email });
			const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: payer.id });
			const plan = await startPlan(openBooks(options.getContainer()), {
				customer_id: person.id,
				order_id: 'order_1',
				line_item_id: `line_${person.id}`,
				terms: {
					offer_id: 'aoffer_1',
					bot_id: BOT,
					name: '10 credits a month',
					unit_amount: 990,
					currency_code: 'eur',
					interval: 'month',
					interval_count: 1,
					amount: 10_000,
					rollover_max: 0,
				},
				paid: 990,
				payment_id: 'pi_of_the_order',
				payer_id: payer.id,
				payment_method_id: card.id,
				starts_at: new Date(),
				ends_at: new Date(Date.now() + 28 * DAY_MS),
			});
			return { plan, payer, card };
		}

		test('a customer sees their own plan, cancels it, lets it go on, and pays with another card', async () => {
			const { plan, payer } = await begin(shop.anna);
			const view = {
				id: plan.id,
				bot_id: BOT,
				name: '10 credits a month',
				status: 'active',
				credits: 10,
				price: { amount: 9.9, currency_code: 'eur' },
				interval: 'month',
				renews_at: plan.period_ends_at.toISOString(),
				ends_at: null,
				next: null,
				pay_url: null,
				payments: [{ amount: 9.9, currency_code: 'eur', credits: 10 }],
			};
			expect((await ask('GET', '', shop.anna)).body).toMatchObject({ plans: [view] });
			const { id, status, renews_at, ends_at } = view;
			const credits = await creditsOf(options, shop.anna);
			expect(credits).toMatchObject({ left: 10, plan: { id, status, renews_at, ends_at } });
			expect((await creditsOf(options, shop.boris)).plan).toBeNull();
			const cancelled = await ask('POST', `/${plan.id}/cancel`, shop.anna);
			expect(cancelled.body.plan).toMatchObject({ renews_at: null, ends_at: view.renews_at });
			expect((await ask('POST', `/${plan.id}/resume`, shop.anna)).body.plan).toMatchObject(view);
			const { body: setup } = await ask('POST', `/${plan.id}/payment-method`, shop.anna, {});
			expect(setup.client_secret).toMatch(/^seti_.*_secret_/);
			const card = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: payer.id });
			const changed = await ask('POST', `/${plan.id}/payment-method`, shop.anna, { payment_method: card.id });
			expect(changed.body.plan).toMatchObject(view);
			expect(await stripe.subscriptions.retrieve(String(plan.subscription_id))).toMatchObject({
				default_payment_method: card.id,
			});
		});

		test('somebody else’s plan is not there, and nobody’s plans are seen without signing in', async () => {
			const { plan, card } = await begin(shop.anna);
			expect((await ask('GET', '', shop.boris)).body).toEqual({ plans: [] });
			for (const path of ['cancel', 'resume', 'payment-method']) {
				for (const id of [plan.id, 'aplan_of_nobody']) {
					const { status, body } = await ask('POST', `/${id}/${path}`, shop.boris, { payment_method: card.id });
					expect([status, body.error.code]).toEqual([404, 'plan_not_found']);
				}
				const { status, body } = await ask('POST', `/${plan.id}/${path}`, undefined, {});
				expect([status, body.error.code]).toEqual([401, 'customer_required']);
			}
			expect((await ask('GET', '')).status).toBe(401);
			expect(await stripe.subscriptions.retrieve(String(plan.subscription_id))).toMatchObject({
				cancel_at_period_end: false,
			});
		});

		test('the owner sees everybody’s plans, ends one with its period, and lets it go on', async () => {
			const owner = (method: string, path: string, person = shop.owner) =>
				call(options, method, `/admin/answerpack/plans${path}`, { headers: person.headers });
			const { plan } = await begin(shop.anna);
			await begin(shop.boris);
			const renews_at = plan.period_ends_at.toISOString();
			const { body } = await owner('GET', `?customer_id=${shop.anna.id}`);
			expect(body).toMatchObject({
				count: 1,
				plans: [
					{
						id: plan.id,
						bot_name: 'Help',
						customer: { id: shop.anna.id, email: shop.anna.email },
						order: null, // this one began without Medusa's checkout
						name: '10 credits a month',
						status: 'active',
						credits: 10,
						price: { amount: 9.9, currency_code: 'eur' },
						renews_at,
						ends_at: null,
					},
				],
			});
			for (const [query, count] of [
				['', 2],
				['?limit=1', 2],
				['?status=active', 2],
				['?status[]=ended&status[]=past_due', 0],
				['?customer_id=cus_x', 0],
			] as const) {
				expect([query, (await owner('GET', query)).body.count]).toEqual([query, count]);
			}
			expect((await owner('GET', '?status=dead')).status).toBe(400);
			const headers = shop.owner.headers;
			const order = await call(options, 'GET', '/admin/answerpack/orders/order_1/credits', { headers });
			expect(order.body).toMatchObject({ sells_credits: true, plans: [{ status: 'active' }, { status: 'active' }] });

			const ended = await owner('POST', `/${plan.id}/cancel`);
			expect(ended.body.plan).toMatchObject({ renews_at: null, ends_at: renews_at });
			const subscription = () => stripe.subscriptions.retrieve(String(plan.subscription_id));
			expect(await subscription()).toMatchObject({ cancel_at_period_end: true });
			expect((await owner('POST', `/${plan.id}/resume`)).body.plan).toMatchObject({ renews_at, ends_at: null });
			expect(await subscription()).toMatchObject({ cancel_at_period_end: false });
			expect((await owner('POST', '/aplan_x/cancel')).body.error.code).toBe('plan_not_found');
			expect((await owner('POST', `/${plan.id}/cancel`, shop.anna)).status).toBe(401);
		});

		test('the owner makes a plan with its product in one call', async () => {
			const admin = (method: string, path: string, body?: object) =>
				call(options, method, `/admin/${path}`, { body, headers: shop.owner.headers });
			expect((await admin('GET', 'answerpack/shop')).body).toEqual({ sells_plans: true });
			const { sales_channels } = (await admin('GET', 'sales-channels')).body;
			const { status, body } = await admin('POST', 'answerpack/offers', {
				...{ kind: 'plan', bot_id: BOT, name: '50 a month', credits: 50, interval: 'month', rollover: 25 },
				product: {
					prices: [{ amount: 15, currency_code: 'eur' }],
					sales_channel_ids: sales_channels.map(({ id }: { id: string }) => id),
				},
			});
			expect([status, body.offer]).toMatchObject([200, { kind: 'plan', credits: 50, interval_count: 1, rollover: 25 }]);
			const [variant] = (await admin('GET', `answerpack/offers/${body.offer.id}`)).body.offer.variants;
			const { product } = (await admin('GET', `products/${variant.product_id}`)).body;
			expect(product).toMatchObject({ title: '50 a month', status: 'published' });
			expect(product.variants).toMatchObject([
				{ manage_inventory: false, prices: [{ amount: 15, currency_code: 'eur' }] },
			]);
		});

		test('a card of somebody else, and one that is none, are refused', async () => {
			const { plan } = await begin(shop.anna);
			const { card } = await begin(shop.boris);
			const refused = await ask('POST', `/${plan.id}/payment-method`, shop.anna, { payment_method: card.id });
			expect([refused.status, refused.body.error.code]).toEqual([403, 'not_allowed']);
			const wrong = await ask('POST', `/${plan.id}/payment-method`, shop.anna, { payment_method: 5 });
			expect([wrong.status, wrong.body.error.code]).toEqual([400, 'invalid_request']);
		});

		test('a message is taken as it came, kept, and shown to the owner, who may try it again', async () => {
			// Spaces that a parser would not keep: the signature is over the body as it came.
			const body = `{ "id": "evt_1",  "object": "event", "type": "invoice.paid", "created": 1700000000,
				"data": {"object": {"object": "invoice", "id": "in_of_nobody"}} }`;
			const at = Math.floor(Date.now() / 1000);
			const mac = createHmac('sha256', WEBHOOK_SECRET).update(`${at}.${body}`).digest('hex');
			const post = (signature: string) =>
				options.api.request({
					method: 'POST',
					url: '/hooks/answerpack/stripe',
					data: body,
					headers: { 'content-type': 'application/json', 'stripe-signature': signature },
					transformRequest: [(raw: string) => raw],
					validateStatus: () => true,
				});
			expect(await post(`t=${at},v1=${mac}`)).toMatchObject({ status: 200, data: { received: true } });
			expect(await post(`t=${at},v1=${mac.replace(/^./, 'x')}`)).toMatchObject({ status: 400 });

			const admin = (method: string, path: string, person = shop.owner) =>
				call(options, method, `/admin/answerpack/webhooks${path}`, { headers: person.headers });
			const retried = await admin('POST', '/evt_1/retry');
			expect(retried.body.webhook).toMatchObject({ id: 'evt_1', kind: 'invoice', object_id: 'in_of_nobody' });
			expect((await admin('GET', '')).body).toMatchObject({ webhooks: [{ id: 'evt_1' }], count: 1 });
			expect((await admin('GET', '?state=dead')).body).toMatchObject({ webhooks: [], count: 0 });
			expect((await admin('GET', '?state=lost')).status).toBe(400);
			expect((await admin('POST', '/evt_of_nobody/retry')).body.error.code).toBe('webhook_not_found');
			expect((await admin('GET', '', shop.anna)).status).toBe(401);
		});
	},
	async () => {
		double = await startDouble();
		process.env.STRIPE_API_BASE = double.url;
		const { hostname: host, port } = new URL(double.url);
		stripe = new Stripe('sk_test_shop', { host, port, protocol: 'http' });
	},
);
