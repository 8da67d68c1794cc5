import { formatCredits } from '@answerpack/shared/credits';
import { botOn } from './bot.ts';
import { screenshot, stack, useBrowser } from './stage.ts';

// A visitor without an account: three free answers a day, then a friendly refusal.

const { person, problems } = useBrowser();
afterEach(() => expect(problems).toEqual([]));

test('a visitor asks three times for free, sees where the answers come from, and is refused kindly after that', async () => {
	const page = await person();
	await page.goto(stack.storefront);
	const bot = botOn(page);
	await bot.open();

	// The text grows while it is being written: collect every length that it has had.
	await bot.widget.evaluate((element) => {
		const lengths = new Set<number>();
		Object.assign(window, { lengths });
		const log = element.shadowRoot?.querySelector('[role=log]');
		if (!log) throw new Error('no conversation');
		new MutationObserver(() => {
			const answer = log.querySelector('[part~=answer]');
			if (answer?.textContent) lengths.add(answer.textContent.length);
		}).observe(log, { subtree: true, childList: true, characterData: true });
	});
	const first = await bot.ask('How long does delivery to Austria take?');
	expect(first.state).toBe('done');
	expect(first.answer).toContain('3 to 4 working days');
	expect(first.sources).toBeGreaterThan(0);
	expect(await first.locator.innerText()).toContain('Delivery: times and costs');
	expect(first.cost).toMatch(/Free answer/);
	expect(await bot.meter.innerText()).toContain('2 free answers left');
	expect(await page.evaluate(() => (window as unknown as { lengths: Set<number> }).lengths.size)).toBeGreaterThan(1);
	await screenshot(page, 'visitor-first-answer');

	const unknown = await bot.ask('Who won the football world cup in 1954?');
	expect(unknown.cost).toMatch(/cost nothing/i);
	expect(await bot.meter.innerText()).toContain('2 free answers left');

	expect((await bot.ask('How often should I descale the kettle?')).answer).toContain('every 4 weeks');
	const third = await bot.ask('How many clicks for espresso?');
	expect(third.answer).toContain('8 to 10 clicks');
	expect(await bot.meter.innerText()).toContain('0 free answers left');

	const fourth = await bot.ask('When is the shop open?');
	expect(fourth.state).toBe('refused');
	const refusal = fourth.locator.locator('[part~=refusal]');
	expect(await refusal.innerText()).toMatch(/Your free answers are used up/);
	expect(await refusal.innerText()).toMatch(/Free answers are back .*\d/);
	await refusal.getByRole('button', { name: /Buy 10 credits for €5\.00/ }).waitFor();
	await refusal.getByRole('button', { name: /Buy 50 credits for €20\.00/ }).waitFor();
	await screenshot(page, 'visitor-refused');
});

test('a visitor who reads German asks and is answered in German', async () => {
	const page = await person('de');
	await page.goto(stack.storefront);
	const bot = botOn(page, 'de');
	await bot.open();
	const answer = await bot.ask('Wie lange dauert die Lieferung nach Österreich?');
	expect(answer.answer).toContain('3 bis 4 Werktage');
	expect(answer.cost).toMatch(/Kostenlose Antwort/);
	expect(await bot.meter.innerText()).toContain(`Noch ${formatCredits(2, 'de')} kostenlose Antworten`);
	await bot.ask('Wie oft muss ich den Kessel entkalken?');
	await bot.ask('Was kostet die Geschenkverpackung?');
	const refused = await bot.ask('Wann hat der Laden geöffnet?');
	expect(refused.state).toBe('refused');
	expect(await refused.locator.innerText()).toMatch(/Ihre kostenlosen Antworten sind aufgebraucht/);
	expect(await refused.locator.innerText()).toMatch(/Kostenlose Antworten gibt es wieder/);
	await screenshot(page, 'visitor-refused-de');
});

test('two visitors do not use each other’s free answers', async () => {
	const bot = botOn(
		await (async () => {
			const page = await person();
			await page.goto(`${stack.storefront}/shipping`);
			return page;
		})(),
	);
	await bot.open();
	expect((await bot.ask('What does gift wrapping cost?')).cost).toMatch(/2 free answers left/);
});
