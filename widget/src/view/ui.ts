import type { Words } from '@answerpack/shared/words';
import type { Chat } from '../chat.js';
import type { Outcome } from '../contract.js';
import { answersFor, type Say } from '../format.js';
import type { TurnFailure } from '../turn.js';
import { button, h } from './dom.js';

/** What every piece of the view needs. */
export interface Ui {
	chat: Chat;
	words: Words;
	locale: string;
	say: Say;
	/** Something was drawn late: the log may have to follow. */
	changed(): void;
}

/** What this visitor has left, in plain words; empty while it is not known. */
export function meterText(ui: Ui): string {
	const { chat, words, say } = ui;
	const { bot, credits } = chat.state;
	if (!bot) return '';
	if (credits !== null && (credits || !bot.free.credits)) return say(words.credits_left, { n: credits });
	const left = chat.freeLeft();
	if (left !== undefined) return freeText(ui, left);
	const n = answersFor(bot.free.credits, bot);
	return n ? say(words[`free_${bot.free.window}`], { n }) : '';
}

/** Free credits left, as answers where an answer has a price. */
function freeText({ chat, words, say }: Ui, left: number): string {
	const { bot } = chat.state;
	const n = bot && answersFor(left, bot);
	return n === undefined ? say(words.credits_left, { n: left }) : say(words.free_left, { n });
}

/** What an answer costs. */
export function priceText({ chat, words, say }: Ui): string {
	const n = chat.state.bot?.credits_per_answer;
	return n == null ? words.price_metered : say(words.price, { n });
}

/** What an answer has cost, from which pool, and what is left of it. */
export function costText(ui: Ui, { credits_used, pool, left }: Outcome): string {
	const { words, say } = ui;
	if (!credits_used) return words.cost_nothing;
	if (pool === 'owner_cap') return words.cost_owner;
	const [cost, rest] =
		pool === 'free_reserve'
			? [words.cost_free, freeText(ui, left ?? 0)]
			: [say(words.cost_credits, { n: credits_used }), say(words.credits_left, { n: left ?? 0 })];
	return left === null ? cost : `${cost} · ${rest}`;
}

/** A failure as one sentence: ours where we have one; the server's are English. */
export function failureText({ words, locale }: Ui, { code, message }: Pick<TurnFailure, 'code' | 'message'>): string {
	return (words.errors as Record<string, string>)[code] || (/^en/i.test(locale) && message) || words.errors.internal;
}

/** One clear sentence, and what can be done. */
export function errorCard(text: string, ...actions: (HTMLElement | false)[]): HTMLElement {
	return h('div', 'error card', null, text, h('div', 'actions', null, ...actions));
}

export function signInButton({ chat, words }: Ui): HTMLElement {
	return button('sign-in button', words.sign_in, () => chat.emit('answerpack:sign-in', {}));
}
