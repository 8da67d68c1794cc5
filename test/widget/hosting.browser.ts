import { words } from '@answerpack/shared/words';
import type { AnswerBotElement } from '@answerpack/widget';
import type { Page } from 'playwright-core';
import { useBot } from './stage.ts';
import { botOn, ended } from './visitor.ts';

// What a page can decide: where the bot stands, how it looks, and what may happen.

const stage = useBot();

/** A page with a tag of its own. */
async function pageWith(html: string, css = ''): Promise<Page> {
	const { url } = stage.bot;
	const tag = html.replace(
		'<answer-bot',
		`<answer-bot bot="shop-help" strapi="${url}" medusa="${url}" publishable-key="pk_test"`,
	);
	const head = '<link rel="stylesheet" href="/own.css"><script type="module" src="/answerpack.js"></script>';
	stage.bot.pages.set('/own.css', { type: 'text/css', text: css });
	stage.bot.pages.set('/own', {
		type: 'text/html',
		text: `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A shop</title>${head}<main>${tag}</main></html>`,
		policy: `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src ${url}; require-trusted-types-for 'script'; trusted-types 'none'`,
	});
	const page = await stage.visitor();
	await page.goto(`${stage.bot.page}/own`);
	return page;
}

test('before it is opened it has drawn one button, and fetched nothing but itself', async () => {
	const page = await pageWith('<answer-bot></answer-bot>');
	await botOn(page).launcher.waitFor();
	await page.waitForLoadState('networkidle');
	expect(stage.bot.world.requests).toEqual([]);
});

test('it adds no globals, and leaves the prototypes of the page alone', async () => {
	const page = await pageWith('<answer-bot></answer-bot>');
	const names = () => page.evaluate(() => Object.keys(window).sort());
	await botOn(page).open();
	const with_it = await names();
	await page.route('**/answerpack.js', (route) => route.abort());
	await page.reload();
	stage.problems.length = 0;
	expect(with_it).toEqual(await names());
});

test.each(['inline', 'page'])(
	'in the page itself (mode %s) there is no launcher: the panel stands where the tag does',
	async (mode) => {
		const page = await pageWith(`<h1>Help</h1><answer-bot mode="${mode}"></answer-bot>`);
		const bot = botOn(page);
		await bot.part('greeting').waitFor();
		expect(await bot.launcher.count()).toBe(0);
		expect(await ended(await bot.ask('What is the warranty?'))).toBe('done');
		await page.keyboard.press('Escape');
		expect(await bot.input.isVisible()).toBe(true);
	},
);

test('further down in the page it fetches nothing until one comes near', async () => {
	const page = await pageWith(
		'<h1>Help</h1><div class="tall"></div><answer-bot mode="inline"></answer-bot>',
		'.tall { height: 5000px }',
	);
	await page.waitForLoadState('networkidle');
	expect(stage.bot.world.requests).toEqual([]);
	await page.locator('answer-bot').scrollIntoViewIfNeeded();
	await botOn(page).part('greeting').waitFor();
});

test('changed before one comes near, it is there once', async () => {
	const page = await pageWith(
		'<h1>Help</h1><div class="tall"></div><answer-bot mode="inline"></answer-bot>',
		'.tall { height: 5000px }',
	);
	const bot = botOn(page, 'de');
	await page.evaluate(() => {
		Object.assign(window, { opened: 0 });
		addEventListener('answerpack:open', () => Object.assign(window, { opened: Reflect.get(window, 'opened') + 1 }));
	});
	await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
	await bot.widget.evaluate(async (element) => {
		element.setAttribute('lang', 'de');
		await new Promise((resolve) => requestIdleCallback(resolve));
		element.scrollIntoView();
	});
	await bot.part('greeting').waitFor();
	expect(await page.evaluate(() => Reflect.get(window, 'opened'))).toBe(1);
	expect(stage.bot.world.requests.filter((request) => request.includes('/bots/'))).toHaveLength(1);
});

test('a page brings its own launcher, header, colours and shapes', async () => {
	const page = await pageWith(
		'<answer-bot><b slot="launcher">Talk to us</b><b slot="header">Our own bot</b></answer-bot>',
		`answer-bot { --answerpack-accent: rgb(0 80 0); --answerpack-on-accent: rgb(255 255 255) }
		answer-bot::part(launcher) { border-radius: 3px }
		answer-bot::part(question) { background: rgb(255 255 0); color: rgb(0 0 0) }`,
	);
	const launcher = page.getByRole('button', { name: 'Talk to us' });
	await launcher.waitFor();
	const styleOf = (part: string, name: string) =>
		page
			.locator(`answer-bot [part~=${part}]`)
			.first()
			.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), name);
	expect(await styleOf('launcher', 'background-color')).toBe('rgb(0, 80, 0)');
	expect(await styleOf('launcher', 'border-radius')).toBe('3px');
	await launcher.click();
	await page.getByText('Our own bot').waitFor();
	await botOn(page).ask('What is the warranty?');
	expect(await styleOf('question', 'background-color')).toBe('rgb(255, 255, 0)');
});

