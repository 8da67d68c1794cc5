import type { Page } from 'playwright-core';
import { findings } from './axe.ts';
import { customerApi } from './customer-api.ts';
import { adminApi } from './owner.ts';
import { newCustomer, shopOn } from './shop.ts';
import { eventually, screenshot, stack, useBrowser } from './stage.ts';
import { passRenewal, stripe } from './stripe.ts';

// A customer's year with a plan, and Stripe's side of it: whatever happens to the money, screens and books agree. The stand-in
// turns its own clock only, so nothing expires meanwhile in the shop.

const { person, problems } = useBrowser();
afterEach(() => expect(problems).toEqual([]));

const cleo = newCustomer();
let page: Page;
let api: Awaited<ReturnType<typeof customerApi>>;

const area = () => page.getByRole('main');
const button = (name: string | RegExp) => area().getByRole('button', { name });
async function openArea(): Promise<void> {
	await page.goto(`${stack.storefront}/my-area`);
	await area().getByRole('heading', { name: 'My plan' }).waitFor();
}

/** The customer's page, the store API and the ledger, in that order of who would notice last. */
async function everybodySays(credits: number): Promise<void> {
	await eventually(
		async () => (await api.credits()).left,
		(left) => left === credits,
	);
	await openArea();
	await page.locator('.credits-number').getByText(String(credits), { exact: true }).waitFor();
	const { customer } = await customerOf();
	const { bots } = await adminApi<{ bots: { bot_id: string; left: number }[] }>(
		`answerpack/customers/${customer.id}/credits`,
	);
	expect(bots.find(({ bot_id }) => bot_id === stack.bot_id)?.left).toBe(credits);
	await booksAreRight();
}

async function customerOf() {
	const { customers } = await adminApi<{ customers: { id: string }[] }>(
		`customers?${new URLSearchParams({ email: cleo.email })}`,
	);
	const [customer] = customers;
	if (!customer) throw new Error('the customer is not there');
	return { customer };
}

async function booksAreRight(): Promise<void> {
	expect(await adminApi('answerpack/ledger')).toEqual({ right: true, breaches: [] });
	expect(await adminApi('answerpack/webhooks?state=dead')).toMatchObject({ webhooks: [] });
}

/** A month goes by at Stripe. */
async function letTheMonthPass(): Promise<void> {
	const { renews_at } = await api.plan();
	await passRenewal(String(renews_at));
}

async function useCard(card: string): Promise<void> {
	await openArea();
	await button('Use another card').click();
	await area()
		.getByRole('radio', { name: new RegExp(`\\b${card}\\b`) })
		.check();
	await button('Save this card').click();
	await area().getByText('Your plan is paid with the new card').waitFor();
}

test('she buys a pack with a card that her bank asks about, after one that is refused', async () => {
	page = await person();
	const shop = shopOn(page);
	await shop.register(cleo);
	api = await customerApi(cleo);
	await shop.putPackIntoCart();
	await page.getByRole('link', { name: 'Go to checkout' }).click();
	await page.getByRole('checkbox', { name: /^I want my credits/ }).check();
	await page.getByRole('radio', { name: /\b0002\b/ }).check();
	await button('Place order').click();
	await area().getByText('The card was refused, and nothing was paid').waitFor();
	expect(await findings(page)).toEqual([]);

	await page.getByRole('radio', { name: /\b3155\b/ }).check();
	await button('Place order').click();
	await page.getByRole('heading', { name: 'Your bank asks: is it you?' }).waitFor();
	await page.getByRole('button', { name: 'Yes, it is me' }).click();
	await page.getByRole('heading', { name: 'Thank you' }).waitFor();
	await page.getByText('Your credits are here: 10 credits left').waitFor();
	await everybodySays(10);
});

test('she buys a plan: one, by card, with its first credits at once', async () => {
	const shop = shopOn(page);
	await shop.putPlanIntoCart('20 credits a month');
	await area().getByText('paid again every month until you end it').waitFor();
	expect(await button(/^One more/).count()).toBe(0);
	await screenshot(page, 'plan-cart');
	await shop.checkOut('4242');
	await page.getByText('Your credits are here: 30 credits left').waitFor();
	await everybodySays(30);
	expect(await eventually(api.plan, ({ status }) => status === 'active')).toMatchObject({
		credits: 20,
		rollover: 5,
		price: { amount: 8, currency_code: 'eur' },
		next: null,
	});
	await openArea();
	await area().getByText('It is paid again on').waitFor();
	await screenshot(page, 'plan-running');
	await button('Use another card').click();
	await area().getByRole('radio').first().waitFor();
	expect(await findings(page)).toEqual([]);

	await shop.goto('/credits');
	const other = area().getByRole('listitem').filter({ hasText: '60 credits a month' });
	await other.getByRole('link', { name: 'You have a plan: see or switch it' }).waitFor();
	await other.getByRole('link', { name: '60 credits a month' }).click();
	await button('Buy 60 credits a month').click();
	await area().getByText('You have a plan for our bot already').waitFor();
});

