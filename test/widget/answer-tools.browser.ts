import { words } from '@answerpack/shared/words';
import type { AnswerBotElement } from '@answerpack/widget';
import type { Page } from 'playwright-core';
import { useBot } from './stage.ts';
import { botOn } from './visitor.ts';

// What can be done with an answer, and where the widget can stand.

const stage = useBot();
const w = words.en;

async function visit(query: Record<string, string> = {}, page?: Page) {
	const at = page ?? (await stage.visitor());
	await at.goto(`${stage.bot.page}/?${new URLSearchParams(query)}`);
	return { page: at, bot: botOn(at) };
}

const feedback = (page: Page) =>
	page.waitForResponse((response) => /\/feedback$/.test(response.url()) && response.request().method() === 'POST');

test('a table is a table, also where there is little room', async () => {
	const { bot } = await visit({}, await stage.visitor({ viewport: { width: 320, height: 600 } }));
	await bot.open();
	const turn = await bot.ask('Compare everything');
	expect(await turn.getByRole('columnheader').allInnerTexts()).toEqual(['Kettle', 'Holds', 'Price']);
	const steel = turn.getByRole('row').nth(2).getByRole('cell');
	expect(await steel.allInnerTexts()).toEqual(['Steel, brushed', '1.7 l', '€49.00']);
	const sides = (cells: Element[]) => cells.map((cell) => getComputedStyle(cell).textAlign);
	expect(await steel.evaluateAll(sides)).toEqual(['start', 'end', 'end']);
	expect(await turn.getByRole('columnheader').evaluateAll(sides)).toEqual(['start', 'end', 'end']);
	expect(await bot.log.evaluate((log) => log.scrollWidth <= log.clientWidth)).toBe(true);
});

test('an answer is copied without the numbers of its sources', async () => {
	const { page, bot } = await visit();
	await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	await bot.open();
	const turn = await bot.ask('What is the warranty?');
	await turn.getByRole('button', { name: w.copy }).click();
	await turn.getByRole('button', { name: w.copied }).waitFor();
	const copied = await page.evaluate(() => navigator.clipboard.readText());
	expect(copied).toBe('Copper kettles have a warranty of **5 years**. Descaling keeps it in force.');
});

test.each(['missing', 'refused'])(
	'a clipboard that is %s breaks nothing, and nothing is said to be copied',
	async (how) => {
		const page = await stage.visitor();
		await page.addInitScript((how) => {
			const clipboard = { writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) };
			Object.defineProperty(navigator, 'clipboard', { value: how === 'missing' ? undefined : clipboard });
		}, how);
		const { bot } = await visit({}, page);
		await bot.open();
		const turn = await bot.ask('What is the warranty?');
		await turn.getByRole('button', { name: w.copy }).click();
		await turn.getByRole('button', { name: w.rate_up, exact: true }).click();
		await turn.getByRole('textbox', { name: w.reason }).waitFor();
		await turn.getByRole('button', { name: w.copy, exact: true }).waitFor();
	},
);

test('a thumb goes to the server at once, and a reason after it when there is one', async () => {
	const { page, bot } = await visit();
	await bot.open();
	const turn = await bot.ask('What is the warranty?');
	const [answer] = stage.bot.answers.values();
	const down = turn.getByRole('button', { name: w.rate_down });
	await Promise.all([feedback(page), down.click()]);
	expect(answer?.feedback).toEqual({ rating: 'down' });

	const reason = turn.getByRole('textbox', { name: w.reason });
	await reason.fill('Too short');
	await Promise.all([feedback(page), reason.press('Enter')]);
	expect(answer?.feedback).toEqual({ rating: 'down', comment: 'Too short' });
	await reason.waitFor({ state: 'detached' });
	await page.reload();
	expect(await down.getAttribute('aria-pressed')).toBe('true');
});

test('a thumb that the server has not taken is not shown as given', async () => {
	const { bot } = await visit();
	await bot.open();
	const turn = await bot.ask('What is the warranty?');
	stage.bot.world.down.add('strapi');
	const up = turn.getByRole('button', { name: w.rate_up, exact: true });
	await up.click();
	await up.and(turn.page().locator('[aria-pressed=false]')).waitFor();
	await turn.getByRole('textbox', { name: w.reason }).waitFor();
});

describe.each(['inline', 'page'])('as a part of the page (%s)', (mode) => {
	test('it is open, has no launcher, cannot be closed, and takes no focus', async () => {
		const { page, bot } = await visit({ mode });
		await bot.part('greeting').waitFor();
		expect(await bot.launcher.count()).toBe(0);
		expect(await bot.widget.getByRole('button', { name: w.close, exact: true }).count()).toBe(0);
		expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
		await bot.input.press('Escape');
		await bot.ask('What is the warranty?');
	});

	test('nothing is fetched before it is in sight', async () => {
		const page = await stage.visitor();
		await page.addInitScript(() => {
			addEventListener('DOMContentLoaded', () => {
				(document.querySelector('h1') as HTMLElement).style.setProperty('margin-bottom', '3000px');
			});
		});
		const { bot } = await visit({ mode }, page);
		await bot.widget.waitFor({ state: 'attached' });
		await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
		expect(stage.bot.world.requests).toEqual([]);
		await bot.widget.scrollIntoViewIfNeeded();
		await bot.part('greeting').waitFor();
	});
});

