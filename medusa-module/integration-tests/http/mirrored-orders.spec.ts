import type { OrderDTO } from '@medusajs/framework/types';
import { Modules } from '@medusajs/framework/utils';
import syncOrders from '../../src/jobs/sync-orders';
import workOffWebhooks from '../../src/jobs/work-off-webhooks';
import { BILLING_MODULE } from '../../src/modules/billing';
import type { PlanTerms } from '../../src/modules/billing/plan-terms';
import type { Plan } from '../../src/modules/billing/plans';
import type BillingModuleService from '../../src/modules/billing/service';
import { CREDITS_MODULE } from '../../src/modules/credits';
import type CreditsModuleService from '../../src/modules/credits/service';
import { mirrorPeriods } from '../../src/orders/mirror-periods';
import { switchPlan } from '../../src/plans/change-plan';
import { followInvoice } from '../../src/plans/follow-invoice';
import { openBooks } from '../../src/plans/open-books';
import { startPlan } from '../../src/plans/start-plan';
import { addDays, localDay } from '../../src/reports/days';
import { inMedusa } from '../in-medusa';
import { ownerOf, withoutEvents } from './owner';
import { BOT, call, creditsOf, settings, shop } from './shop';
import { StripeOfTheShop } from './stripe';

// What Stripe was paid for a plan is an order of the shop: with its payment, once, and granting nothing.

const shops = new StripeOfTheShop();
beforeAll(() => shops.open());
afterAll(() => shops.close());
const DAY_SECONDS = 86_400;
const SMALL: PlanTerms = {
	offer_id: 'aoffer_of_nobody',
	bot_id: BOT,
	name: '10 credits a month',
	unit_amount: 990,
	currency_code: 'eur',
	interval: 'month',
	interval_count: 1,
	amount: 10_000,
	rollover_max: 0,
};

