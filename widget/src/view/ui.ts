import type { Texts } from '@answerpack/shared/words';
import type { Failure } from '../api.js';
import type { Chat } from '../chat.js';
import type { Offer, Outcome } from '../contract.js';
import { answersFor, formatWhen, type Say } from '../format.js';
import type { Turn } from '../turn.js';
import { type Attributes, button, type Child, type Drawing, h, icon } from './dom.js';

/** What every piece of the view needs. */
export interface Ui {
	chat: Chat;
	texts: Texts;
	locale: string;
	say: Say;
	/** The direction of our own words; empty: the page's. */
	dir: string;
	/** The origins whose pictures answers may show. */
	images: string[];
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
	/** Draws again, with these changes (or at least the conversation), and puts the cursor where questions are written. */
	turnTo(changes?: Partial<Ui>): void;
	/** Draws again, with these changes. */
	set(changes: Partial<Ui>): void;
	/** Unfolds a source, and goes there. */
	openSource(turn: Turn, n: number): void;
	/** Tells the host; where it does not act itself, goes where the tag says. */
	buy(offer: Offer): void;
	toSignIn(): void;
	/** Closes the panel; without it, the panel is part of the page. */
	close?: (() => void) | false;
}

/** What this visitor has left, in plain words; empty while it is not known. */
export function meterText(ui: Ui): string {
	const { about: bot, memory } = ui.chat;
	const { credits, free } = memory;
	if (!bot) return '';
	if (credits !== null && (credits || !bot.free.credits)) return ui.say(ui.texts.credits_left, { n: credits });
	if (free && free.until > Date.now()) {
		return !free.left && free.back ? freeBack(ui, free.back) : freeText(ui, free.left);
	}
	const n = answersFor(bot.free.credits, bot);
	return n ? ui.say(ui.texts[`free_${bot.free.window}`], { n }) : '';
}

/** When there are free answers again. */
export function freeBack(ui: Ui, moment: number): string {
	return ui.say(ui.texts.free_back, { when: formatWhen(new Date(moment), ui.locale) });
}

/** Free credits left, as answers where an answer has a price. */
function freeText(ui: Ui, left: number): string {
	const n = ui.chat.about && answersFor(left, ui.chat.about);
	return ui.say(n === undefined ? ui.texts.credits_left : ui.texts.free_left, { n: n ?? left });
}

/** What an answer costs. */
export function priceText(ui: Ui): string {
	const n = ui.chat.about?.credits_per_answer;
	return n == null ? ui.texts.metered : ui.say(ui.texts.price, { n });
}

/** What an answer has cost, from which pool; and what is left of it, where that is known. */
export function costTexts(ui: Ui, { credits_used, pool, left }: Outcome): (string | false)[] {
	if (!credits_used) return [ui.texts.cost_nothing];
	if (pool === 'owner_cap') return [ui.texts.cost_owner];
	return pool === 'free_reserve'
		? [ui.texts.cost_free, left !== null && freeText(ui, left)]
		: [ui.say(ui.texts.cost_credits, { n: credits_used }), left !== null && ui.say(ui.texts.credits_left, { n: left })];
}

/** A button with a line drawing, and the text of its name to hear, or to see under the mouse. */
export const iconButton = (
	ui: Ui,
	name: 'ask' | 'close' | 'copy' | 'list' | 'new' | 'stop' | 'rate-up' | 'rate-down',
	path: string,
	onclick: () => unknown,
	attributes?: Attributes,
): Drawing => button(`${name} round`, icon(path), onclick, { title: ui.texts[name as keyof Texts], ...attributes });

/** A failure as one sentence: ours where we have one; the server's are English. */
export function failureText(ui: Ui, { code, message }: Failure): string {
	return (
		(ui.texts as Record<string, string>)[code] ||
		(/^en/i.test(ui.locale) && message && `${message}`) ||
		ui.texts.internal
	);
}

/** One clear sentence, and what can be done. */
export function errorCard(text: string, ...actions: Child[]): Drawing {
	return h('div.error card', {}, h('p.failure said', {}, text), ...actions);
}

export function retryButton(ui: Ui, retry: () => unknown): Drawing {
	return button('retry button primary', ui.texts.retry, retry);
}

export function signInButton(ui: Ui): Drawing {
	return button('sign-in button', ui.texts.sign_in, ui.toSignIn);
}
