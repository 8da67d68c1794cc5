import { words } from '@answerpack/shared/words';
import { eventually } from '../e2e/stage.ts';
import { useBot } from './stage.ts';
import { botOn, ended, type Language, textOf } from './visitor.ts';

// What was asked stays: on the next page, in the next tab, tomorrow; until the visitor deletes it. And what one can do with it.

const stage = useBot();

describe.each(['en', 'de'] as const)('in %s', (language: Language) => {
	const w = words[language];

	async function open() {
		const page = await stage.visitor({ locale: language === 'de' ? 'de-DE' : 'en-GB' });
		await page.goto(`${stage.bot.page}/?lang=${language}`);
		const bot = botOn(page, language);
		await bot.open();
		const button = (name: string) => bot.widget.getByRole('button', { name, exact: true });
		return { page, bot, button };
	}

	test('a new conversation is begun, the one before is found again, and deleted only when one is sure', async () => {
		const { page, bot, button } = await open();
		await bot.ask('What is the warranty?');
		await button(w.new_conversation).click();
		await bot.part('suggestion').first().waitFor();
		expect(await bot.turns.count()).toBe(0);
		await bot.ask('And the care?');
		const conversations = [...stage.bot.answers.values()].map(({ conversation_id }) => conversation_id);
		expect(new Set(conversations).size).toBe(2);

		await page.reload();
		await bot.turns.getByText('And the care?').waitFor();
		await button(w.conversations).click();
		await button('What is the warranty?').click();
		expect(await textOf(bot.turns.last(), 'question')).toContain('What is the warranty?');

		await button(w.conversations).click();
		const row = bot.part('conversation').filter({ hasText: 'What is the warranty?' });
		await row.getByRole('button', { name: w.remove, exact: true }).click();
		expect(stage.bot.answers.size).toBe(2);
		await row.getByRole('button', { name: w.remove_sure }).click();
		await row.waitFor({ state: 'detached' });
		await eventually(
			async () => [...stage.bot.answers.values()].map(({ question }) => question),
			(questions) => questions.length === 1,
		);
		expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('What is the warranty?');
	});

	test('what was asked is there in the next tab', async () => {
		const { page, bot } = await open();
		await bot.ask('What is the warranty?');
		const next = await page.context().newPage();
		await next.goto(`${stage.bot.page}/?lang=${language}`);
		const there = botOn(next, language);
		await there.launcher.click();
		await there.turns.getByText('What is the warranty?').waitFor();
	});

	test('an answer is rated, with a reason for whoever likes to give one', async () => {
		const { page, bot, button } = await open();
		await bot.ask('What is the warranty?');
		await button(w.rate_down).click();
		await bot.widget.getByRole('textbox', { name: w.reason }).fill('It is too short');
		await page.keyboard.press('Enter');
		await eventually(
			async () => [...stage.bot.answers.values()].map(({ feedback }) => feedback),
			([feedback]) => JSON.stringify(feedback) === '{"rating":"down","comment":"It is too short"}',
		);
		expect(await button(w.rate_down).getAttribute('aria-pressed')).toBe('true');
	});

	test('an answer is copied without its numbers, and that is said', async () => {
		const { page, bot, button } = await open();
		await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await bot.ask('What is the warranty?');
		await button(w.copy).click();
		await bot.widget.getByRole('status').getByText(w.copied).waitFor();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
			/^Copper kettles have a warranty of .*5 years.*\.$/s,
		);
		expect(await page.evaluate(() => navigator.clipboard.readText())).not.toMatch(/\[\d\]/);
	});

	test('a draft is not lost by going to another page', async () => {
		const { page, bot } = await open();
		await bot.input.fill('How long does');
		await page.goto(`${stage.bot.page}/other?lang=${language}`);
		await bot.input.waitFor();
		expect(await bot.input.inputValue()).toBe('How long does');
	});

	test('a long answer does not scroll away from whoever reads its beginning', async () => {
		const { bot } = await open();
		const turn = await bot.put('Tell me something long');
		expect(await ended(turn)).toBe('done');
		await turn.getByText('Paragraph 1 of').waitFor();
		const [log, first] = [await bot.log.boundingBox(), await turn.getByText('Paragraph 1 of').boundingBox()];
		expect(first && log && first.y >= log.y && first.y < log.y + log.height).toBe(true);
	});
});
