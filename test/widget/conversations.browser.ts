import type { Page } from 'playwright-core';
import { eventually } from '../e2e/stage.ts';
import { useBot } from './stage.ts';
import { botOn, ended, textOf } from './visitor.ts';

// Several conversations: begun, found again after a reload and in another tab, and deleted, at the server too.

const stage = useBot();

async function open(page: Page, path = '/') {
	await page.goto(stage.bot.page + path);
	const bot = botOn(page);
	await bot.open();
	const button = (name: string) => bot.widget.getByRole('button', { name, exact: true });
	return {
		...bot,
		begin: () => button('New conversation').click(),
		async list() {
			await button('Conversations').click();
			await bot.part('choose').first().waitFor();
		},
		remove: () => button('Delete').first(),
		sure: button('Delete?'),
		choices: () => bot.part('choose').allInnerTexts(),
	};
}

test('another one is begun, and the first one is gone on with, where it was', async () => {
	const bot = await open(await stage.visitor());
	await bot.ask('What is the warranty?');
	await bot.begin();
	await bot.part('suggestion').first().waitFor();
	await bot.ask('Tell me the unknown');
	await bot.list();
	expect(await bot.choices()).toEqual(['Tell me the unknown', 'What is the warranty?']);
	await bot.part('choose').last().click();
	expect(await textOf(bot.turns, 'question')).toContain('What is the warranty?');
	await bot.ask('And the plain rest?');
	expect(await bot.turns.count()).toBe(2);
	const ids = [...stage.bot.answers.values()].map(({ conversation_id }) => conversation_id);
	expect([ids[2], new Set(ids).size]).toEqual([ids[0], 2]);
});

test('an answer that is left behind goes on at the server, and is there when one comes back', async () => {
	const bot = await open(await stage.visitor());
	await (await bot.put('Tell me half')).getByText('The first half.').waitFor();
	await bot.begin();
	await bot.part('suggestion').first().waitFor();
	stage.bot.gates.open('rest');
	await bot.list();
	await bot.part('choose').first().click();
	await bot.turns.first().getByText('The first half. And the second.').waitFor();
	expect(stage.bot.world.requests.filter((request) => /^POST .*\/answers$/.test(request))).toHaveLength(1);
});

test('they are there after a reload, and in another tab without one', async () => {
	const page = await stage.visitor();
	const first = await open(page);
	await first.ask('What is the warranty?');
	const tab = await page.context().newPage();
	const second = await open(tab, '/other');
	await second.part('answer').first().getByText('5 years').waitFor();
	await second.ask('Is it plain?');
	await first.part('answer').nth(1).getByText('5 years').waitFor();
	await page.reload();
	await first.part('answer').nth(1).getByText('5 years').waitFor();
	expect(stage.bot.answers.size).toBe(2);
});

test('two tabs that ask for the first time at the same moment are one visitor', async () => {
	const page = await stage.visitor();
	const tab = await page.context().newPage();
	const tabs = [await open(page), await open(tab, '/other')] as const;
	const held: (() => void)[] = [];
	let both = () => {};
	const asked = new Promise<void>((resolve) => {
		both = resolve;
	});
	await page.context().route('**/visitors', async (route) => {
		// Neither tab has an answer before both have asked.
		if (held.push(() => void route.continue()) === tabs.length) both();
	});
	const turns = await Promise.all(tabs.map((bot) => bot.put('What is the warranty?')));
	await asked;
	held[0]?.();
	await eventually(
		async () => stage.bot.answers.size,
		(size) => size === 1,
	);
	held[1]?.();
	for (const turn of turns) expect(await ended(turn)).toBe('done');
	expect(new Set([...stage.bot.answers.values()].map(({ asker }) => asker)).size).toBe(1);
});

test('one is deleted after a second click, here, at the server and in the other tab', async () => {
	const page = await stage.visitor();
	const bot = await open(page);
	await bot.ask('What is the warranty?');
	const tab = await page.context().newPage();
	const other = await open(tab, '/other');
	await other.turns.first().waitFor();
	await bot.list();
	await bot.remove().click();
	expect(stage.bot.answers.size).toBe(1);
	await bot.sure.click();
	await bot.part('choose').waitFor({ state: 'detached' });
	expect(stage.bot.answers.size).toBe(0);
	await other.turns.first().waitFor({ state: 'detached' });
	expect(await bot.input.evaluate((input) => input.matches(':focus'))).toBe(true);
});

test('one that the server does not delete stays, and that is said', async () => {
	const bot = await open(await stage.visitor());
	await bot.ask('What is the warranty?');
	await bot.list();
	stage.bot.world.down.add('strapi');
	await bot.remove().click();
	await bot.sure.click();
	await bot.widget.getByRole('status').getByText('The bot cannot be reached right now.').waitFor();
	expect(await bot.choices()).toEqual(['What is the warranty?']);
});

test('where storage is refused they live as long as the page', async () => {
	const page = await stage.visitor();
	await page.addInitScript(() => {
		for (const name of ['localStorage', 'sessionStorage']) {
			Object.defineProperty(window, name, {
				get() {
					throw new DOMException('refused', 'SecurityError');
				},
			});
		}
	});
	await page.goto(`${stage.bot.page}/?bots=0`);
	await page.locator('main').evaluate((main) => {
		const bot = document.createElement('answer-bot');
		const at = `http://localhost:${location.port}`;
		const attributes = { bot: 'shop-help', strapi: at, medusa: at, 'publishable-key': 'pk_test' };
		for (const [name, value] of Object.entries(attributes)) bot.setAttribute(name, value);
		main.append(bot);
	});
	const bot = botOn(page);
	await bot.open();
	await bot.ask('What is the warranty?');
	await bot.widget.getByRole('button', { name: 'New conversation' }).click();
	await bot.ask('Is it plain?');
	await bot.widget.getByRole('button', { name: 'Conversations', exact: true }).click();
	await bot.part('choose').first().waitFor();
	expect(await bot.part('choose').allInnerTexts()).toEqual(['Is it plain?', 'What is the warranty?']);
	stage.problems.length = 0; // the shop's own script has met a storage that refuses, too
});