test('a page can forbid that it opens, that something is asked, and handle buying itself', async () => {
	const page = await pageWith('<answer-bot checkout="/checkout?variant={variant_id}"></answer-bot>');
	const bot = botOn(page);
	await bot.launcher.waitFor();
	await page.evaluate(() => addEventListener('answerpack:open', (event) => event.preventDefault(), { once: true }));
	await bot.launcher.click();
	expect(await bot.input.count()).toBe(0);
	await bot.open();
	await page.evaluate(() => addEventListener('answerpack:ask', (event) => event.preventDefault(), { once: true }));
	expect(await bot.widget.evaluate((element) => (element as AnswerBotElement).ask('May I?'))).toBe(false);
	expect(stage.bot.answers.size).toBe(0);

	const refused = await bot.ask('I am refused');
	await page.evaluate(() => addEventListener('answerpack:buy', (event) => event.preventDefault(), { once: true }));
	await refused.locator('[part~=buy]').first().click();
	expect(new URL(page.url()).pathname).toBe('/own');
	await refused.locator('[part~=buy]').first().click();
	await page.waitForURL('**/checkout?variant=variant_ten');
});

test('what a page has set before the element is there counts, and attributes are properties', async () => {
	const early = `Object.assign(document.querySelector('answer-bot'), ${JSON.stringify({ signIn: '/login', theme: 'dark', lang: 'de', images: null })})`;
	stage.bot.pages.set('/early.js', { type: 'text/javascript', text: early });
	const page = await pageWith(
		'<answer-bot checkout="/cart?add={variant_id}"></answer-bot><script src="/early.js"></script>',
	);
	await botOn(page, 'de').launcher.waitFor();
	const seen = await page.evaluate(() => {
		const bot = document.querySelector('answer-bot') as AnswerBotElement;
		const { publishableKey, checkout, signIn, theme, mode } = bot;
		bot.theme = '';
		bot.publishableKey = 'pk_other';
		bot.mode = 'inline';
		return {
			properties: { publishableKey, checkout, signIn, theme, mode },
			attributes: bot.getAttributeNames().sort(),
			own: Object.keys(bot),
		};
	});
	expect(seen).toEqual({
		properties: {
			publishableKey: 'pk_test',
			checkout: '/cart?add={variant_id}',
			signIn: '/login',
			theme: 'dark',
			mode: '',
		},
		attributes: ['bot', 'checkout', 'lang', 'medusa', 'mode', 'publishable-key', 'sign-in', 'strapi'],
		own: [],
	});
	await botOn(page, 'de').part('greeting').waitFor();
	const key = page.waitForRequest((request) => request.headers()['x-publishable-api-key'] === 'pk_other');
	await botOn(page, 'de').ask('I am refused');
	await key;
});

test('a text of the page’s own for one error leaves the others as they are', async () => {
	const page = await pageWith('<answer-bot lang="de"></answer-bot>');
	await botOn(page, 'de').launcher.waitFor();
	await page.evaluate(() => {
		const old = document.querySelector('answer-bot') as AnswerBotElement;
		const bot = old.cloneNode() as AnswerBotElement;
		bot.words = { errors: { offline: 'Kein Netz.' } };
		old.replaceWith(bot);
	});
	const bot = botOn(page, 'de');
	await bot.open();
	const refused = await bot.ask('I am refused');
	expect(await refused.locator('[part~=refusal-title]').innerText()).toBe(words.de.errors.visitor_limit_reached);
	await page.context().setOffline(true);
	await bot.part('offline').getByText('Kein Netz.').waitFor();
});

test('a page says everything in its own words', async () => {
	const page = await pageWith('<answer-bot></answer-bot>');
	await botOn(page).launcher.waitFor();
	await page.evaluate(() => {
		const old = document.querySelector('answer-bot') as AnswerBotElement;
		const bot = old.cloneNode() as AnswerBotElement;
		bot.words = { launcher: 'Posez une question', question: 'Votre question' };
		old.replaceWith(bot);
	});
	await page.getByRole('button', { name: 'Posez une question' }).click();
	await page.getByRole('textbox', { name: 'Votre question' }).waitFor();
});
