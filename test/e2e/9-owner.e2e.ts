import type { Page } from 'playwright-core';
import { logInOwner } from './owner.ts';
import { newCustomer, shopOn } from './shop.ts';
import { screenshot, stack, useBrowser } from './stage.ts';

// The owner sells credits without leaving Medusa's admin: one form makes what is for sale, another what is given away.

const { person, problems } = useBrowser();
afterEach(() => expect(problems).toEqual([]));

/** Nobody has sold or given away this before, in no run. */
const run = Date.now().toString(36).toUpperCase();
const PACK = `Kettle talk ${run}`;
const CODE = `KETTLE-${run}`;

const ownersPage = async (language: 'en' | 'de' = 'en') => {
	const page = await person(language);
	await page.addInitScript((language) => localStorage.setItem('lng', language), language);
	await logInOwner(page);
	return page;
};
const open = (page: Page, path: string) => page.goto(`${stack.medusa_admin}/answer-credits/${path}`);
const menuOf = async (page: Page, name: string, item: string) => {
	await page.getByRole('button', { name: `Actions for ${name}` }).click();
	await page.getByRole('menuitem', { name: item }).click();
};
/** What the storefront is offered for the demo's bot. */
const sold = async () => {
	const response = await fetch(`${stack.medusa}/store/answerpack/bots/${stack.bot_id}/offers`, {
		headers: { 'x-publishable-api-key': stack.publishable_key },
	});
	const { offers } = (await response.json()) as { offers: { name: string; credits: number; price: unknown }[] };
	return offers.filter(({ name }) => name.startsWith(PACK));
};

test('the owner says at each field what is missing, keeps what was typed, and sells a pack with one form', async () => {
	const page = await ownersPage();
	await open(page, 'offers');
	await page.getByRole('link', { name: 'Create offer' }).click();
	const form = page.getByRole('dialog', { name: 'Create offer' });
	const create = form.getByRole('button', { name: 'Create offer' });
	await create.click();
	await form.getByText('Give it a name.').waitFor();
	await form.getByText('Say how many credits').waitFor();
	await form.getByText('Give a price in at least one currency.').waitFor();
	expect(await form.getByLabel('Name').evaluate((field) => field === document.activeElement)).toBe(true);
	await screenshot(page, 'owner-offer-problems');

	await form.getByLabel('Name').fill(PACK);
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Stay' }).click();
	expect(await form.getByLabel('Name').inputValue()).toBe(PACK);

	await form.getByLabel('Credits for each piece').fill('25');
	await form.getByLabel('Valid for how many days').fill('90');
	await form.getByLabel('Euro').fill('9.50');
	await screenshot(page, 'owner-offer-filled');
	await form.getByLabel('Name').press('Control+Enter');
	await page.getByRole('row').filter({ hasText: PACK }).getByText('On sale').waitFor();
	await screenshot(page, 'owner-offers');
	expect(await sold()).toMatchObject([{ name: PACK, credits: 25, price: { amount: 9.5, currency_code: 'eur' } }]);
});

test('an offer that is changed, or taken off sale, is so in the shop', async () => {
	const page = await ownersPage();
	await open(page, `offers?q=${encodeURIComponent(PACK)}`);
	const row = page.getByRole('row').filter({ hasText: PACK });
	await menuOf(page, PACK, 'Edit offer');
	const form = page.getByRole('dialog', { name: 'Edit offer' });
	await form.getByText('What was bought keeps what it was sold with.').waitFor();
	await form.getByLabel('Credits for each piece').fill('30');
	await form.getByRole('button', { name: 'Save' }).click();
	await row.getByText('30', { exact: true }).waitFor();
	expect(await sold()).toMatchObject([{ credits: 30 }]);

	await menuOf(page, PACK, 'Take off sale');
	await page.getByRole('button', { name: 'Take off sale' }).click();
	await row.getByText('Off sale').waitFor();
	expect(await sold()).toEqual([]);
	await menuOf(page, PACK, 'Put on sale');
	await row.getByText('On sale').waitFor();
	expect(await sold()).toHaveLength(1);

	await menuOf(page, PACK, 'Delete offer');
	await page.getByText('The product that was made for it is deleted, too.').waitFor();
	await page.getByRole('button', { name: 'Delete offer' }).click();
	await page.getByText('Nothing found').waitFor();
	expect(await sold()).toEqual([]);
});

