import { words } from '@answerpack/shared/words';
import type { Locator, Page } from 'playwright-core';

export type Language = 'en' | 'de';

/** What a visitor can do with the bot on a page, by the names that people see and hear. */
export function botOn(page: Page, language: Language = 'en', n = 0) {
	const w = words[language];
	const widget = page.locator('answer-bot').nth(n);
	const part = (name: string) => widget.locator(`[part~=${name}]`);
	const turns = part('turn');
	const input = widget.getByRole('textbox', { name: w.question });
	const askButton = widget.getByRole('button', { name: w.ask, exact: true });

	return {
		widget,
		part,
		turns,
		input,
		askButton,
		launcher: widget.getByRole('button', { name: w.launcher, exact: true }),
		stopButton: widget.getByRole('button', { name: w.stop, exact: true }),
		meter: part('meter'),
		log: widget.getByRole('log', { name: w.conversation, exact: true }),

		async open(): Promise<void> {
			await this.launcher.click();
			await part('greeting').waitFor();
		},

		/** Writes a question and sends it; does not wait for what comes of it. */
		async put(question: string): Promise<Locator> {
			const before = await turns.count();
			await input.fill(question);
			await askButton.click();
			return turns.nth(before);
		},

		/** Asks and waits until the turn is at its end, whatever that is. */
		async ask(question: string): Promise<Locator> {
			const turn = await this.put(question);
			await ended(turn);
			return turn;
		},
	};
}

/** Waits until a turn has come to its end; says which. */
export async function ended(turn: Locator): Promise<string | null> {
	await turn
		.and(turn.page().locator(':is([data-state=done], [data-state=stopped], [data-state=refused], [data-state=failed])'))
		.waitFor();
	return turn.getAttribute('data-state');
}

/** What a part of a turn reads. */
export const textOf = (turn: Locator, part: string) => turn.locator(`[part~=${part}]`).innerText();
