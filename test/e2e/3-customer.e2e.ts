import { botOn } from './bot.ts';
import { spentByPool } from './ledger.ts';
import { logInOwner, usedByPool } from './owner.ts';
import { newCustomer, shopOn } from './shop.ts';
import { screenshot, stack, useBrowser } from './stage.ts';

// Somebody buys credits: they are there at once, on every device of theirs, for nobody else, and pay for answers.

const { person, problems } = useBrowser();
afterEach(() => expect(problems).toEqual([]));

const ada = newCustomer();

test('a customer registers, buys 10 credits, sees them at once and pays an answer with one', async () => {
	const before = await spentByPool();
	const page = await person();
	const shop = shopOn(page);
	const bot = botOn(page);
	await shop.register(ada);
	await shop.putPackIntoCart();
	await shop.checkOut();
	await bot.open();
	await bot.meter.getByText('10 credits left').waitFor();
	await screenshot(page, 'customer-bought');

	const paid = await bot.ask('How long is the warranty on copper kettles?');
	expect(paid.answer).toContain('5 years');
	expect(paid.cost).toMatch(/Paid with 1 credit\b.*9 credits left/s);
	await bot.meter.getByText('9 credits left').waitFor();
	await screenshot(page, 'customer-paid-answer');

	const after = await spentByPool();
	expect(after.end_user_credits).toBe((before.end_user_credits ?? 0) + 1000);
	expect(after.owner_cap ?? 0).toBe(0);
	expect(after.free_reserve).toBe(before.free_reserve);
});

test('an answer that the bot does not know costs the customer nothing', async () => {
	const page = await person();
	const shop = shopOn(page);
	await shop.signIn(ada);
	const bot = botOn(page);
	await bot.open();
	const unknown = await bot.ask('Who won the football world cup in 1954?');
	expect(unknown.cost).toMatch(/cost nothing/i);
	await bot.meter.getByText('9 credits left').waitFor();
});

test('in a second browser the same customer sees the same, in German', async () => {
	const page = await person('de');
	await shopOn(page, 'de').signIn(ada);
	const bot = botOn(page, 'de');
	await bot.open();
	await bot.meter.getByText('Noch 9 Credits').waitFor();
	await page.goto(`${stack.storefront}/my-area`);
	await page.locator('.credits-number').getByText('9', { exact: true }).waitFor();
	await screenshot(page, 'customer-area-de');
});

test('another customer sees none of it', async () => {
	const page = await person();
	await shopOn(page).register(newCustomer());
	const bot = botOn(page);
	await bot.open();
	await bot.meter.getByText(/free answers/).waitFor();
	expect(await bot.meter.innerText()).not.toMatch(/credit/);
	await page.goto(`${stack.storefront}/my-area`);
	await page.getByText('You have no credits yet.').waitFor();
});

test('a visitor who is refused buys what the bot offers, registering on the way, and goes on asking, in German', async () => {
	const page = await person('de');
	const bot = botOn(page, 'de');
	const shop = shopOn(page, 'de');
	await shop.goto('/');
	await bot.open();
	for (const question of [
		'Was kostet eine Reparatur?',
		'Wie viel Kaffee auf einen Liter Wasser?',
		'Wie heiß soll das Wasser sein?',
	]) {
		await bot.ask(question);
	}
	const refused = await bot.ask('Passen die Filterpapiere in jeden Handfilter?');
	expect(refused.state).toBe('refused');
	await refused.locator.getByRole('button', { name: /10 Credits für 5,00\s€ kaufen/i }).click();

	await page.waitForURL('**/sign-in?*');
	await page.getByRole('main').getByRole('link', { name: 'Registrieren' }).click();
	await shop.fillRegistration(newCustomer());
	await page.waitForURL('**/cart');
	await shop.checkOut();
	await bot.open();
	await bot.meter.getByText('Noch 10 Credits').waitFor();
	const paid = await bot.ask('Passen die Filterpapiere in jeden Handfilter?');
	expect(paid.cost).toMatch(/Mit 1 Credit bezahlt/);
	await bot.meter.getByText('Noch 9 Credits').waitFor();
});

test('the owner opens the order, and sees lot by lot what the customer has and every answer that used it', async () => {
	const page = await person();
	await logInOwner(page);
	await page.goto(`${stack.medusa_admin}/orders?q=${ada.email}`);
	await page
		.getByRole('cell', { name: /^#\d+$/ })
		.first()
		.click();
	await page.getByRole('heading', { name: 'Answer credits' }).waitFor();
	await page.getByText('10 credits', { exact: true }).first().waitFor();
	await page.getByText('9 left').first().waitFor();
	await screenshot(page, 'owner-order');

	await page.getByRole('link', { name: 'Ada Bohne' }).last().click();
	await page.waitForURL('**/customers/*');
	const bot = page.getByRole('region', { name: 'Kupferkanne help' });
	const lot = bot.getByRole('row').filter({ hasText: '10 credits' });
	await lot.waitFor();
	expect((await lot.getByRole('cell').allInnerTexts()).slice(1, 5)).toEqual(['10', '9', '0', '1']);
	const answers = page.getByRole('region', { name: 'Answers' }).getByRole('row');
	await answers.nth(1).waitFor();
	expect((await answers.allInnerTexts()).filter((row) => /Customer’s credits\s+1\s+Paid/.test(row))).toHaveLength(1);
	await screenshot(page, 'owner-customer');
});

test('all of this has not touched the owner cap', async () => {
	expect((await spentByPool()).owner_cap ?? 0).toBe(0);
	expect(await usedByPool()).toMatchObject({ owner_cap: 0, free_reserve: expect.any(Number) });
});
