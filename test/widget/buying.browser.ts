import { words } from '@answerpack/shared/words';
import type { AnswerBotElement } from '@answerpack/widget';
import type { Page } from 'playwright-core';
import { useBot } from './stage.ts';
import { botOn, ended, type Language, textOf } from './visitor.ts';

// The credits run out, something is bought, and the question that waited is answered. What it takes to pay is proved against
// a real shop in test/e2e; here the shop is a page that hears what the widget says.

const stage = useBot();

/** What the page has heard of an event. */
const heard = (page: Page, name: string) =>
	page.evaluate(
		(type) =>
			(window as unknown as { heard: { type: string; detail: unknown }[] }).heard
				.filter((event) => event.type === type)
				.map(({ detail }) => detail),
		`answerpack:${name}`,
	);

/** The shop, with somebody signed in, or nobody. */
async function shop(page: Page, language: Language, customer = '') {
	await page.goto(`${stage.bot.page}/?lang=${language}&customer=${customer}`);
	const bot = botOn(page, language);
	await bot.open();
	return bot;
}

/** The page is left for the checkout, and come back to, as far as a page can tell. */
async function leaveAndReturn(page: Page): Promise<void> {
	for (const state of ['hidden', 'visible']) {
		await page.evaluate((state) => {
			Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
			Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true });
			document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
		}, state);
	}
}

describe.each(['en', 'de'] as const)('in %s', (language) => {
	const w = words[language];
	const locale = language === 'de' ? 'de-DE' : 'en-GB';

	test('a visitor sees the free answers go, is refused kindly with what is on offer, and signs in to buy', async () => {
		const page = await stage.visitor({ locale });
		const bot = await shop(page, language);
		for (const left of [2, 1, 0]) {
			const turn = await bot.ask('What is the warranty?');
			expect(await ended(turn)).toBe('done');
			expect(await textOf(turn, 'cost')).toContain(`${left}`);
			expect(await bot.meter.innerText()).toContain(`${left}`);
		}
		const refused = await bot.ask('And the next one?');
		expect(await ended(refused)).toBe('refused');
		await refused.getByText(w.errors.visitor_limit_reached).waitFor();
		await refused
			.getByText(/2099|29|March|März/)
			.first()
			.waitFor();
		await refused.getByRole('button', { name: /5,00\s€|€5\.00/ }).waitFor();
		// The same beside what is left, as this language writes times, here and after a reload.
		const back = language === 'de' ? /29\. März 2099 um 14:00 Uhr/ : /29 March 2099 at 14:00/;
		await bot.meter.getByText(back).waitFor();
		await page.reload();
		await bot.meter.getByText(back).waitFor();
		await refused.getByRole('button', { name: w.sign_in }).click();
		expect(await heard(page, 'sign-in')).toHaveLength(1);
		expect(stage.bot.answers.size).toBe(3);
	});

	test.each([
		['a pack', 'o10', 'variant_ten'],
		['a plan', 'p30', 'variant_monthly'],
	])(
		'a customer without credits buys %s, returns, and the question that waited is answered',
		async (_what, id, variant_id) => {
			const page = await stage.visitor({ locale });
			stage.bot.world.bot.free.credits = 0;
			const bot = await shop(page, language, 'cus_ben');
			const refused = await bot.ask('What is the warranty?');
			expect(await ended(refused)).toBe('refused');
			const offer = stage.bot.world.offers.find((each) => each.id === id);
			await refused.getByRole('button', { name: new RegExp(`^(Buy )?${offer?.name}`) }).click();
			expect(await heard(page, 'buy')).toMatchObject([{ offer: { id, variant_id } }]);

			stage.bot.world.customers.set('cus_ben', 10);
			await leaveAndReturn(page);
			await bot.meter.getByText(language === 'de' ? 'Noch 10 Credits' : '10 credits left').waitFor();
			await refused.getByRole('button', { name: w.retry }).click();
			await page.locator('[part~=turn][data-state=done]').waitFor();
			expect(await textOf(bot.turns.last(), 'cost')).toContain('9');
			expect(await bot.turns.count()).toBe(1);
			expect(stage.bot.world.customers.get('cus_ben')).toBe(9);
		},
	);
});

test.each(['en', 'de'] as const)(
	'a plan says what of it moves on, and what is free at first: in %s',
	async (language) => {
		stage.bot.world.bot.free.credits = 0;
		const bot = await shop(await stage.visitor(), language, 'cus_ben');
		const refused = await bot.ask('What is the warranty?');
		const offer = (name: string) => refused.locator('[part~=offer]').filter({ has: refused.page().getByText(name) });
		const rollover = words[language].rollover.replace('{n}', '10');
		await refused.getByText(rollover).waitFor();
		expect(await refused.getByText(rollover).count()).toBe(1);
		await offer('99')
			.getByText(words[language].trial.replace('{n}', language === 'de' ? '14 Tage' : '14 days'))
			.waitFor();
	},
);

test('while the shop has nothing to sell, that is what is said', async () => {
	stage.bot.world.offers = [];
	stage.bot.world.bot.free.credits = 0;
	const bot = await shop(await stage.visitor(), 'en', 'cus_ben');
	const refused = await bot.ask('What is the warranty?');
	await refused.getByText(words.en.no_offers).waitFor();
});

test('offers in a currency and a language of their own are written as the visitor writes prices', async () => {
	stage.bot.world.offers = stage.bot.world.offers.map((offer) => ({
		...offer,
		price: { amount: 1234.5, currency_code: 'chf' },
	}));
	stage.bot.world.bot.free.credits = 0;
	const bot = await shop(await stage.visitor({ locale: 'de-CH' }), 'de', 'cus_ben');
	const refused = await bot.ask('Was kostet das?');
	await refused
		.getByText(/1[.’]234,50\sCHF|CHF\s1’234\.50/)
		.first()
		.waitFor();
});

test('who signs out leaves nothing behind: neither the conversation nor what was left', async () => {
	const page = await stage.visitor();
	const bot = await shop(page, 'en', 'cus_anna');
	await bot.ask('What is the warranty?');
	await bot.meter.getByText('8 credits left').waitFor();
	await page.evaluate(() => localStorage.setItem('login', ''));
	await bot.widget.evaluate((element) => (element as AnswerBotElement).refreshCredits());
	await bot.part('suggestion').first().waitFor();
	expect(await bot.turns.count()).toBe(0);
	expect(await bot.meter.innerText()).not.toContain('8 credits');
	expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toContain(
		'warranty',
	);
});
