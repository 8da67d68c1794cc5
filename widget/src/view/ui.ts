import type { Words } from '@answerpack/shared/words';
import type { Failure } from '../api.js';
import type { Chat } from '../chat.js';
import type { Offer, Outcome } from '../contract.js';
import { answersFor, formatWhen, type Say } from '../format.js';
import type { Turn } from '../turn.js';
import { button, type Child, type Drawing, h } from './dom.js';

/** What every piece of the view needs. */
export interface Ui {
	chat: Chat;
	words: Words;
	locale: string;
	say: Say;
	/** The direction of our own words; empty: the page's. */
	dir: string;
	/** True when the list of conversations stands in place of one. */
	listing?: boolean;
	/** The conversation that is deleted at the next click. */
	doomed?: string | undefined;
	/** What was copied last. */
	copied?: Turn;
	/** What was rated last, and may be explained. */
	rated?: Turn | undefined;
	/** What is read out, once. */
	spoken?: string;
	/** Draws again, with these changes, and puts the cursor where questions are written. */
	turnTo(changes: Partial<Ui>): void;
	/** Draws again, with these changes. */
	set(changes: Partial<Ui>): void;
	/** Unfolds a source, and goes there. */
	openSource(id: string): void;
	/** Tells the host; where it does not act itself, goes where the tag says. */
	buy(offer: Offer): void;
	signIn(): void;
	/** Closes the panel; without it, the panel is part of the page. */
	close?: (() => void) | false;
}

/** What this visitor has left, in plain words; empty while it is not known. */
export function meterText(ui: Ui): string {
	const { words, say } = ui;
	const { bot, memory } = ui.chat;
	const { credits, free } = memory;
	if (!bot) return '';
	if (credits !== null && (credits || !bot.free.credits)) return say(words.credits_left, { n: credits });
	if (free && free.until > Date.now()) return freeText(ui, free.left);
	const n = answersFor(bot.free.credits, bot);
	return n ? say(words[`free_${bot.free.window}`], { n }) : '';
}

/** When there are free answers again. */
export function freeBack({ words, say, locale }: Ui, moment: number): string {
	return say(words.free_back, { when: formatWhen(new Date(moment), locale) });
}

/** Free credits left, as answers where an answer has a price. */
function freeText({ chat, words, say }: Ui, left: number): string {
	const n = chat.bot && answersFor(left, chat.bot);
	return say(n === undefined ? words.credits_left : words.free_left, { n: n ?? left });
}

/** What an answer costs. */
export function priceText({ chat, words, say }: Ui): string {
	const n = chat.bot?.credits_per_answer;
	return n == null ? words.price_metered : say(words.price, { n });
}

/** What an answer has cost, from which pool; and what is left of it, where that is known. */
export function costTexts(ui: Ui, { credits_used, pool, left }: Outcome): (string | false)[] {
	const { words, say } = ui;
	if (!credits_used) return [words.cost_nothing];
	if (pool === 'owner_cap') return [words.cost_owner];
	const known = left !== null;
	return pool === 'free_reserve'
		? [words.cost_free, known && freeText(ui, left)]
		: [say(words.cost_credits, { n: credits_used }), known && say(words.credits_left, { n: left })];
}

/** A failure as one sentence: ours where we have one; the server's are English. */
export function failureText({ words, locale }: Ui, { code, message }: Failure): string {
	return (words.errors as Record<string, string>)[code] || (/^en/i.test(locale) && message) || words.errors.internal;
}

/** One clear sentence, and what can be done. */
export function errorCard(text: string, ...actions: Child[]): Drawing {
	return h('div.error card', {}, h('p.failure said', {}, text), ...actions);
}

export function retryButton({ words, turnTo }: Ui, retry: () => void): Drawing {
	const again = () => {
		retry();
		turnTo({}); // the button goes
	};
	return button('retry button primary', words.retry, again);
}

export function signInButton({ words, signIn }: Ui): Drawing {
	return button('sign-in button', words.sign_in, signIn);
}