inMedusa('mirrored_orders', (options) => {
	beforeAll(() => shops.openShop(options));
	const owner = ownerOf(options);
	const ledger = () => options.getContainer().resolve<CreditsModuleService>(CREDITS_MODULE);
	const billing = () => options.getContainer().resolve<BillingModuleService>(BILLING_MODULE);

	/** Anna's plan, in its second period. */
	async function renewed(): Promise<Plan> {
		const { order_id, payment } = await shops.order(options, shop.anna, 1, shop.kettle);
		const payer = await shops.stripe.customers.create({ email: shop.anna.email });
		const card = await shops.stripe.paymentMethods.attach('pm_card_visa', { customer: payer.id });
		const starts_at = await shops.clock();
		const [offer] = (await owner.get(`answerpack/offers?bot_id=${BOT}`)).offers;
		const plan = await startPlan(openBooks(options.getContainer()), {
			customer_id: shop.anna.id,
			order_id,
			line_item_id: await owner.firstLine(order_id),
			terms: { ...SMALL, offer_id: offer.id },
			paid: 990,
			payment_id: payment,
			payer_id: payer.id,
			payment_method_id: card.id,
			starts_at,
			ends_at: new Date(+starts_at + 28 * DAY_SECONDS * 1000),
		});
		await shops.control('/clock', { advance_seconds: 28 * DAY_SECONDS + 7200 });
		return plan;
	}

	const ordersOf = async (plan: Plan): Promise<OrderDTO[]> => {
		const { orders } = await owner.get(
			`orders?customer_id=${plan.customer_id}&order=created_at&fields=+customer_id,+currency_code,*items,*items.tax_lines,+total,+email,+region_id,+sales_channel_id,+metadata,+payment_status,*payment_collections.payments.captures,*payment_collections.payments`,
		);
		return orders.filter(({ metadata }: OrderDTO) => metadata?.answerpack);
	};
	/** What the job of every minute does. */
	async function isMirrored(plan: Plan, count: number): Promise<void> {
		await workOffWebhooks(options.getContainer());
		expect(await billing().unmirroredPeriods(10)).toEqual([]);
		expect(await ordersOf(plan)).toHaveLength(count);
	}

	test('a renewal becomes an order, paid by what Stripe collected, for its customer to see', async () => {
		const plan = await renewed();
		await shops.deliver(options);
		await isMirrored(plan, 1);
		const [period] = await billing().periodsOf(plan.id);
		const [order] = await ordersOf(plan);
		expect(order).toMatchObject({
			total: 9.9,
			payment_status: 'captured',
			customer_id: shop.anna.id,
			email: shop.anna.email,
			region_id: shop.region_id,
			currency_code: 'eur',
			items: [{ title: '10 credits a month', quantity: 1, product_title: 'ten', total: 9.9 }],
			payment_collections: [
				{
					payments: [
						{
							provider_id: 'pp_stripe_stripe',
							amount: 9.9,
							data: { id: period?.payment_ids[0] },
							captures: [{ amount: 9.9 }],
						},
					],
				},
			],
		});
		const { body } = await call(options, 'GET', `/store/orders/${order?.id}`, { headers: shop.anna.headers });
		expect(body.order).toMatchObject({ id: order?.id, total: 9.9 });
	});

	test('it grants nothing itself, however often it is looked at', async () => {
		const plan = await renewed();
		await shops.deliver(options);
		await isMirrored(plan, 1);
		const before = await creditsOf(options, shop.anna);
		await syncOrders(options.getContainer());
		expect(await creditsOf(options, shop.anna)).toEqual(before);
		expect(before.lots).toHaveLength(2); // of the first period and of the second one
	});

	test('it is made once, by whomever, and gone on with after a crash at any step', async () => {
		const plan = await renewed();
		const [invoice] = (await shops.stripe.invoices.list({ subscription: String(plan.subscription_id) })).data;
		await followInvoice(openBooks(options.getContainer()), String(invoice?.id));
		const container = options.getContainer();
		const failures: string[] = [];
		const mirrorNow = () => mirrorPeriods(container, (_, { message }) => failures.push(message));
		const steps: [object, string][] = [
			[billing(), 'chooseOrder'],
			[container.resolve(Modules.ORDER), 'createOrders'],
			[container.resolve(Modules.PAYMENT), 'createPaymentCollections'],
			[container.resolve(Modules.PAYMENT), 'createPaymentSessions'],
			[container.resolve(Modules.PAYMENT), 'authorizePaymentSession'],
			[container.resolve(Modules.ORDER), 'addOrderTransactions'],
			[container.resolve(Modules.EVENT_BUS), 'emit'],
			[billing(), 'noteMirrored'],
		];
		for (const [service, step] of steps) {
			const target = service as Record<string, (...args: unknown[]) => Promise<unknown>>;
			const real = target[step]?.bind(service) as (...args: unknown[]) => Promise<unknown>;
			const crash = jest.spyOn(target, step).mockImplementation(async (...args) => {
				await real(...args);
				throw new Error(`the power went out after ${step}`);
			});
			await mirrorNow();
			crash.mockRestore();
		}
		expect(failures).toEqual(steps.map(([, step]) => `the power went out after ${step}`));
		await Promise.all([mirrorNow(), mirrorNow(), mirrorNow()]);
		await isMirrored(plan, 1);
		expect(await ordersOf(plan)).toMatchObject([
			{
				total: 9.9,
				payment_status: 'captured',
				payment_collections: [{ payments: [{ captures: [{ amount: 9.9 }] }] }],
			},
		]);
	});

	test('refunded in the admin, it gives the money back at Stripe and takes the period’s unused credits back, once', async () => {
		const plan = await renewed();
		await shops.deliver(options);
		await isMirrored(plan, 1);
		const [order] = await ordersOf(plan);
		await owner.refund(String(order?.id), 9.9);
		const [period] = await billing().periodsOf(plan.id);
		const refunds = await shops.stripe.refunds.list({ payment_intent: String(period?.payment_ids[0]) });
		expect(refunds.data).toMatchObject([{ amount: 990, status: 'succeeded' }]);
		await shops.deliver(options);
		const today = localDay(new Date(), settings.time_zone);
		const report = await owner.get(`answerpack/reports?from=${addDays(today, -1)}&to=${addDays(today, 1)}`);
		const once = [{ amount: 9.9, currency_code: 'eur' }];
		expect(report.figures).toMatchObject({ revenue: once, refunds: once });
		await syncOrders(options.getContainer());
		const { lots } = await ledger().customerCredits(BOT, shop.anna.id);
		expect(lots.map(({ left, revoked }) => ({ left, revoked }))).toEqual([
			{ left: 10_000, revoked: 0 },
			{ left: 0, revoked: 10_000 },
		]);
		expect(await ledger().audit()).toEqual([]);
	});

	test('the difference of an upgrade becomes an order of its own', async () => {
		const plan = await renewed();
		await shops.deliver(options);
		const now = (await billing().findPlan(plan.id)) as Plan;
		const large = {
			...SMALL,
			offer_id: 'aoffer_large',
			name: '50 credits a month',
			unit_amount: 2990,
			amount: 50_000,
		};
		await withoutEvents(options, () => switchPlan(openBooks(options.getContainer()), now, large));
		await shops.deliver(options);
		await isMirrored(plan, 2);
		const [period] = await billing().periodsOf(plan.id);
		expect((await ordersOf(plan))[1]).toMatchObject({
			total: Number(period?.paid) / 100,
			payment_status: 'captured',
			items: [{ title: '50 credits a month', variant_id: null }],
		});
	});
});
