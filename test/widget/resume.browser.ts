import type { Locator, Page } from 'playwright-core';
import { eventually } from '../e2e/stage.ts';
import { useBot } from './stage.ts';
import { botOn, ended, textOf } from './visitor.ts';

// The connection breaks, the page is left, another tab is opened: the answer is there once, whole, and paid once.

const WORDS = ['One ', 'two ', 'three ', 'four ', 'five.'];
const steps = WORDS.map((text) => ({ text }));
const stage = useBot({
	script(question) {
		if (question === CUT_AT_ONCE) return { steps, cuts: [0] };
		const held = /hold after (\d) words/.exec(question)?.[1];
		if (held === undefined) return { steps };
		return { steps: [...steps.slice(0, Number(held)), { until: 'rest' }, ...steps.slice(Number(held))] };
	},
});
const CUT_AT_ONCE = 'Cut at once';

async function open(page: Page) {
	await page.goto(`${stage.bot.page}/`);
	const bot = botOn(page);
	await bot.open();
	return bot;
}

/** How often something was asked of the server. */
const asked = (route: RegExp) => stage.bot.world.requests.filter((request) => route.test(request)).length;

/** That an answer is there once, whole, and paid once. */
async function expectWhole(turn: Locator): Promise<void> {
	expect(await ended(turn)).toBe('done');
	expect(await textOf(turn, 'answer')).toBe(WORDS.join(''));
	expect(stage.bot.answers.size).toBe(1);
	expect([...stage.bot.world.free.values()]).toEqual([2]);
}

test('cut before anything has come, it asks again under the same id', async () => {
	const bot = await open(await stage.visitor());
	await expectWhole(await bot.put(CUT_AT_ONCE));
	expect([asked(/^POST .*\/answers$/), asked(/^GET .*\/events$/)]).toEqual([2, 0]);
});

test.each([
	[0, 'right after the start'],
	[1, 'after the first word'],
	[3, 'in the middle'],
	[5, 'after the last word, before the end'],
])('cut after %i words, %s, it reads on where it was', async (n) => {
	const bot = await open(await stage.visitor());
	const turn = await bot.put(`Please hold after ${n} words`);
	await turn.and(turn.page().locator('[data-state=streaming]')).waitFor();
	if (n > 0)
		await turn.locator('[part~=answer]').getByText(WORDS.slice(0, n).join('').trim(), { exact: true }).waitFor();
	stage.bot.cut();
	stage.bot.gates.open('rest');
	await expectWhole(turn);
	expect([asked(/^POST .*\/answers$/), asked(/^GET .*\/events$/)]).toEqual([1, 1]);
});

test('a question that never reached the server is asked again, and paid once', async () => {
	const page = await stage.visitor();
	const bot = await open(page);
	await page.route('**/answers', (route) => route.abort('connectionreset'), { times: 1 });
	await expectWhole(await bot.put('How many?'));
});

test('a page that is reloaded in mid-answer goes on where it was', async () => {
	const page = await stage.visitor();
	const bot = await open(page);
	await (await bot.put('Please hold after 2 words')).getByText('One two').waitFor();
	await page.reload();
	await bot.turns.getByText('One two').waitFor();
	stage.bot.gates.open('rest');
	await expectWhole(bot.turns.last());
	expect(asked(/^POST .*\/answers$/)).toBe(1);
});

test('an answer that ended while nobody was there is complete on the next page', async () => {
	const page = await stage.visitor();
	const bot = await open(page);
	await (await bot.put('Please hold after 2 words')).getByText('One two').waitFor();
	await page.goto('about:blank');
	stage.bot.gates.open('rest');
	await page.goto(`${stage.bot.page}/other`);
	await expectWhole(bot.turns.last());
});

test('two tabs ask at the same time, and each gets its own answer', async () => {
	const first = await stage.visitor();
	const second = await first.context().newPage();
	const bots = [await open(first), await open(second)];
	const turns = await Promise.all(bots.map((bot, n) => bot.put(`Please hold after 2 words in tab ${n}`)));
	for (const turn of turns) await turn.getByText('One two').waitFor();
	stage.bot.gates.open('rest');
	for (const [n, turn] of turns.entries()) {
		// A tab may read what the other has kept a moment ago, and goes on from there.
		await eventually(
			async () => [await turn.getAttribute('data-state'), await textOf(turn, 'answer')],
			([state, answer]) => state === 'done' && answer === WORDS.join(''),
		);
		expect(await textOf(turn, 'question')).toContain(`tab ${n}`);
	}
	expect([stage.bot.answers.size, asked(/^POST .*\/answers$/)]).toEqual([2, 2]);
});

test('what a customer has left is the same in every tab, without a reload', async () => {
	const first = await stage.visitor();
	const second = await first.context().newPage();
	const bots = [];
	for (const page of [first, second]) {
		await page.goto(`${stage.bot.page}/?customer=cus_anna`);
		const bot = botOn(page);
		await bot.open();
		await bot.meter.getByText('9 credits left').waitFor();
		bots.push(bot);
	}
	await bots[0]?.ask('How many?');
	for (const bot of bots) await bot.meter.getByText('8 credits left').waitFor();
});
