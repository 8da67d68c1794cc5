import { words } from '@answerpack/shared/words';
import { SOURCES } from '../doubles/bot/scripts.mjs';
import { eventually } from '../e2e/stage.ts';
import { useBot } from './stage.ts';
import { botOn, ended, textOf } from './visitor.ts';

// A question, and an answer that comes word by word, in both languages.

const stage = useBot();

describe.each(['en', 'de'] as const)('in %s', (language) => {
	const w = words[language];

	async function open() {
		const page = await stage.visitor({ locale: language === 'de' ? 'de-DE' : 'en-GB' });
		await page.goto(`${stage.bot.page}/?lang=${language}`);
		const bot = botOn(page, language);
		await bot.open();
		return { page, bot };
	}

	test('the first half is read while the second is still being written', async () => {
		const { bot } = await open();
		const turn = await bot.put('Tell me half');
		await turn.locator('[part~=answer]').getByText('The first half.').waitFor();
		expect(await bot.log.getAttribute('aria-busy')).toBe('true');
		expect(await turn.getAttribute('data-state')).toBe('streaming');
		stage.bot.gates.open('rest');
		expect(await ended(turn)).toBe('done');
		expect(await textOf(turn, 'answer')).toBe('The first half. And the second.');
		expect(await bot.log.getAttribute('aria-busy')).toBe('false');
	});

	test('a finished answer is announced once, with what it cost, and no token before', async () => {
		const { bot } = await open();
		const status = bot.widget.getByRole('status');
		const turn = await bot.put('Tell me half');
		await turn.locator('[part~=answer]').getByText('The first half.').waitFor();
		expect(await status.textContent()).not.toContain('half');
		stage.bot.gates.open('rest');
		await status.getByText('The first half. And the second.').waitFor();
		expect(await status.textContent()).toContain(w.cost_free);
		expect(await bot.log.getAttribute('aria-live')).toBe('off');
	});

	test('a number in the answer opens the passage that it came from', async () => {
		const { bot } = await open();
		const turn = await bot.ask('What is the warranty?');
		const [first] = SOURCES;
		await turn.getByRole('button', { name: /^1: Warranty/ }).click();
		const excerpt = turn.getByText(first?.text ?? '', { exact: true });
		await excerpt.waitFor();
		expect(await turn.getByRole('link', { name: w.read_more }).first().getAttribute('rel')).toBe(
			'noopener nofollow ugc',
		);
	});

	test('a number opens its passage while the answer still comes, and nothing that is read moves after that', async () => {
		const { page, bot } = await open();
		const turn = await bot.put('Tell me a cited half');
		await turn.getByRole('button', { name: /^1: Warranty/ }).click();
		const excerpt = turn.getByText(SOURCES[0]?.text ?? '', { exact: true });
		await excerpt.waitFor();
		expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.localName)).toBe('summary');
		expect(await turn.getAttribute('data-state')).toBe('streaming');
		const before = await excerpt.boundingBox();
		stage.bot.gates.open('rest');
		expect(await ended(turn)).toBe('done');
		expect(await excerpt.boundingBox()).toEqual(before);
	});

	test('a number without a passage that is shown leads nowhere, and breaks nothing', async () => {
		const { bot } = await open();
		const turn = await bot.ask('Something doubtful');
		await turn.getByRole('button', { name: /^1: Warranty/ }).click();
		expect(await turn.locator('[part~=source]').count()).toBe(0);
		expect(await ended(await bot.ask('What is the warranty?'))).toBe('done');
	});

	test('a bot that does not know says so, and that it cost nothing', async () => {
		const { bot } = await open();
		const turn = await bot.ask('Something unknown');
		expect(await ended(turn)).toBe('done');
		expect(await textOf(turn, 'cost')).toBe(w.cost_nothing);
	});

	test('stopped, the answer stays as far as it came, the server knows, and one can ask on', async () => {
		const { bot } = await open();
		const turn = await bot.put('Tell me half');
		await turn.locator('[part~=answer]').getByText('The first half.').waitFor();
		await bot.stopButton.click();
		await eventually(
			async () => [...stage.bot.answers.values()].map(({ stopped }) => stopped),
			([stopped]) => stopped === true,
		);
		stage.bot.gates.open('rest');
		expect(await ended(turn)).toBe('stopped');
		expect(await textOf(turn, 'cost')).toContain(w.stopped);
		expect(await ended(await bot.ask('What is the warranty?'))).toBe('done');
	});
});