test('the owner gives credits away by a code, and ends it', async () => {
	const page = await ownersPage();
	await open(page, 'giveaways/create');
	const form = page.getByRole('dialog', { name: 'Create giveaway' });
	await form.getByLabel('Code').fill(CODE.toLowerCase());
	await form.getByLabel('Name').fill('Kettle day');
	await form.getByLabel('Credits for each customer').fill('3');
	await form.getByLabel('Credits for all together').fill('2');
	await form.getByRole('button', { name: 'Create giveaway' }).click();
	await form.getByText('Less than what one customer gets.').waitFor();
	await form.getByText('Say when it ends.').waitFor();
	await form.getByLabel('Credits for all together').fill('300');
	for (const [part, value] of [
		['day', '01'],
		['month', '01'],
		['year', '2100'],
		['hour', '10'],
		['minute', '00'],
	] as const) {
		await form.getByRole('spinbutton', { name: new RegExp(`^${part}`, 'i') }).pressSequentially(value);
	}
	await screenshot(page, 'owner-giveaway-filled');
	await form.getByRole('button', { name: 'Create giveaway' }).click();
	const row = page.getByRole('row').filter({ hasText: CODE });
	await row.getByText('0 of 300').waitFor();
	await row.getByText('Running').waitFor();
	await screenshot(page, 'owner-giveaways');

	await menuOf(page, CODE, 'End now');
	await page.getByRole('button', { name: 'End now' }).click();
	await row.getByText('Ended').waitFor();
});

test('the owner gives a customer credits for a reason, and takes them back', async () => {
	const ada = newCustomer();
	await shopOn(await person()).register(ada);
	const page = await ownersPage();
	await page.goto(`${stack.medusa_admin}/customers?q=${ada.email}`);
	await page.getByRole('cell', { name: ada.email }).click();
	await page.getByRole('button', { name: 'Give credits' }).click();
	const giving = page.getByRole('dialog', { name: 'Give credits' });
	await giving.getByLabel('Credits', { exact: true }).fill('5');
	await giving.getByRole('button', { name: 'Give credits' }).click();
	await giving.getByText('Say why.').waitFor();
	await giving.getByLabel('Reason').fill('A late parcel');
	await giving.getByRole('button', { name: 'Give credits' }).click();
	const lot = page.getByRole('row').filter({ hasText: 'A late parcel' });
	await lot.waitFor();

	await menuOf(page, 'A late parcel', 'Take back');
	const taking = page.getByRole('dialog', { name: 'Take back' });
	await taking.getByLabel('Credits to take back').fill('6');
	await taking.getByLabel('Reason').fill('The parcel was not late');
	await taking.getByRole('button', { name: 'Take back' }).click();
	await taking.getByText('At most 5 are left.').waitFor();
	await taking.getByLabel('Credits to take back').fill('5');
	await taking.getByRole('button', { name: 'Take back' }).click();
	await lot.getByText('5 taken back').waitFor();
	await screenshot(page, 'owner-customer-credits');
});

test('the pages speak German', async () => {
	const page = await ownersPage('de');
	for (const [path, title] of [
		['bots', 'Bots'],
		['offers', 'Angebote'],
		['giveaways', 'Geschenke'],
		['customer-plans', 'Abos'],
		['stripe-messages', 'Meldungen'],
	] as const) {
		await open(page, path);
		await page.getByRole('heading', { level: 1, name: title }).waitFor();
		await screenshot(page, `owner-${path}-de`);
	}
	await open(page, 'offers/create');
	await page.getByRole('dialog', { name: 'Angebot erstellen' }).getByLabel('Credits je Stück').waitFor();
	await screenshot(page, 'owner-offer-de');
});
