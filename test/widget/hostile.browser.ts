import type { AnswerBotElement } from '@answerpack/widget';
import type { Page } from 'playwright-core';
import type { Script } from '../doubles/bot/scripts.mjs';
import { inspect } from './hostile/inspect.ts';
import { VECTORS } from './hostile/vectors.ts';
import { useBot } from './stage.ts';

// Whatever a bot, an editor, a product or a page that was read says: it is text. One hostile text stands everywhere at once,
// in the bot's name, greeting and suggestions, the answer, its sources, what is on offer, and in a refusal. Nothing of it
// runs, nobody is told, and the page's policy has nothing to refuse (the stage sees to that), since nothing is tried.

const REFUSED = 'Refuse me';
let text = '';

const stage = useBot({
	script(question): Script {
		if (question === REFUSED) return { refuse: { status: 402, code: text, message: text }, steps: [] };
		const sources = [1, 2].map((n) => ({ n, title: text, heading: `${text} ${n}`, url: text, text }));
		return { sources, steps: [{ text: `${text} [1] [2]` }] };
	},
});

/** What the page has done that nobody who only reads can make it do. */
function watch(page: Page): string[] {
	const deeds: string[] = [];
	page.on('dialog', (dialog) => {
		deeds.push(`a dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.context().on('page', (opened) => deeds.push(`a window: ${opened.url()}`));
	page.context().on('request', (request) => {
		const { hostname } = new URL(request.url());
		const isAway = !['127.0.0.1', 'localhost'].includes(hostname) || request.isNavigationRequest();
		if (isAway) deeds.push(`a request: ${request.url()}`);
	});
	return deeds;
}

describe.each(Object.entries(VECTORS))('%s', (_kind, vectors) => {
	test('stay text wherever they stand', async () => {
		const page = await stage.visitor();
		// Where nothing is allowed, there is nothing to get around.
		await page.goto(`${stage.bot.page}/?images=https://cdn.shop.example`);
		const deeds = watch(page);
		const widget = page.locator('answer-bot');
		const part = (name: string) => widget.locator(`[part~=${name}]`);
		const { world } = stage.bot;
		const found: string[] = [];

		for (const [name, vector] of Object.entries(vectors)) {
			text = vector;
			Object.assign(world.bot, {
				name: text,
				greeting: text,
				suggestions: [text],
				free: { credits: 1, window: 'day' },
			});
			world.offers = world.offers.map((offer) => ({ ...offer, name: text, handle: text }));
			world.free.clear();
			await widget.evaluate(async (element) => {
				const next = element.cloneNode() as Element;
				element.remove();
				await null; // it keeps its conversation as it leaves
				sessionStorage.clear();
				localStorage.clear();
				document.body.append(next);
			});
			await part('launcher').click();
			await part('suggestion').waitFor();
			for (const place of ['title', 'greeting', 'suggestion']) {
				const shown = await part(place).textContent();
				if (shown !== text) found.push(`${name}: the ${place} reads ${shown}`);
			}
			await part('suggestion').click();
			await widget.locator('[part~=turn][data-state=done]').waitFor();
			const excerpt = await part('excerpt').first().textContent();
			if (excerpt !== text) found.push(`${name}: the excerpt reads ${excerpt}`);
			await widget.evaluate((element, question) => (element as AnswerBotElement).ask(question), REFUSED);
			await part('offer').first().waitFor();
			for (const what of await widget.evaluate(inspect)) found.push(`${name}: ${what}`);
			for (const deed of deeds.splice(0)) found.push(`${name}: ${deed}`);
		}
		expect(found).toEqual([]);
		expect(await page.evaluate(() => Object.keys(Object.prototype))).toEqual([]);
	});
});
