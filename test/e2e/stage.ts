import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { inRoot } from '../stack/root.mjs';
import type { Ready } from '../stack/stack.mjs';
import { launchBrowser } from './browser.mjs';

/** What the setup has started. */
export interface Stage {
	folder: string;
	/** The ports and the data folder, as `npm start` was given them. */
	env: Record<string, string>;
	ready: Ready;
	/** All that `npm start` has printed. */
	lines: string[];
}

export const stage: Stage = JSON.parse(process.env.ANSWERPACK_E2E ?? '{}');
export const stack = stage.ready;

/** When the whole path from one side to the other is taken to be broken; how long it takes, benchmarks measure. */
const WHOLE_PATH_MS = 30_000;

/**
 * A browser for one file of tests. Each person gets a context of their own: nobody shares cookies, storage or tokens.
 * What a page complains of is collected: a test that is done looks at it.
 */
export function useBrowser() {
	let browser: Browser;
	const problems: string[] = [];
	beforeAll(async () => {
		browser = await launchBrowser();
	});
	afterAll(() => browser?.close());
	beforeEach(() => {
		problems.length = 0;
	});

	async function person(language: 'en' | 'de' = 'en'): Promise<Page> {
		const context: BrowserContext = await browser.newContext({
			locale: language === 'de' ? 'de-DE' : 'en-GB',
			timezoneId: 'Europe/Berlin',
			viewport: { width: 1200, height: 900 },
		});
		const page = await context.newPage();
		page.setDefaultTimeout(15_000);
		page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
		return page;
	}
	return { person, problems };
}

/** For people to look at; never compared. */
export async function screenshot(page: Page, name: string): Promise<void> {
	const folder = inRoot('test/e2e/screenshots');
	mkdirSync(folder, { recursive: true });
	await page.screenshot({ path: `${folder}/${name}.png` });
}

/** Asks again until the answer is right, and fails with the last one when it does not become so in time. */
export async function eventually<T>(
	ask: () => Promise<T>,
	isRight: (answer: T) => boolean,
	timeout_ms = WHOLE_PATH_MS,
): Promise<T> {
	for (const end = Date.now() + timeout_ms; ; await new Promise((resolve) => setTimeout(resolve, 400))) {
		const answer = await ask();
		if (isRight(answer)) return answer;
		if (Date.now() > end) throw new Error(`Not right after ${timeout_ms} ms: ${JSON.stringify(answer)}`);
	}
}
