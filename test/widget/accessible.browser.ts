import { words } from '@answerpack/shared/words';
import type { AnswerBotElement } from '@answerpack/widget';
import type { Page } from 'playwright-core';
import { STATES } from '../doubles/bot/states.mjs';
import { findings } from '../e2e/axe.ts';
import { keyboardOn } from '../e2e/keyboard.ts';
import { useBot } from './stage.ts';
import { botOn, ended, type Language } from './visitor.ts';

// Nobody is kept out: by WCAG 2.2 A and AA in every state, by the keyboard, by a small screen or by large letters.

const stage = useBot();
const TARGET_PX_MIN = 24;

/** What can be pressed, and is too small to be hit; links inside a text are as large as the text. */
const smallTargets = (page: Page) =>
	page.locator('answer-bot').evaluate((bot, min) => {
		const targets = [...(bot.shadowRoot?.querySelectorAll<HTMLElement>('button, summary, textarea, input, a') ?? [])];
		return targets
			.filter((target) => target.checkVisibility() && !target.closest('[part~=answer]'))
			.map((target) => ({ target, box: target.getBoundingClientRect() }))
			.filter(({ box }) => box.width < min || box.height < min)
			.map(({ target, box }) => `${target.part} is ${box.width} by ${box.height}`);
	}, TARGET_PX_MIN);

/** What is wider than where it stands, and neither wraps nor scrolls by itself. */
const overflow = (page: Page) =>
	page.locator('answer-bot').evaluate((bot) => {
		const { innerWidth } = window;
		return [...(bot.shadowRoot?.querySelectorAll<HTMLElement>('*') ?? [])]
			.filter(
				(element) =>
					element.checkVisibility() && !element.closest('pre, table, [part~=unseen], .unseen, [part~=table]'),
			)
			.filter(
				(element) =>
					element.getBoundingClientRect().right > innerWidth + 1 || element.getBoundingClientRect().left < -1,
			)
			.map((element) => `${element.localName} ${element.part} of ${element.getBoundingClientRect().width}`);
	});

describe.each([
	['light, large, English', 'en', {}],
	['dark, 320 px, German', 'de', { locale: 'de-DE', colorScheme: 'dark', viewport: { width: 320, height: 640 } }],
] as const)('%s', (_look, language, look) => {
	test.each(Object.entries(STATES))(
		'%s: axe finds nothing, everything can be hit, and nothing sticks out',
		async (_state, lead) => {
			const page = await stage.visitor(look);
			await page.goto(`${stage.bot.page}/?lang=${language}`);
			await lead(page, stage.bot);
			expect(await findings(page)).toEqual([]);
			expect(await smallTargets(page)).toEqual([]);
			expect(await overflow(page)).toEqual([]);
		},
	);
});

test.each(['en', 'de'] as const)(
	'in %s everything is done by the keyboard, and Escape leads back to where one came from',
	async (language: Language) => {
		const page = await stage.visitor();
		await page.goto(`${stage.bot.page}/?lang=${language}`);
		const bot = botOn(page, language);
		const keyboard = keyboardOn(page);
		const w = words[language];

		await keyboard.activate(bot.launcher);
		await keyboard.activate(bot.part('suggestion').first());
		const turn = bot.turns.first();
		expect(await ended(turn)).toBe('done');
		await keyboard.activate(turn.getByRole('button', { name: /^1: Warranty/ }));
		await turn.getByText('Copper kettles come with a warranty').waitFor();
		await keyboard.reach(turn.getByRole('link', { name: w.read_more }).first());
		await keyboard.write(bot.input, 'Tell me half');
		await page.keyboard.press('Enter');
		await bot.turns.last().getByText('The first half.').waitFor();
		await keyboard.activate(bot.stopButton);
		stage.bot.gates.open('rest');
		expect(await ended(bot.turns.last())).toBe('stopped');
		await page.keyboard.press('Escape');
		await bot.launcher.waitFor();
		expect(
			await bot.launcher.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element),
		).toBe(true);
	},
);

test('with letters twice as large everything is still there, and nothing sticks out', async () => {
	const page = await stage.visitor({ viewport: { width: 640, height: 480 }, deviceScaleFactor: 2 });
	await page.goto(stage.bot.page);
	await STATES.offers(page, stage.bot);
	expect(await overflow(page)).toEqual([]);
	const bot = botOn(page);
	await bot.input.scrollIntoViewIfNeeded();
	expect(await bot.askButton.isVisible()).toBe(true);
});

test('from right to left everything is mirrored, and nothing sticks out', async () => {
	const page = await stage.visitor({ viewport: { width: 800, height: 700 } });
	await page.goto(`${stage.bot.page}/?dir=rtl`);
	const bot = botOn(page);
	await bot.launcher.waitFor();
	const box = await bot.launcher.boundingBox();
	expect(box?.x).toBeLessThan(200);
	await STATES.answered(page, stage.bot);
	expect(await overflow(page)).toEqual([]);
});

test('offers that come late move nothing that is being read', async () => {
	const page = await stage.visitor({ viewport: { width: 320, height: 640 } });
	let send = () => {};
	const sent = new Promise<void>((resolve) => {
		send = resolve;
	});
	await page.route('**/offers*', async (route) => {
		await sent;
		await route.continue();
	});
	await page.goto(stage.bot.page);
	const bot = botOn(page);
	await bot.open();
	const refused = await bot.ask('I am refused');
	const title = refused.getByText(words.en.errors.visitor_limit_reached);
	const before = await title.boundingBox();
	send();
	await refused.locator('[part~=offer]').first().waitFor();
	expect(await title.boundingBox()).toEqual(before);
});

test('who stops an answer by the keyboard, tries again or is not sure yet does not lose the focus', async () => {
	const page = await stage.visitor();
	await page.goto(stage.bot.page);
	const bot = botOn(page);
	await bot.open();
	const focused = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('part'));
	await bot.put('Tell me half');
	await bot.stopButton.focus();
	stage.bot.gates.open('rest');
	expect(await ended(bot.turns.last())).toBe('done');
	expect(await focused()).toBe('input');

	const failed = await bot.ask('I am interrupted');
	let send = () => {};
	const sent = new Promise<void>((resolve) => {
		send = resolve;
	});
	await page.route('**/answers', async (route) => {
		await sent;
		await route.continue();
	});
	await failed.getByRole('button', { name: words.en.retry }).press('Enter');
	await bot.part('thinking').waitFor();
	expect(await focused()).toBe('input');
	send();
	expect(await ended(bot.turns.last())).toBe('failed');

	await bot.widget.getByRole('button', { name: words.en.list, exact: true }).click();
	const row = bot.part('conversation').first();
	await row.getByRole('button', { name: words.en.remove, exact: true }).press('Enter');
	await row.getByRole('button', { name: words.en.remove_sure, exact: true }).waitFor();
	expect(await focused()).toBe('remove button');
});

test('the page can open it, ask with it and close it, and the focus is never lost', async () => {
	const page = await stage.visitor();
	await page.goto(stage.bot.page);
	const bot = botOn(page);
	await bot.launcher.waitFor();
	await bot.widget.evaluate((element) => (element as AnswerBotElement).open());
	await bot.input.waitFor();
	expect(await bot.input.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element)).toBe(
		true,
	);
	await bot.widget.evaluate((element) => (element as AnswerBotElement).close());
	await bot.launcher.waitFor();
	expect(
		await bot.launcher.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element),
	).toBe(true);
});
