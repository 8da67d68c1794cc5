import { findings } from './axe.ts';
import { botOn } from './bot.ts';
import { stack, useBrowser } from './stage.ts';

// Nobody is kept out: no findings of axe by WCAG 2.2 A and AA, in the shop and in the bot, in both languages.

const { person } = useBrowser();

describe.each(['en', 'de'] as const)('in %s', (language) => {
	test.each(['/', '/credits', '/products/copper-kettle', '/cart', '/sign-in', '/register', '/shipping'])(
		'the page %s has no findings',
		async (path) => {
			const page = await person(language);
			await page.goto(stack.storefront + path);
			await page.getByRole('heading', { level: 1 }).waitFor();
			expect(await findings(page)).toEqual([]);
		},
	);

	test('the bot has no findings: open, answered, with a source unfolded', async () => {
		const page = await person(language);
		await page.goto(stack.storefront);
		const bot = botOn(page, language);
		await bot.open();
		expect(await findings(page)).toEqual([]);
		const { locator } = await bot.ask(
			language === 'de' ? 'Was kostet die Geschenkverpackung?' : 'What does gift wrapping cost?',
		);
		await locator.locator('[part~=source] summary:visible').first().click();
		expect(await findings(page)).toEqual([]);
	});
});