test('unless the shop acts itself, buying and signing in go where the tag says', async () => {
	const { page, bot } = await visit({ checkout: '/cart?add={variant_id}&from={handle}', 'sign-in': '/account' });
	await bot.open();
	const refused = await bot.ask('I am refused');
	await refused.getByRole('button', { name: 'Buy 10 credits for €5.00' }).click();
	await page.waitForURL(`${stage.bot.page}/cart?add=variant_ten&from=ten`);
	await page.goBack();
	await bot.turns.last().getByRole('button', { name: w.sign_in }).click();
	await page.waitForURL(`${stage.bot.page}/account`);
});

test('with a cart in the address, the customer comes to the checkout with what was chosen, once, in it', async () => {
	const query = { checkout: '/checkout?cart={cart_id}', region: 'reg_eu', customer: 'cus_ben' };
	const { page, bot } = await visit(query);
	await bot.open();
	const refused = await bot.ask('I am refused');
	await refused.getByRole('button', { name: 'Buy Monthly for €9.00 / month' }).click();
	await page.waitForURL(`${stage.bot.page}/checkout?cart=cart_1`);
	const items = [{ variant_id: 'variant_monthly', quantity: 1 }];
	expect(stage.bot.world.carts).toEqual([{ id: 'cart_1', customer: 'cus_ben', region_id: 'reg_eu', items }]);
});

test('without a cart in the address, none is made; nor is one when the shop acts itself', async () => {
	const { page, bot } = await visit({ checkout: '/checkout?cart={cart_id}' });
	await page.evaluate(() => addEventListener('answerpack:buy', (event) => event.preventDefault()));
	await bot.open();
	const refused = await bot.ask('I am refused');
	await refused.getByRole('button', { name: 'Buy 10 credits for €5.00' }).click();
	await bot.widget.evaluate((element) => (element as AnswerBotElement).refreshCredits());
	await visit({ checkout: '/cart?add={variant_id}' }, page);
	await bot.turns.last().getByRole('button', { name: 'Buy 10 credits for €5.00' }).click();
	await page.waitForURL(`${stage.bot.page}/cart?add=variant_ten`);
	expect(stage.bot.world.carts).toEqual([]);
});

test('who is not signed in signs in before a cart is made, since credits belong to a person', async () => {
	const { page, bot } = await visit({ checkout: '/checkout?cart={cart_id}', 'sign-in': '/account' });
	await bot.open();
	const refused = await bot.ask('I am refused');
	await refused.getByRole('button', { name: 'Buy 10 credits for €5.00' }).click();
	await page.waitForURL(`${stage.bot.page}/account`);
	expect(stage.bot.world.carts).toEqual([]);
});

test('a shop that makes no cart is said to be out of reach, and the visitor stays', async () => {
	const { page, bot } = await visit({ checkout: '/checkout?cart={cart_id}', customer: 'cus_ben' });
	await bot.open();
	const refused = await bot.ask('I am refused');
	const buy = refused.getByRole('button', { name: 'Buy 10 credits for €5.00' });
	await buy.waitFor();
	stage.bot.world.down.add('medusa');
	await buy.click();
	await refused.getByText(w.errors.shop_unreachable).waitFor();
	stage.bot.world.down.clear();
	await refused.getByRole('button', { name: w.retry }).click();
	await buy.click();
	await page.waitForURL(`${stage.bot.page}/checkout?cart=cart_1`);
});

test('it stays where it is when the shop acts itself, and when the address is none', async () => {
	const { page, bot } = await visit({ checkout: 'javascript:alert(1)', 'sign-in': '/account' });
	await page.evaluate(() => addEventListener('answerpack:sign-in', (event) => event.preventDefault()));
	await bot.open();
	const refused = await bot.ask('I am refused');
	await refused.getByRole('button', { name: 'Buy 10 credits for €5.00' }).click();
	await refused.getByRole('button', { name: w.sign_in }).click();
	const heard = await page.evaluate(() => (window as unknown as { heard: { type: string }[] }).heard);
	expect(heard.map(({ type }) => type).slice(-2)).toEqual(['answerpack:buy', 'answerpack:sign-in']);
	expect(page.url()).toContain('checkout=javascript');
});

test('a customer whom the shop knows by its cookie pays with their own credits', async () => {
	const page = await stage.visitor();
	await page.context().addCookies([{ name: 'customer', value: 'cus_anna', url: stage.bot.page }]);
	const { bot } = await visit({ strapi: stage.bot.page, medusa: stage.bot.page }, page);
	await bot.widget.evaluate((element) => {
		Object.assign(element, { customerToken: () => true });
	});
	await bot.open();
	await bot.meter.getByText('9 credits left').waitFor();
	await (await bot.ask('What is the warranty?')).getByText('Paid with 1 credit · 8 credits left').waitFor();
});
