import { forbiddenWord, words } from '@answerpack/shared/words';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type BotDouble, startBot } from '../doubles/bot/server.mjs';
import { launchBrowser } from '../e2e/browser.mjs';

/** What Chromium says by itself of an answer that is no 2xx, or that never came: such answers are what these tests are about. */
const NETWORK = /^Failed to load resource/;

/**
 * A browser for one file of tests, and for each test a bot and a shop of its own. What a page complains of (errors,
 * warnings, whatever the policy has refused) fails the test, unless the test takes it out of `problems`.
 */
export function useBot(options: Parameters<typeof startBot>[0] = {}) {
	let browser: Browser;
	let bot: BotDouble;
	const contexts: BrowserContext[] = [];
	const problems: string[] = [];
	beforeAll(async () => {
		browser = await launchBrowser();
	});
	afterAll(() => browser?.close());
	beforeEach(async () => {
		bot = await startBot(options);
		problems.length = 0;
	});
	afterEach(async () => {
		for (const context of contexts) {
			for (const page of context.pages()) problems.push(...(await textsLikeMoney(page)));
		}
		await Promise.all(contexts.splice(0).map((context) => context.close()));
		await bot.stop();
		expect(problems).toEqual([]);
	});

	/** Somebody with a browser of their own. */
	async function visitor(looks: BrowserContextOptions = {}): Promise<Page> {
		const context = await browser.newContext({
			locale: 'en-GB',
			timezoneId: 'Europe/Berlin',
			viewport: { width: 1200, height: 900 },
			...looks,
		});
		contexts.push(context);
		context.setDefaultTimeout(10_000);
		context.on('weberror', (error) => problems.push(error.error().message));
		context.on('console', (message) => {
			const isComplaint = message.type() === 'error' || message.type() === 'warning';
			if (isComplaint && !NETWORK.test(message.text())) problems.push(message.text());
		});
		return context.newPage();
	}

	return {
		/** The bot of this test. */
		get bot() {
			return bot;
		},
		visitor,
		problems,
	};
}

/**
 * What of the widget's own texts, read or heard, makes credits sound like money. What people and bots have written is theirs.
 */
async function textsLikeMoney(page: Page): Promise<string[]> {
	const texts = await page.locator('answer-bot').evaluateAll((bots) =>
		bots.flatMap(({ shadowRoot }) =>
			[...(shadowRoot?.querySelectorAll('*') ?? [])].flatMap((element) => {
				if (element.closest('[part~=question], [part~=answer], [part~=source], [part~=greeting]')) return [];
				const own = [...element.childNodes]
					.filter((node) => node.nodeType === Node.TEXT_NODE)
					.map((node) => node.textContent);
				return [...own, ...['aria-label', 'placeholder', 'title', 'alt'].map((name) => element.getAttribute(name))];
			}),
		),
	);
	return texts
		.filter((text) => text && text !== words.en.credits_are && text !== words.de.credits_are)
		.flatMap((text) => {
			const word = forbiddenWord(text ?? '');
			return word ? [`"${text}" makes credits sound like money`] : [];
		});
}
