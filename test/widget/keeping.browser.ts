import { words } from '@answerpack/shared/words';
import { eventually } from '../e2e/stage.ts';
import { useBot } from './stage.ts';
import { botOn, ended, type Language, textOf } from './visitor.ts';

// What was asked stays: on the next page, in the next tab, tomorrow; until the visitor deletes it.

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
		await button(w.new).click();
		await bot.part('suggestion').first().waitFor();
		expect(await bot.turns.count()).toBe(0);
		await bot.ask('And the care?');
		const conversations = [...stage.bot.answers.values()].map(({ conversation_id }) => conversation_id);
		expect(new Set(conversations).size).toBe(2);

		await page.reload();
		await bot.turns.getByText('And the care?').waitFor();
		await button(w.list).click();
		await button('What is the warranty?').click();
		expect(await textOf(bot.turns.last(), 'question')).toContain('What is the warranty?');

		await button(w.list).click();
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
