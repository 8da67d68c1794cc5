import { type FunctionalComponent, h } from 'vue';
import './index.js';
import { type BotAttributes, type BotEvents, type BotProperties, HANDLERS } from './wrappers/props.js';

/** What {@link AnswerBot} takes: the element's attributes and properties. */
export interface AnswerBotProps extends BotAttributes, BotProperties {}

/** What {@link AnswerBot} emits, with the element's own event: `event.preventDefault()` cancels. */
export type AnswerBotEmits = {
	[Name in keyof BotEvents as Name extends `on${infer Event}` ? Uncapitalize<Event> : never]: (
		event: BotEvents[Name],
	) => void;
};

const EMITS = HANDLERS.map(([handler, event]) => {
	const emitted = `${handler[2]?.toLowerCase()}${handler.slice(3)}` as keyof AnswerBotEmits;
	return { emitted, listener: `on:${event}` };
});

/** `<answer-bot>` for Vue 3.4 and later. Its template ref is the element, with its methods. */
export const AnswerBot: FunctionalComponent<AnswerBotProps, AnswerBotEmits> = (props, { emit, slots }) => {
	const { publishableKey, signIn, customerToken, words, ...rest } = props;
	// `^` says that it is an attribute, `.` that it is a property: Vue would ask the element, which may not be defined yet.
	const bound: Record<string, unknown> = { '.customerToken': customerToken, '.words': words };
	for (const [name, value] of Object.entries({ ...rest, 'publishable-key': publishableKey, 'sign-in': signIn }))
		bound[`^${name}`] = value;
	for (const { emitted, listener } of EMITS) bound[listener] = (event: Event) => emit(emitted as 'ask', event as never);
	return h('answer-bot', bound, slots.default?.());
};
AnswerBot.displayName = 'AnswerBot';
AnswerBot.props = [
	'bot',
	'strapi',
	'medusa',
	'publishableKey',
	'lang',
	'theme',
	'mode',
	'region',
	'images',
	'checkout',
	'signIn',
	'customerToken',
	'words',
];
AnswerBot.emits = EMITS.map(({ emitted }) => emitted) as never;
