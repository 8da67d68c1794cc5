import type { Page } from 'playwright-core';
import { customerApi } from './customer-api.ts';
import { adminApi } from './owner.ts';
import { newCustomer, shopOn } from './shop.ts';
import { eventually, screenshot, stack, useBrowser } from './stage.ts';
import { passRenewal } from './stripe.ts';

// A plan that can be tried: the owner says for how long, a customer pays nothing at first, and Stripe bills when it is over.

const { person, problems } = useBrowser();
afterEach(() => expect(problems).toEqual([]));

const dora = newCustomer();
let page: Page;
let offer: { id: string };
const area = () => page.getByRole('main');

beforeAll(async () => {
	const { offers } = await adminApi<{ offers: { id: string; kind: string; credits: number }[] }>('answerpack/offers');
	offer = offers.find(({ kind, credits }) => kind === 'plan' && credits === 20) as { id: string };
	await adminApi(`answerpack/offers/${offer.id}`, { trial_days: 14 });
	page = await person();
});
afterAll(() => adminApi(`answerpack/offers/${offer.id}`, { trial_days: 0 }));

test('a customer tries a plan: nothing is paid, and its credits are there', async () => {
	const shop = shopOn(page);
	await shop.register(dora);
	await shop.goto('/credits');
	await area().getByText('14 days free to try').waitFor();
	await shop.putPlanIntoCart('20 credits a month');
	await page.getByRole('link', { name: 'Go to checkout' }).click();
	await area().getByText('You try it for 14 days.').waitFor();
	await page.getByRole('checkbox', { name: /^I want my credits at once/ }).check();
	await screenshot(page, 'trial-checkout');
	await area().getByRole('button', { name: 'Try now, pay afterwards' }).click();
	await page.getByRole('heading', { name: 'Thank you' }).waitFor();

	await page.goto(`${stack.storefront}/my-area`);
	await area().getByText('You are trying it until').waitFor();
	await page.locator('.credits-number').getByText('20', { exact: true }).waitFor();
	await screenshot(page, 'trial-running');
	const { trial, payments } = await (await customerApi(dora)).plan();
	expect({ trial, payments }).toMatchObject({ trial: true, payments: [{ amount: 0, credits: 20 }] });
});

test('when the trial is over it is paid, and goes on as any plan', async () => {
	const api = await customerApi(dora);
	const { renews_at } = await api.plan();
	await passRenewal(String(renews_at));
	const { trial, payments } = await eventually(api.plan, ({ payments }) => payments.length === 2);
	expect({ trial, payments }).toMatchObject({ trial: false, payments: [{ amount: 8 }, { amount: 0 }] });
	await page.reload();
	await area().getByText('It is paid again on').waitFor();
	expect(await adminApi('answerpack/ledger')).toEqual({ right: true, breaches: [] });
});
