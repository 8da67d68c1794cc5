// Every state that a visitor can meet the widget in, and the ways of looking at it: for tests and for the benchmark.

/** @import { BrowserContextOptions, Page } from 'playwright-core' */
/** @import { BotDouble } from './server.mjs' */

/** Who looks. @type {Record<string, BrowserContextOptions>} */
export const LOOKS = {
	light: {},
	German: { locale: 'de-DE' },
	dark: { colorScheme: 'dark' },
	'320 px': { viewport: { width: 320, height: 640 } },
};

/** Layout shifts are not counted this long after a key, in milliseconds. */
const AFTER_KEY_MS = 600;

/**
 * What leads to a state, on a page where the widget is closed.
 * @type {Record<'closed' | 'empty' | 'streaming' | 'answered' | 'refused' | 'offers' | 'error', (page: Page, bot: BotDouble) => Promise<unknown>>}
 */
export const STATES = {
	closed: (page) => page.locator('answer-bot [part~=launcher]').waitFor(),
	empty: (page) => open(page),
	streaming: async (page) => {
		await ask(page, 'Tell me half', 'streaming');
		await page.locator('answer-bot [part~=answer]').getByText('half').waitFor();
	},
	// As slowly as a model would: a page that shifts meanwhile is found out.
	answered: (page) => ask(page, 'Compare all slowly', 'done'),
	refused: (page, bot) => {
		bot.world.offers = [];
		return ask(page, 'I am refused', 'refused');
	},
	offers: async (page) => {
		await page.route('**/offers*', async (route) => {
			await new Promise((resolve) => setTimeout(resolve, AFTER_KEY_MS)); // from a shop that takes its time
			await route.continue();
		});
		await ask(page, 'I am refused', 'refused');
		await page.locator('answer-bot [part~=offer]').first().waitFor();
	},
	error: (page) => ask(page, 'I am interrupted', 'failed'),
};

/** @param {Page} page */
async function open(page) {
	await page.locator('answer-bot [part~=launcher]').click();
	await page.locator('answer-bot [part~=suggestion]').first().waitFor();
}

/** @param {Page} page @param {string} question @param {string} state that it leads to */
async function ask(page, question, state) {
	await open(page);
	await page.locator('answer-bot [part~=input]').fill(question);
	await page.keyboard.press('Enter');
	await page.locator(`answer-bot [part~=turn][data-state=${state}]`).waitFor();
}
