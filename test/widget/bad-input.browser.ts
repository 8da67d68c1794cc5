import { words } from '@answerpack/shared/words';
import type { AnswerBotElement } from '@answerpack/widget';
import { eventually } from '../e2e/stage.ts';
import { useBot } from './stage.ts';
import { botOn, ended, textOf } from './visitor.ts';

// What goes wrong on other people's pages: one clear sentence, nothing broken around it, nothing paid twice.

const stage = useBot();
const w = words.en;
const unreachable = () => stage.problems.splice(0);

describe('the tag', () => {
	test.each([
		['bot', { none: 'bot' }],
		['strapi', { none: 'strapi' }],
		['publishable-key, misspelt', { none: 'publishable-key', 'publishible-key': 'pk_test' }],
	])('without %s shows nothing, and says once on the console what it needs', async (_what, query) => {
		const page = await stage.visitor();
		await page.goto(`${stage.bot.page}/?${new URLSearchParams(query)}`);
		await eventually(
			async () => stage.problems,
			({ length }) => length > 0,
		);
		expect(unreachable()).toEqual([expect.stringMatching(/answer-bot.*bot strapi medusa publishable-key/)]);
		expect(await page.locator('answer-bot').boundingBox()).toMatchObject({ width: 0, height: 0 });
		expect(await page.locator('h1').isVisible()).toBe(true);
	});

	test('that asks for a bot that does not exist says so, with a way to try again', async () => {
		const page = await stage.visitor();
		await page.goto(`${stage.bot.page}/?bot=nobody`);
		const bot = botOn(page);
		await bot.launcher.click();
		await bot.part('error').getByRole('button', { name: w.retry }).waitFor();
		await bot.widget.evaluate((element) => element.setAttribute('bot', 'shop-help'));
		await bot.launcher.or(bot.part('greeting')).first().waitFor();
	});

	test('twice on a page is two bots that do not mix', async () => {
		const page = await stage.visitor();
		await page.goto(`${stage.bot.page}/?bots=2&mode=`);
		await page
			.locator('answer-bot')
			.last()
			.evaluate((element) => {
				(element as HTMLElement).style.insetInlineStart = '20px';
				(element as HTMLElement).style.insetInlineEnd = 'auto';
			});
		const [first, second] = [botOn(page, 'en', 0), botOn(page, 'en', 1)];
		await second.open();
		expect(await second.ask('What is the warranty?').then(ended)).toBe('done');
		expect(await first.launcher.isVisible()).toBe(true);
		await first.open();
		// At the same time, which no mouse could.
		await page.evaluate(() => {
			const [one, two] = document.querySelectorAll('answer-bot');
			return Promise.all([one?.ask('And the care?'), two?.ask('And the price?')]);
		});
		expect([await textOf(first.turns.last(), 'question'), await textOf(second.turns.last(), 'question')]).toEqual([
			expect.stringContaining('And the care?'),
			expect.stringContaining('And the price?'),
		]);
	});

	test('moved within the page while it streams goes on streaming', async () => {
		const page = await stage.visitor();
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.open();
		const turn = await bot.put('Tell me half');
		await turn.getByText('The first half.').waitFor();
		await bot.widget.evaluate((element) => document.querySelector('h1')?.before(element));
		stage.bot.gates.open('rest');
		expect(await ended(turn)).toBe('done');
		expect(await textOf(turn, 'answer')).toBe('The first half. And the second.');
		expect(stage.bot.answers.size).toBe(1);
	});

	test('taken away while it streams, and put back, has the whole answer', async () => {
		const page = await stage.visitor();
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.open();
		await (await bot.put('Tell me half')).getByText('The first half.').waitFor();
		await bot.widget.evaluate(async (element) => {
			element.remove();
			await null;
			document.body.append(element);
		});
		stage.bot.gates.open('rest');
		await bot.launcher.or(bot.input).first().waitFor();
		if (await bot.launcher.isVisible()) await bot.open();
		const turn = bot.turns.last();
		expect(await ended(turn)).toBe('done');
		expect(await textOf(turn, 'answer')).toBe('The first half. And the second.');
		expect(stage.bot.answers.size).toBe(1);
	});
});

