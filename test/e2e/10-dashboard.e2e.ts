import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { addDays, localDay } from '../../medusa-module/src/reports/days.ts';
import { botOn } from './bot.ts';
import { adminApi, logInOwner } from './owner.ts';
import { newCustomer, shopOn } from './shop.ts';
import { eventually, screenshot, stack, useBrowser } from './stage.ts';

// The owner sees at a glance what was sold, asked and paid; and takes it home as a file.

const { person, problems } = useBrowser();
afterEach(() => expect(problems).toEqual([]));

/** The figure of a card. */
const card = (page: Page, name: string): Locator =>
	page
		.getByRole('term')
		.filter({ hasText: new RegExp(`^${name}$`) })
		.locator('~ dd')
		.first();
const number = async (figure: Locator) => Number((await figure.innerText()).replaceAll(',', ''));

interface Report {
	periods: { pools: Record<string, { answers: number; credits: number }> }[];
	figures: { answers: number; sold: number; revenue: { amount: number; currency_code: string }[] };
}

/** What the page shows of the demo's bot and the last seven days. */
async function report(): Promise<Report> {
	const { bots } = await adminApi<{ bots: { bot_id: string; time_zone: string }[] }>('answerpack/bots');
	const today = localDay(new Date(), bots.find(({ bot_id }) => bot_id === stack.bot_id)?.time_zone ?? 'UTC');
	const query = new URLSearchParams({ bot_id: stack.bot_id, from: addDays(today, -6), to: today });
	return adminApi<Report>(`answerpack/reports?${query}`);
}

test('what somebody buys and asks stands on the owner’s overview', async () => {
	const { figures: before } = await report();
	const visitor = await person();
	const shop = shopOn(visitor);
	await shop.register(newCustomer());
	await shop.putPackIntoCart();
	await shop.checkOut();
	const bot = botOn(visitor);
	await bot.open();
	await bot.meter.getByText('10 credits left').waitFor();
	expect((await bot.ask('How long is the warranty on copper kettles?')).cost).toMatch(/Paid with 1 credit\b/);
	const { figures: after, periods } = await eventually(
		report,
		({ figures: { answers, revenue } }) =>
			answers === before.answers + 1 && revenue[0]?.amount === (before.revenue[0]?.amount ?? 0) + 5,
	);
	expect(after.sold).toBe(before.sold + 10);

	const page = await person();
	await logInOwner(page);
	await page.goto(`${stack.medusa_admin}/answer-credits?bot=${stack.bot_id}&range=last_7`);
	await page.getByRole('heading', { name: 'Use over time' }).waitFor();
	expect(await number(card(page, 'Answers'))).toBe(after.answers);
	expect(await number(card(page, 'Credits sold'))).toBe(after.sold);
	expect(await card(page, 'Revenue').innerText()).toContain(`€${after.revenue[0]?.amount.toFixed(2)}`);
	expect(await card(page, 'Model cost').innerText()).not.toBe('');
	await screenshot(page, 'owner-overview');

	// By keyboard, the last day is today; what is drawn is said as well.
	const chart = page.getByRole('slider', { name: /arrow keys/ });
	await chart.focus();
	await page.keyboard.press('End');
	expect(await chart.getAttribute('aria-valuetext')).toContain(
		`Customer’s credits: ${periods.at(-1)?.pools.end_user_credits?.credits}`,
	);
	await page.getByRole('button', { name: 'Customer’s credits' }).click();
	await chart.focus();
	await page.keyboard.press('End');
	expect(await chart.getAttribute('aria-valuetext')).not.toContain('Customer’s credits');
});

test('bot and time can be chosen, are kept in the address, and go into the file', async () => {
	const page = await person();
	await logInOwner(page);
	await page.goto(`${stack.medusa_admin}/answer-credits`);
	const pick = async (label: string, option: string) => {
		await page.getByRole('combobox', { name: label }).click();
		await page.getByRole('option', { name: option }).click();
	};
	await pick('Bot', 'Kupferkanne help');
	await pick('Time', 'Last 7 days');
	await page.waitForURL(
		(url) => url.searchParams.get('bot') === stack.bot_id && url.searchParams.get('range') === 'last_7',
	);
	await page.reload();
	await page.getByRole('combobox', { name: 'Time' }).getByText('Last 7 days').waitFor();
	await page.getByRole('heading', { name: 'Use over time' }).waitFor();
	const answers = await number(card(page, 'Answers'));

	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Download CSV' }).click(),
	]);
	expect(download.suggestedFilename()).toMatch(/^answer-credits_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv$/);
	const [header, ...rows] = (await readFile(await download.path(), 'utf8')).replace('\uFEFF', '').trim().split('\r\n');
	expect(header).toBe('bot_id,bot,from,pool,answers,credits');
	expect(rows).toHaveLength(7 * 3);
	expect(rows.map((row) => Number(row.split(',')[4])).reduce((sum, n) => sum + n, 0)).toBe(answers);

	await pick('Time', 'Custom');
	await page.getByLabel('First day').fill('2026-02-01');
	await page.getByLabel('Last day').fill('2026-01-01');
	await page.getByRole('alert').getByText('at most 366 days').waitFor();
	expect(await page.getByRole('button', { name: 'Download CSV' }).isDisabled()).toBe(true);
});

test.each([
	['en', 390, 'light'],
	['de', 390, 'dark'],
	['de', 1440, 'light'],
] as const)('in %s at %i pixels, in %s, it fits the screen', async (language, width, theme) => {
	const page = await person(language);
	await page.addInitScript(
		([lng, mode]) => {
			localStorage.setItem('lng', lng);
			localStorage.setItem('medusa_admin_theme', mode);
		},
		[language, theme] as const,
	);
	await logInOwner(page);
	await page.setViewportSize({ width, height: 900 });
	await page.goto(`${stack.medusa_admin}/answer-credits`);
	await page
		.getByRole('heading', { name: language === 'de' ? 'Verbrauch im Lauf der Zeit' : 'Use over time' })
		.waitFor();
	await page.getByRole('slider').waitFor();
	expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
	await screenshot(page, `owner-overview-${language}-${width}-${theme}`);
});
