import type { AnswerBotElement } from '../element.js';
import type { AnswerBotEventMap } from '../events.js';

type Required = 'bot' | 'strapi' | 'medusa' | 'publishableKey';
type Optional = 'lang' | 'theme' | 'mode' | 'region' | 'images' | 'checkout' | 'signIn';

/** The attributes of `<answer-bot>`, by the names of its properties; its own names of two are `publishable-key` and `sign-in`. */
export type BotAttributes = Pick<AnswerBotElement, Required> & {
	[Name in Optional]?: AnswerBotElement[Name] | undefined;
};

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