describe('the network', () => {
	test('Strapi is down: it says so, and works again once Strapi does', async () => {
		stage.bot.world.down.add('strapi');
		const page = await stage.visitor();
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.launcher.click();
		await bot.part('error').getByText(w.errors.unreachable).waitFor();
		stage.bot.world.down.clear();
		await bot.part('error').getByRole('button', { name: w.retry }).click();
		await bot.part('greeting').waitFor();
		expect(await ended(await bot.ask('What is the warranty?'))).toBe('done');
	});

	test('Strapi goes away in mid-answer and does not come back: the question stays, and is answered later', async () => {
		const page = await stage.visitor();
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.open();
		const turn = await bot.put('Tell me half');
		await turn.getByText('The first half.').waitFor();
		stage.bot.world.down.add('strapi');
		stage.bot.cut();
		await turn.and(page.locator('[data-state=failed]')).waitFor({ timeout: 30_000 });
		expect(await textOf(turn, 'answer')).toBe('The first half.');
		stage.bot.world.down.clear();
		stage.bot.gates.open('rest');
		await turn.getByRole('button', { name: w.retry }).click();
		await bot.turns.last().and(page.locator('[data-state=done]')).waitFor();
		expect(await textOf(bot.turns.last(), 'answer')).toBe('The first half. And the second.');
		expect([...stage.bot.world.free.values()]).toEqual([2]);
	});

	test('Medusa is down: visitors go on asking, and what is on offer says that it cannot be seen', async () => {
		stage.bot.world.down.add('medusa');
		const page = await stage.visitor();
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.open();
		expect(await ended(await bot.ask('What is the warranty?'))).toBe('done');
		const refused = await bot.ask('I am refused');
		await refused.getByText(w.errors.shop_unreachable).waitFor();
		stage.bot.world.down.clear();
		await refused.getByRole('button', { name: w.retry }).first().click();
		await refused.locator('[part~=offer]').first().waitFor();
	});

	test('on a slow 2G network the question is there at once, and the answer comes', async () => {
		const page = await stage.visitor();
		await page.goto(stage.bot.page);
		const cdp = await page.context().newCDPSession(page);
		const slow = { latency: 600, downloadThroughput: 6_000, uploadThroughput: 4_000 };
		await cdp.send('Network.emulateNetworkConditions', { offline: false, ...slow });
		const bot = botOn(page);
		await bot.launcher.click();
		await bot.input.fill('What is the warranty?');
		await bot.askButton.click();
		await bot.part('question').getByText('What is the warranty?').waitFor({ timeout: 1000 });
		expect(await ended(bot.turns.last())).toBe('done');
		expect(stage.bot.answers.size).toBe(1);
	});

	test('offline it says so, and goes on once there is a network again', async () => {
		const page = await stage.visitor();
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.open();
		await page.context().setOffline(true);
		const turn = await bot.ask('What is the warranty?');
		await turn.getByText(w.errors.offline).waitFor();
		await page.context().setOffline(false);
		const retry = turn.getByRole('button', { name: w.retry });
		if (await retry.isVisible()) await retry.click();
		await bot.turns.last().and(page.locator('[data-state=done]')).waitFor();
		expect(stage.bot.answers.size).toBe(1);
	});
});

