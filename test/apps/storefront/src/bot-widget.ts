import type { Offer } from '@answerpack/shared/contract';
import { config } from './config.js';
import { customerToken } from './shop/medusa.js';
import { language } from './words/index.js';

/** What the storefront uses of `<answer-bot>`. Methods are missing until its script has loaded. */
interface AnswerBot extends HTMLElement {
	customerToken: () => string | null;
	open?(): void;
	close?(): void;
	refreshCredits?(): void | Promise<void>;
}

let widget: AnswerBot | undefined;

/** What the shop does when the bot asks it to. */
interface Handlers {
	buy(offer: Offer): void;
	signIn(): void;
}

/** Puts the bot on the page. It stays there while pages come and go. */
export function mountWidget(on: Handlers): void {
	const { botSlug, strapiUrl, medusaUrl, publishableKey } = config();
	const element = document.createElement('answer-bot') as AnswerBot;
	const attributes = { bot: botSlug, strapi: strapiUrl, medusa: medusaUrl, 'publishable-key': publishableKey };
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
	element.setAttribute('lang', language.get());
	element.customerToken = customerToken;
	language.watch((next) => element.setAttribute('lang', next));

	element.addEventListener('answerpack:buy', (event) => {
		event.preventDefault();
		on.buy((event as CustomEvent<{ offer: Offer }>).detail.offer);
	});
	element.addEventListener('answerpack:sign-in', (event) => {
		event.preventDefault();
		closeWidget();
		on.signIn();
	});
	widget = element;
	document.body.append(element);
}

export function openWidget(): void {
	widget?.open?.();
}

/** Out of the way of what comes next: on a phone, the open bot covers the page. */
export function closeWidget(): void {
	widget?.close?.();
}

/** Lets the bot ask Medusa what the customer has now: after an order, a log-in, a log-out. */
export function refreshWidgetCredits(): void {
	widget?.refreshCredits?.();
}

/** Calls back when the bot has learned of other credits: after an answer, or from another tab. */
export function onCreditsChanged(listener: () => void, signal: AbortSignal): void {
	for (const name of ['answerpack:credits', 'answerpack:answer']) widget?.addEventListener(name, listener, { signal });
}
