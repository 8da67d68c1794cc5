import { words } from '@answerpack/shared/words';
import type { Locator, Page } from 'playwright-core';

/** The bot as a visitor meets it on a page. Everything is found as people find it: by role, name and visible text. */
export function botOn(page: Page, language: 'en' | 'de' = 'en') {
	const w = words[language];
	const widget = page.locator('answer-bot');
	const turns = widget.locator('[part~=turn]');

	return {
		widget,
		meter: widget.locator('[part~=meter]'),
		turns,

		async open(): Promise<void> {
			const launcher = page.getByRole('button', { name: w.launcher });
			const question = widget.getByRole('textbox', { name: w.question });
			await launcher.or(question).waitFor(); // it begins when the page has nothing better to do
			if (await launcher.isVisible()) await launcher.click();
			await question.waitFor();
		},

		/** Asks, and waits until the turn has come to its end, whatever that is. */
		async ask(question: string): Promise<Turn> {
			const before = await turns.count();
			await widget.getByRole('textbox', { name: w.question }).fill(question);
			await widget.getByRole('button', { name: w.ask, exact: true }).click();
			const turn = turns.nth(before);
			await turn.and(page.locator('[data-state=done],[data-state=refused],[data-state=failed]')).waitFor();
			return turnOf(turn);
		},
	};
}

export interface Turn {
	locator: Locator;
	state: string | null;
	answer: string;
	cost: string;
	sources: number;
}

async function turnOf(locator: Locator): Promise<Turn> {
	const text = async (part: string) => (await locator.locator(`[part~=${part}]`).allInnerTexts()).join('\n');
	return {
		locator,
		state: await locator.getAttribute('data-state'),
		answer: await text('answer'),
		cost: await text('cost'),
		sources: await locator.locator('[part~=source]:visible').count(),
	};
}
