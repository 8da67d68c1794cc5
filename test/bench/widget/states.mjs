// What axe, the page's policy and the layout say of every state that a visitor can meet the widget in.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { LOOKS, STATES } from '../../doubles/bot/states.mjs';
import { seenBy, visit } from './load.mjs';

/** @import { Browser, Page } from 'playwright-core' */
/** @import { BotDouble } from '../../doubles/bot/server.mjs' */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

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
