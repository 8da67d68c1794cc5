import type { AnswerBotElement } from '../element.js';
import type { AnswerBotEventMap } from '../events.js';

/** The attributes of `<answer-bot>`, as frameworks write them; the element's own names of two are `publishable-key` and `sign-in`. */
export interface BotAttributes {
	/** The bot's slug. */
	bot: string;
	/** Where Strapi is. */
	strapi: string;
	/** Where Medusa is. */
	medusa: string;
	/** The store's publishable key. */
	publishableKey: string;
	/** `en…` or `de…`; else the page's language, else the browser's. */
	lang?: string | undefined;
	/** Without it the page's own CSS `color-scheme` decides. */
	theme?: 'light' | 'dark' | 'auto' | undefined;
	/** Where the panel stands: behind a launcher in the corner; `inline`, where the tag is; `page`, there and as tall as the window. */
	mode?: 'inline' | 'page' | undefined;
	/** Medusa's id of the region whose prices are shown. */
	region?: string | undefined;
	/** The page that buying leads to, with `{variant_id}` in its address. */
	checkout?: string | undefined;
	/** The page that signing in leads to. */
	signIn?: string | undefined;
}

/** What no attribute can say. */
export type BotProperties = Partial<Pick<AnswerBotElement, 'customerToken' | 'words'>>;

type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
	? `${Capitalize<First>}${Pascal<Rest>}`
	: Capitalize<Name>;

/** `answerpack:sign-in` is handled by `onSignIn`. */
type Handler<Event extends string> = Event extends `answerpack:${infer Name}` ? `on${Pascal<Name>}` : never;

/** The event that each handler gets. */
export type BotEvents = { [Event in keyof AnswerBotEventMap as Handler<Event>]: AnswerBotEventMap[Event] };

/** The element's own name of each handler's event: with one missing or one too many this does not compile. */
export const EVENTS: { [Event in keyof AnswerBotEventMap as Handler<Event>]: Event } = {
	onOpen: 'answerpack:open',
	onAsk: 'answerpack:ask',
	onAnswer: 'answerpack:answer',
	onBuy: 'answerpack:buy',
	onSignIn: 'answerpack:sign-in',
	onCredits: 'answerpack:credits',
	onError: 'answerpack:error',
};

/** The same as pairs, for loops. */
export const HANDLERS = Object.entries(EVENTS) as [keyof BotEvents, keyof AnswerBotEventMap][];
