import type { Locator } from 'playwright-core';
import { type Script, SOURCES } from '../doubles/bot/scripts.mjs';
import { useBot } from './stage.ts';
import { botOn, ended } from './visitor.ts';

// What is being read does not move, whatever comes below it, and however late.

const NARROW = { viewport: { width: 320, height: 640 } };
const ROWS: Script = {
	steps: [
		{ text: '| Kettle | Holds | Care |\n|:---|---:|---|\n| Copper | 1 l | Once |\n| Stainless steel, brushed by' },
		{ until: 'rest' },
		{
			text: ' hand | 1.7 litres and a little | Descale it with citric acid once a month |\n',
		},
	],
};
const CITED: Script = {
	sources: SOURCES,
	steps: [{ text: 'Five years [1].\n\n' }, { until: 'rest' }, { text: 'For copper kettles.' }],
};
const REFUSED: Script = { refuse: { status: 402, code: 'visitor_limit_reached' }, steps: [] };
const SCRIPTS: Record<string, Script> = { rows: ROWS, cited: CITED, refused: REFUSED };
const stage = useBot({ script: (question) => SCRIPTS[question] ?? REFUSED });

/** Where everything is that an element holds, with its texts. */
const places = (within: Locator, what: string) =>
	within.locator(what).evaluateAll((elements) =>
		elements.map((element) => {
			const { x, y, width } = element.getBoundingClientRect();
			return { text: element.textContent, x, y, width };
		}),
	);

test('a row is shown once it is whole, so that nothing in it moves to its side', async () => {
	const page = await stage.visitor(NARROW);
	await page.goto(stage.bot.page);
	const bot = botOn(page);
	await bot.open();
	const turn = await bot.put('rows');
	const steel = turn.locator('tr').filter({ hasText: 'Stainless' });
	await steel.waitFor({ state: 'attached' });
	expect(await turn.locator('tr').filter({ hasText: 'Copper' }).isVisible()).toBe(true);
	expect(await steel.isVisible()).toBe(false);
	stage.bot.gates.open('rest');
	await steel.waitFor();
	expect(await steel.innerText()).toContain('1.7 litres');
});

test('offers that come late move nothing of what is said before', async () => {
	const page = await stage.visitor(NARROW);
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
	const turn = await bot.ask('refused');
	const said = 'p, button:not([part~=buy])';
	await bot.part('refusal').waitFor();
	const before = await places(turn, said);
	expect(before.length).toBeGreaterThan(2);
	send();
	await bot.part('offer').first().waitFor();
	expect(await places(turn, said)).toEqual(expect.arrayContaining(before));
});

test('a row of a table that comes late moves no column', async () => {
	const page = await stage.visitor(NARROW);
	await page.goto(stage.bot.page);
	const bot = botOn(page);
	await bot.open();
	const turn = await bot.put('rows');
	await turn.getByText('Copper').waitFor();
	const before = await places(turn, 'tr:not(:last-child) :is(th, td)');
	expect(before).toHaveLength(6);
	stage.bot.gates.open('rest');
	expect(await ended(turn)).toBe('done');
	expect((await places(turn, 'th, td')).slice(0, 6)).toEqual(before);
});

test('what an answer cites stands below it once it is over, and opens from it', async () => {
	const page = await stage.visitor(NARROW);
	await page.goto(stage.bot.page);
	const bot = botOn(page);
	await bot.open();
	const turn = await bot.put('cited');
	const citation = turn.locator('[part~=citation]');
	await citation.click();
	const before = await places(turn, 'p, button, details');
	stage.bot.gates.open('rest');
	expect(await ended(turn)).toBe('done');
	expect(await places(turn, 'p, button, details')).toEqual(expect.arrayContaining(before));
	await citation.click();
	await turn.locator('[part~=source][open]').waitFor();
});