describe('who asks', () => {
	test('a pass that expires in mid-conversation is renewed once, unseen', async () => {
		const page = await stage.visitor();
		await page.goto(`${stage.bot.page}/?customer=cus_anna`);
		const bot = botOn(page);
		await bot.open();
		await bot.ask('What is the warranty?');
		stage.bot.expireTokens();
		stage.bot.world.requests.length = 0;
		expect(await ended(await bot.ask('And the care?'))).toBe('done');
		expect(stage.bot.world.requests.filter((request) => request.endsWith('/pass'))).toHaveLength(1);
		await bot.meter.getByText('7 credits left').waitFor();
	});

	test('a login that has ended is renewed once and then asks to sign in; nothing is lost', async () => {
		const page = await stage.visitor();
		await page.goto(`${stage.bot.page}/?customer=cus_anna`);
		const bot = botOn(page);
		await bot.open();
		await bot.ask('What is the warranty?');
		stage.bot.expireTokens();
		stage.bot.world.customers.delete('cus_anna');
		const turn = await bot.ask('And the care?');
		await turn.getByText(w.errors.customer_required).waitFor();
		await turn.getByRole('button', { name: w.sign_in }).waitFor();
		expect(await textOf(turn, 'question')).toContain('And the care?');
		stage.bot.world.customers.set('cus_anna', 8);
		await turn.getByRole('button', { name: w.retry }).click();
		await bot.turns.last().and(page.locator('[data-state=done]')).waitFor();
	});

	test('an anonymous token that is no longer good is replaced, unseen', async () => {
		const page = await stage.visitor();
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.open();
		await bot.ask('What is the warranty?');
		stage.bot.expireTokens();
		expect(await ended(await bot.ask('And the care?'))).toBe('done');
	});

	test('where storage is refused, everything works as long as the page is open', async () => {
		const page = await stage.visitor();
		await page.addInitScript(() => {
			for (const name of ['localStorage', 'sessionStorage']) {
				Object.defineProperty(window, name, {
					get() {
						throw new DOMException('The operation is insecure.', 'SecurityError');
					},
				});
			}
		});
		const html = `<!doctype html><html lang="en"><title>A shop</title><script type="module" src="/answerpack.js"></script>
<answer-bot bot="shop-help" strapi="${stage.bot.url}" medusa="${stage.bot.url}" publishable-key="pk_test"></answer-bot></html>`;
		stage.bot.pages.set('/refused', { type: 'text/html', text: html });
		await page.goto(`${stage.bot.page}/refused`);
		const bot = botOn(page);
		await bot.open();
		expect(await ended(await bot.ask('What is the warranty?'))).toBe('done');
		expect(await ended(await bot.ask('And the care?'))).toBe('done');
		expect([...stage.bot.world.free.values()]).toEqual([1]);
	});

	test('where cookies of other sites are blocked, a customer with a token asks and pays all the same', async () => {
		const page = await stage.visitor();
		const cookies: string[] = [];
		page.on('request', (request) => {
			const { cookie } = request.headers();
			if (cookie && request.url().startsWith(stage.bot.url)) cookies.push(cookie);
		});
		await page.context().addCookies([{ name: 'customer', value: 'cus_ben', url: stage.bot.url }]);
		await page.goto(`${stage.bot.page}/?customer=cus_anna`);
		const bot = botOn(page);
		await bot.open();
		await bot.ask('What is the warranty?');
		await bot.meter.getByText('8 credits left').waitFor();
		expect(cookies).toEqual([]);
	});
});

