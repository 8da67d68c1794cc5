import {
	createElement,
	type ForwardRefExoticComponent,
	forwardRef,
	type HTMLAttributes,
	type RefAttributes,
	useEffect,
	useImperativeHandle,
	useLayoutEffect,
	useRef,
} from 'react';
import type { AnswerBotElement } from './element.js';
import './index.js';
import { type BotAttributes, type BotEvents, type BotProperties, HANDLERS } from './wrappers/props.js';

/** `onAsk`, `onBuy`, …: `event.preventDefault()` cancels. */
type Handlers = { [Name in keyof BotEvents]?: ((event: BotEvents[Name]) => void) | undefined };

/** What {@link AnswerBot} takes: the element's attributes, properties and events, and what every element takes. */
export interface AnswerBotProps
	extends BotAttributes,
		BotProperties,
		Handlers,
		Omit<HTMLAttributes<AnswerBotElement>, keyof Handlers | keyof BotAttributes> {}

/** Before the browser paints. A server does not, and there React 18 complains of the wish. */
const useBeforePaint = globalThis.document ? useLayoutEffect : useEffect;

/** `<answer-bot>` for React 18 and later. Its ref is the element, with its methods. */
export const AnswerBot: ForwardRefExoticComponent<AnswerBotProps & RefAttributes<AnswerBotElement>> = forwardRef(
	function AnswerBot({ publishableKey, signIn, className, customerToken, words, ...props }, ref) {
		const element = useRef<AnswerBotElement>(null);
		const latest = useRef<Handlers>(props);
		useImperativeHandle(ref, () => element.current as AnswerBotElement, []);
		useBeforePaint(() => {
			latest.current = props;
			Object.assign(element.current as AnswerBotElement, { customerToken, words });
		});
		useBeforePaint(() => {
			const mounted = new AbortController();
			for (const [handler, event] of HANDLERS) {
				const handle = (event: Event) => latest.current[handler]?.(event as never);
				element.current?.addEventListener(event, handle, mounted);
			}
			return () => mounted.abort();
		}, []);

		// Custom elements of React 18 take attributes by their own names, and `onError` is not React's here.
		const attributes = { ...props, class: className, 'publishable-key': publishableKey, 'sign-in': signIn };
		for (const [handler] of HANDLERS) delete attributes[handler];
		return createElement('answer-bot', { ...attributes, ref: element });
	},
);
