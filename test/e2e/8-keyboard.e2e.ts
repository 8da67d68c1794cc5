import { words } from '@answerpack/shared/words';
import { botOn } from './bot.ts';
import { keyboardOn } from './keyboard.ts';
import { NAMES, newCustomer } from './shop.ts';
import { screenshot, stack, useBrowser } from './stage.ts';

// The whole way without a mouse: ask until the free answers are used up, buy what the bot offers, register on the way, pay, and
// go on asking. Not one click, and whatever the keyboard stands on can be seen.

const { person, problems } = useBrowser();
afterEach(() => expect(problems).toEqual([]));

/** More than are free: each a question of its own, since what was answered before may cost nothing. */
const QUESTIONS = {
	en: [
		'What does gift wrapping cost?',
		'What does a repair cost?',
		'How hot should the water be?',
		'Do the filter papers fit every dripper?',
		'How long does delivery to Italy take?',
	],
	de: [
		'Was kostet die Geschenkverpackung?',
		'Was kostet eine Reparatur?',
		'Wie heiß soll das Wasser sein?',
		'Passen die Filterpapiere in jeden Handfilter?',
		'Wie lange dauert die Lieferung nach Italien?',
	],
};

test.each(['en', 'de'] as const)(
	'in %s, from the first question to the order and the next answer',
	async (language) => {
		const w = words[language];
		const names = NAMES[language];
		const page = await person(language);
		const keyboard = keyboardOn(page);
		const bot = botOn(page, language);
		const main = page.getByRole('main');
		await page.goto(stack.storefront);
		await main.getByRole('heading', { level: 1 }).waitFor();

		await keyboard.activate(bot.widget.getByRole('button', { name: w.launcher }));
		const input = bot.widget.getByRole('textbox', { name: w.question });
		const ask = async (question: string) => {
			const before = await bot.turns.count();
			await keyboard.write(input, question);
			await keyboard.press('Enter');
			const turn = bot.turns.nth(before);
			await turn.and(page.locator('[data-state=done], [data-state=refused]')).waitFor();
			return turn;
		};
		let refused = await ask(QUESTIONS[language][0] ?? '');
		expect(await refused.getAttribute('data-state')).toBe('done');
		for (const question of QUESTIONS[language].slice(1)) {
			refused = await ask(question);
			if ((await refused.getAttribute('data-state')) === 'refused') break;
		}
		expect(await refused.getAttribute('data-state')).toBe('refused');
		await keyboard.activate(refused.getByRole('button', { name: /10 credits/i }));

		await page.waitForURL('**/sign-in?*');
		await keyboard.activate(main.getByRole('link', { name: names.register }));
		await page.waitForURL('**/register?*');
		const { email, password } = newCustomer();
		for (const [name, text] of [
			[names.first, 'Grace'],
			[names.last, 'Taste'],
			[names.email, email],
			[names.password, password],
		] as const) {
			await keyboard.write(main.getByLabel(name, { exact: true }), text);
		}
		await keyboard.press('Enter');
		await page.waitForURL('**/cart');
		await keyboard.activate(main.getByRole('link', { name: names.toCheckout }));
		await keyboard.tick(main.getByRole('checkbox', { name: names.consent }));
		await keyboard.activate(main.getByRole('button', { name: names.place, exact: true }));
		await main.getByRole('heading', { name: names.thanks }).waitFor();

		const launcher = bot.widget.getByRole('button', { name: w.launcher });
		await launcher.or(bot.widget.getByRole('textbox', { name: w.question })).waitFor();
		if (await launcher.isVisible()) await keyboard.activate(launcher);
		const paid = await ask(QUESTIONS[language][4] ?? '');
		expect(await paid.locator('[part~=cost]').innerText()).toContain(
			language === 'de' ? 'Noch 9 Credits' : '9 credits left',
		);
		await screenshot(page, `keyboard-${language}`);

		await keyboard.press('Escape');
		await launcher.waitFor();
		expect(await launcher.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element)).toBe(
			true,
		);
	},
);
