// Every state that a visitor can meet the widget in, and what axe finds there by WCAG 2.2 A and AA.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { OURS, seenBy, visit } from './load.mjs';

/** @import { Browser, BrowserContextOptions, Page } from 'playwright-core' */
/** @import { BotDouble } from '../../doubles/bot/server.mjs' */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Who looks, and at what. @type {Record<string, BrowserContextOptions>} */
const LOOKS = {
	light: {},
	German: { locale: 'de-DE' },
	dark: { colorScheme: 'dark' },
	'320 px': { viewport: { width: 320, height: 640 } },
};

/** What leads to a state, on a page where the widget is closed. @type {Record<string, (page: Page, bot: BotDouble) => Promise<unknown>>} */
const STATES = {
	closed: async () => {},
	empty: (page) => open(page),
	streaming: (page) => ask(page, 'Tell me half', 'streaming'),
	// As slowly as a model would: shifts within half a second of a key are not counted.
	answered: (page) => ask(page, 'Compare all slowly', 'done'),
	refused: (page, bot) => {
		bot.world.offers = [];
		return ask(page, 'I am refused', 'refused');
	},
	offers: async (page) => {
		await ask(page, 'I am refused', 'refused');
		await page.locator('answer-bot [part~=offer]').first().waitFor();
	},
	error: (page) => ask(page, 'I am interrupted', 'failed'),
};

/** @param {Page} page */
async function open(page) {
	await page.locator(OURS.launcher).click();
	await page.locator('answer-bot [part~=suggestion]').first().waitFor();
}

/** @param {Page} page @param {string} question @param {string} state that it leads to */
async function ask(page, question, state) {
	await open(page);
	await page.locator(OURS.input).fill(question);
	await page.keyboard.press('Enter');
	await page.locator(`answer-bot [part~=turn][data-state=${state}]`).waitFor();
	if (state === 'streaming') await page.locator('answer-bot [part~=answer]').getByText('half').waitFor();
}

/**
 * Looks at every state in every way. What a page has refused is read before axe, which adds scripts of its own, comes.
 * @param {Browser} browser
 * @param {() => Promise<BotDouble>} shop a shop with the widget, anew for each look
 * @param {(line: string) => void} say
 */
export async function lookAtStates(browser, shop, say) {
	const sum = { axe_violations: 0, csp_violations: 0, cls: 0 };
	for (const [name, lead] of Object.entries(STATES)) {
		for (const [look, options] of Object.entries(LOOKS)) {
			const bot = await shop();
			const { page, go, close } = await visit(browser, `${bot.page}/`, options);
			await go();
			await lead(page, bot);
			const { refused, cls } = await seenBy(page);
			const found = await axeFindings(page);
			for (const finding of [...refused, ...found]) say(`${name}, ${look}: ${finding}`);
			if (cls > 0) say(`${name}, ${look}: shifts by ${cls}`);
			sum.axe_violations += found.length;
			sum.csp_violations += refused.length;
			sum.cls = Math.max(sum.cls, cls);
			await close();
			await bot.stop();
		}
	}
	return sum;
}

/** What axe finds on the page as it is now. @param {Page} page @returns {Promise<string[]>} */
export async function axeFindings(page) {
	// What is still fading in has not the contrast yet that it will have.
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.evaluate(axe);
	const { violations } = await page.evaluate(
		(values) => /** @type {any} */ (window).axe.run({ runOnly: { type: 'tag', values } }),
		RULES,
	);
	return violations.flatMap((/** @type {import('axe-core').Result} */ { id, nodes }) =>
		nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
	);
}