describe('what is kept, or sent, is not what it should be', () => {
	test.each([
		'{',
		'5',
		'null',
		'[]',
		'{"turns": 5}',
		'{"conversations": {}}',
		'{"conversations": [null]}',
		'{"conversations": [{"turns": [{}]}]}',
		'{"who": 1, "turns": [{}]}',
	])('storage that holds %s opens as if there were nothing', async (kept) => {
		const page = await stage.visitor();
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.open();
		await bot.input.fill('a draft');
		await page.evaluate((text) => {
			dispatchEvent(new Event('pagehide'));
			for (const store of [sessionStorage, localStorage]) {
				for (const key of Object.keys(store)) if (/^answerpack:\d/.test(key)) store.setItem(key, text);
			}
		}, kept);
		await page.addInitScript((text) => {
			for (const store of [sessionStorage, localStorage]) {
				for (const key of Object.keys(store)) if (/^answerpack:\d/.test(key)) store.setItem(key, text);
			}
		}, kept);
		await page.reload();
		await bot.launcher.or(bot.input).first().waitFor();
		if (await bot.launcher.isVisible()) await bot.open();
		expect(await ended(await bot.ask('What is the warranty?'))).toBe('done');
	});

	test.each([
		['nothing', null],
		['a list', []],
		['a text', 'x'],
		['no suggestions', { id: 'bot_1', name: 'x', suggestions: null, free: null }],
		['suggestions that are no texts', { id: 'bot_1', name: {}, greeting: [], suggestions: [{}, 1, null], free: 5 }],
	])('settings that are %s are said to be wrong, with a way to try again', async (_what, settings) => {
		const page = await stage.visitor();
		await page.route('**/bots/shop-help?*', (route) =>
			route.fulfill({ json: settings, headers: { 'Access-Control-Allow-Origin': '*' } }),
		);
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.launcher.click();
		await bot.part('error').getByText(w.errors.unreachable).waitFor();
		await page.unroute('**/bots/shop-help?*');
		await bot.part('error').getByRole('button', { name: w.retry }).click();
		await bot.part('greeting').waitFor();
	});

	test('a refusal that was kept without its details is shown, and can be asked again', async () => {
		const page = await stage.visitor();
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.open();
		expect(await ended(await bot.ask('I am refused'))).toBe('refused');
		await bot.input.fill('kept');
		await page.evaluate(() => dispatchEvent(new Event('storage')));
		const kept = await page.evaluate(() => {
			const [key = ''] = Object.keys(localStorage).filter((each) => /^answerpack:\d/.test(each));
			const memory = JSON.parse(localStorage.getItem(key) ?? '');
			for (const { turns } of memory.conversations) for (const { failure } of turns) delete failure.details;
			return [key, JSON.stringify(memory)] as const;
		});
		await page.addInitScript(([key, text]) => localStorage.setItem(key, text), kept);
		await page.reload();
		await bot.part('refusal-title').waitFor();
		await bot.input.waitFor();
		expect(await ended(await bot.ask('What is the warranty?'))).toBe('done');
	});

	test.each([
		[
			'a message',
			{ status: 500, json: { error: { code: 'x', message: { name: 'img', attributes: {}, children: [] } } } },
		],
		['an error', { status: 500, json: { error: 'no' } }],
		['an answer', { status: 500, json: null }],
	])('%s that is no text breaks nothing', async (_what, answer) => {
		const page = await stage.visitor();
		await page.route('**/answers', (route) =>
			route.fulfill({ ...answer, headers: { 'Access-Control-Allow-Origin': '*' } }),
		);
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.open();
		expect(await ended(await bot.ask('What is the warranty?'))).toBe('failed');
		expect(await bot.widget.locator('img').count()).toBe(0);
		expect(await bot.part('failure').isVisible()).toBe(true);
	});

	test.each(['constructor', 'toString', '__proto__'])('an error by the name of %s is an error', async (code) => {
		const page = await stage.visitor();
		await page.route('**/answers', (route) =>
			route.fulfill({ status: 500, json: { error: { code } }, headers: { 'Access-Control-Allow-Origin': '*' } }),
		);
		await page.goto(stage.bot.page);
		const bot = botOn(page);
		await bot.open();
		const turn = await bot.ask('What is the warranty?');
		expect(await textOf(turn, 'failure')).toBe(w.errors.internal);
	});
});

test('a question that is asked while another is answered, or is empty, or too long, is not asked', async () => {
	const page = await stage.visitor();
	await page.goto(stage.bot.page);
	const bot = botOn(page);
	await bot.open();
	const ask = (question: string) =>
		bot.widget.evaluate((element, question) => (element as AnswerBotElement).ask(question), question);
	expect(await ask('   ')).toBe(false);
	expect(await ask('x'.repeat(2001))).toBe(false);
	await bot.put('Tell me half');
	expect(await ask('And this?')).toBe(false);
	stage.bot.gates.open('rest');
	expect(await ended(bot.turns.last())).toBe('done');
	expect(stage.bot.answers.size).toBe(1);
});
