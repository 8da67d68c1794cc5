import type { Page } from 'playwright-core';
import { logInEditor } from './editor.ts';
import { eventually, screenshot, stack, useBrowser } from './stage.ts';
import { ask, doneOf, newVisitor, question } from './visitor-api.ts';

// An editor works on a bot's own pages: sees what it knows, tries it, closes a gap, and changes its settings.

const { person, problems } = useBrowser();
afterEach(() => expect(problems).toEqual([]));

let editor: Awaited<ReturnType<typeof logInEditor>>;
let page: Page;
beforeAll(async () => {
	editor = await logInEditor();
	await editor.publishBot({ freeReserveCredits: 500, creditsPerVisitor: 100, ownerCapCreditsPerMonth: 100 });
	page = await person();
	await page.goto(stack.strapi_admin);
	await page.locator('input[name=email]').fill(stack.admin_email);
	await page.locator('input[name=password]').fill(stack.admin_password);
	await page.getByRole('button', { name: 'Login' }).click();
	await page.getByRole('link', { name: 'Answerpack' }).first().waitFor();
});

afterAll(() => editor.publishBot({ creditsPerVisitor: 3 }));

const botPage = (tab: string) => page.goto(`${stack.strapi_admin}/plugins/answerpack/${stack.bot_id}/${tab}`);
const main = () => page.getByRole('main');

test('the page of a bot lists its sources with their state, and leads to each entry', async () => {
	await page.getByRole('link', { name: 'Answerpack' }).first().click();
	await main().getByRole('link', { name: 'Kupferkanne help' }).click();
	const row = page.getByRole('row').filter({ hasText: 'Gift wrapping' }).first();
	await row.getByText('Indexed').waitFor();
	await screenshot(page, 'knowledge-sources');
	await row.getByRole('link', { name: 'Gift wrapping' }).click();
	// Beside the entry stands the same state.
	await page.getByText('Answers from it: Kupferkanne help').waitFor();
	await screenshot(page, 'knowledge-entry');
});

test('a search says why the bot answers as it does, with scores', async () => {
	await botPage('knowledge');
	await page.getByLabel('Search passages').fill('What does gift wrapping cost?');
	await page.getByRole('button', { name: 'Search', exact: true }).click();
	await page.getByText('The bot would answer').waitFor();
	const best = main().getByRole('listitem').filter({ hasText: '[1] Gift wrapping' });
	await best.getByText('Gift wrapping costs 3.50 EUR').waitFor();
	await best.getByText('Score 1.00').waitFor();
	await best.getByRole('link', { name: 'Open the entry' }).waitFor();
});

test('the playground answers from the owner cap, and shows what it found and what it cost', async () => {
	await botPage('playground');
	const widget = page.frameLocator('iframe').locator('answer-bot');
	await widget.getByRole('textbox', { name: 'Your question' }).fill('What does gift wrapping cost?');
	await page.keyboard.press('Enter');
	await widget.getByText('3.50 EUR').first().waitFor();
	await main()
		.getByText(/1 credit · \d+ credits left in the owner cap/)
		.waitFor();
	await main().getByText('[1] Gift wrapping').waitFor();
	await screenshot(page, 'playground-answer');
});

test('a question without an answer is a gap, becomes an FAQ draft in one click, and is gone once that is published', async () => {
	const asked = 'Do you sell gift vouchers?';
	const visitor = await newVisitor();
	const answer = () => ask(visitor, question(asked));
	expect(doneOf(await answer())).toMatchObject({ answered: false });

	await botPage('gaps');
	const gap = main().getByRole('listitem').filter({ hasText: asked });
	await screenshot(page, 'gaps');
	await gap.getByRole('button', { name: 'Write an answer' }).click();
	await page.waitForURL(/answerpack\.faq/);
	const field = page.getByLabel('Question', { exact: false }).first();
	await field.waitFor();
	expect(await field.inputValue()).toBe(asked);
	await page.locator('.CodeMirror').first().click();
	await page.keyboard.type('Yes, we sell gift vouchers from 10 EUR on.');
	await page.getByRole('button', { name: 'Publish' }).first().click();
	await page
		.getByText(/Published/)
		.first()
		.waitFor();

	const reply = await eventually(answer, ({ text }) => text.includes('from 10 EUR'));
	expect(doneOf(reply)).toMatchObject({ answered: true });
	await botPage('gaps');
	await page.getByText('What visitors asked and got no good answer to').waitFor();
	await gap.waitFor({ state: 'detached' });
});

describe('the settings', () => {
	test('say beside the field what is wrong, and save nothing of it', async () => {
		await botPage('settings');
		const zone = page.getByLabel('Time zone', { exact: false });
		await zone.fill('Mars');
		await page.getByRole('button', { name: 'Publish' }).click();
		await page.getByText('There is no such time zone').waitFor();
		await screenshot(page, 'settings-wrong');
		await zone.fill('Europe/Berlin');
	});

	test('show what is left in the pools, and the real widget with what stands in the fields', async () => {
		await page.getByText(/of 100 credits left/).waitFor();
		await page.getByLabel('Accent colour', { exact: false }).fill('#7a4a21');
		const widget = page.frameLocator('iframe[title="The widget as visitors see it"]').locator('answer-bot');
		await widget.getByText('Hello! Ask me about delivery').waitFor();
		await eventually(
			() => widget.evaluate((bot) => getComputedStyle(bot).getPropertyValue('--answerpack-accent')),
			(accent) => accent === '#7a4a21',
		);
		await page.getByText('--answerpack-accent: #7a4a21').waitFor();
		await screenshot(page, 'settings');
	});

	test('reach visitors when they are published: a greeting in German', async () => {
		await page.getByRole('tab', { name: 'German' }).click();
		await page.getByRole('textbox', { name: 'Greeting' }).fill('Grüezi! Was möchten Sie wissen?');
		await page.getByRole('button', { name: 'Publish' }).click();
		await page.getByText('Published.', { exact: true }).waitFor();
		const greeting = async (language: string) => {
			const response = await fetch(`${stack.strapi}/api/answerpack/bots/shop-help?language=${language}`);
			return ((await response.json()) as { greeting: string }).greeting;
		};
		await eventually(
			() => greeting('de'),
			(text) => text.startsWith('Grüezi!'),
		);
		expect(await greeting('en')).toMatch(/^Hello!/);
	});
});