test('two months pass: each brings its credits, and is an order of hers', async () => {
	await letTheMonthPass();
	await everybodySays(50);
	await letTheMonthPass();
	await everybodySays(70);
	const plan = await api.plan();
	expect(plan.payments.map(({ amount, credits }) => [amount, credits])).toEqual([
		[8, 20],
		[8, 20],
		[8, 20],
	]);
	const orders = await eventually(api.orders, (orders) => orders.length === 4);
	expect(orders.map(({ total }) => total)).toEqual([8, 8, 8, 5]);
});

test('a payment fails: no new credits, a notice, and a way to pay', async () => {
	await useCard('0341');
	await letTheMonthPass();
	await eventually(api.plan, ({ status }) => status === 'past_due');
	await everybodySays(70);
	await area().getByText('A payment is missing').waitFor();
	expect(
		await area()
			.getByRole('link', { name: /^Pay now/ })
			.getAttribute('href'),
	).toMatch(/^http/);
	await screenshot(page, 'plan-past-due');
	expect(await findings(page)).toEqual([]);
});

test('she takes another card: it is paid at once, and the credits come', async () => {
	await useCard('4242');
	await eventually(api.plan, ({ status }) => status === 'active');
	await everybodySays(90);
	expect(await area().getByText('A payment is missing').count()).toBe(0);
});

test('she switches to more at once, for the difference, and back to less with the next period', async () => {
	await button('Switch plan').click();
	await area().getByText('At once: you pay the difference').waitFor();
	await button('Switch to 60 credits a month').click();
	await area().getByText('Your plan was switched').waitFor();
	const { payments } = await eventually(api.plan, ({ payments }) => payments.length === 5);
	// Two hours of the month are gone, so a little less than the difference: of 10 EUR, and of 40 credits.
	const [difference] = payments;
	expect(difference?.amount).toBeGreaterThan(9.5);
	expect(difference?.amount).toBeLessThan(10);
	expect(difference?.credits).toBeGreaterThan(38);
	expect(difference?.credits).toBeLessThan(40);
	const { left } = await eventually(api.credits, ({ left }) => left > 90);
	expect(left).toBeCloseTo(90 + Number(difference?.credits), 3);
	await booksAreRight();

	await openArea();
	await button('Switch plan').click();
	await button('Switch to 20 credits a month').click();
	await area().getByText('Your plan will be switched on').waitFor();
	await area()
		.getByText(/it becomes 20 credits a month for €8\.00/)
		.waitFor();
	expect(await api.plan()).toMatchObject({ credits: 60, next: { credits: 20 } });
	expect((await api.credits()).left).toBe(left);
	await screenshot(page, 'plan-switched');
});

test('she ends it, keeps it after all, and ends it: with its period, and nothing more is billed', async () => {
	const { left } = await api.credits();
	await button('End plan').click();
	await button('End my plan').click();
	await area().getByText('Your plan ends on').waitFor();
	await button('Keep my plan after all').click();
	await area().getByText('Your plan goes on').waitFor();
	await button('End plan').click();
	await button('End my plan').click();
	await area().getByText('Your plan ends on').waitFor();
	const { ends_at, payments } = await api.plan();
	await passRenewal(String(ends_at));
	await eventually(api.plan, ({ status }) => status === 'ended');
	expect((await api.plan()).payments).toHaveLength(payments.length);
	await openArea();
	await area().getByText('1 plan that has ended').waitFor();
	expect((await api.credits()).left).toBe(left);
	await booksAreRight();
});

test('the owner refunds the pack in Medusa: its unused credits go, and the money goes back at Stripe', async () => {
	const { left } = await api.credits();
	const [pack] = (await api.orders()).filter(({ total }) => total === 5);
	const { order } = await adminApi<{
		order: { payment_collections: { payments: { id: string; data: { id: string } }[] }[] };
	}>(`orders/${pack?.id}?fields=*payment_collections.payments`);
	const payment = order.payment_collections[0]?.payments[0];
	await adminApi(`payments/${payment?.id}/refund`, { amount: 5 });
	await eventually(api.credits, (credits) => credits.left < left);
	expect((await api.credits()).left).toBeCloseTo(left - 10, 3);
	const { data } = await stripe.refunds.list({ payment_intent: String(payment?.data.id) });
	expect(data.map(({ amount, status }) => [amount, status])).toEqual([[500, 'succeeded']]);
	await booksAreRight();
	await openArea();
	await screenshot(page, 'plan-after-refund');
});
