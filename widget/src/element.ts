import type { AnswerBotEventMap } from './events.js';
import type { CustomerToken } from './session.js';
import { createWidget, type Widget } from './widget.js';

/** Texts of a host's own, by the names of `@answerpack/shared/words`. */
export interface HostWords {
	[name: string]: string | Record<string, string> | undefined;
	/** Texts for errors, by code. */
	errors?: Record<string, string>;
}

/** Without these there is no bot. */
export const REQUIRED_ATTRIBUTES = ['bot', 'strapi', 'medusa', 'publishable-key'];
/** What begins anew when it changes. */
const OBSERVED = [...REQUIRED_ATTRIBUTES, 'mode', 'region', 'images'];
/** `sign-in` is the property `signIn`. */
const propertyOf = (attribute: string) => attribute.replace(/-(.)/, (_, letter) => letter.toUpperCase());

/** On a server there are no elements: the module can be imported there, and does nothing. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * `<answer-bot>`: a launcher, and behind it a chat with one bot. Until it is opened it draws one button and fetches
 * nothing. Attributes, each with a property of its name: `bot`, `strapi`, `medusa`, `publishable-key`, and, if wanted,
 * `lang`, `theme`, `mode`, `region`, `images`, `checkout`, `sign-in`.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the DOM types the events of its own elements this way too
export class AnswerBotElement extends Base {
	static readonly observedAttributes = ['lang', ...OBSERVED];

	// The attributes, as native elements reflect theirs; defined below. What is missing is empty.
	/** The bot's slug. */
	declare bot: string;
	/** Where Strapi is, without a slash at the end. */
	declare strapi: string;
	/** Where Medusa is, without a slash at the end. */
	declare medusa: string;
	/** The store's publishable key. */
	declare publishableKey: string;
	/** Where the panel stands: behind a launcher in the corner; `inline`, where the tag is; `page`, there and as tall as the window. */
	declare mode: '' | 'inline' | 'page';
	/** Medusa's id of the region whose prices are shown. */
	declare region: string;
	/** The origins whose pictures answers may show, with spaces between them. */
	declare images: string;
	/** Without it the page's own CSS `color-scheme` decides. */
	declare theme: '' | 'light' | 'dark' | 'auto';
	/** The page that buying leads to, with `{variant_id}` or `{cart_id}` in its address. */
	declare checkout: string;
	/** The page that signing in leads to. */
	declare signIn: string;

	// Declared only: what a page has set before the element was defined stays.
	/**
	 * Gives the customer's login at the shop, `true` when Medusa knows it by its cookie, or `null` when nobody is signed in.
	 * Asked whenever it matters.
	 */
	declare customerToken: CustomerToken | undefined;
	/** Texts of the host's own, in place of ours; set before the element is connected. */
	declare words: HostWords | undefined;

	// At once, so that what stands inside the tag is not seen.
	#root = this.attachShadow({ mode: 'open' });
	#widget: Widget | undefined;

	constructor() {
		super();
		// What a page has set before the element was defined becomes attributes where it is one.
		const own = { ...this };
		for (const name in own) delete this[name];
		Object.assign(this, own);
	}

	/** Opens the panel and goes to where questions are written. */
	open(): void {
		this.#begin()?.open();
	}

	/** Closes the panel; a running answer goes on. */
	close(): void {
		this.#widget?.close();
	}

	/**
	 * Opens the panel and asks. Resolves when the answer has ended; `false` when nothing was asked: the question is empty
	 * or too long, another answer is still coming, or the host has cancelled it.
	 */
	async ask(question: string): Promise<boolean> {
		return this.#begin()?.ask(question) ?? false;
	}

	/**
	 * Finds out who is signed in and what they have left, here and in the other tabs. Call it after an order, after
	 * signing in and after signing out. Resolves to the credits left; `null` for visitors.
	 */
	async refreshCredits(): Promise<number | null> {
		return this.#begin()?.refresh() ?? null;
	}

	/** @internal */
	connectedCallback(): void {
		// Once the page has nothing better to do.
		(globalThis.requestIdleCallback ?? setTimeout)(() => this.#begin());
	}

	/** @internal */
	async disconnectedCallback(): Promise<void> {
		await null;
		// Moved within the page, it is connected again by now, and goes on as if nothing had happened.
		if (!this.isConnected) this.#leave();
	}

	/** @internal Begins anew, as the attributes now say. */
	attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
		if (!this.#widget || before === after) return;
		this.#leave();
		this.connectedCallback();
	}

	#begin(): Widget | undefined {
		if (this.isConnected) this.#widget ??= createWidget(this, this.#root);
		return this.#widget;
	}

	#leave(): void {
		this.#widget?.leave();
		this.#widget = undefined;
	}
}

for (const name of [...OBSERVED, 'theme', 'checkout', 'sign-in']) {
	Object.defineProperty(AnswerBotElement.prototype, propertyOf(name), {
		get(this: Element) {
			return this.getAttribute(name)?.replace(/\/+$/, '') ?? '';
		},
		set(this: Element, value) {
			if (value) this.setAttribute(name, value);
			else this.removeAttribute(name);
		},
	});
}

/** Adds what TypeScript should know of the events; JavaScript has it already. */
type Listen = {
	<Name extends keyof AnswerBotEventMap>(
		type: Name,
		listener: (event: AnswerBotEventMap[Name]) => void,
		options?: boolean | AddEventListenerOptions,
	): void;
	(
		type: string,
		listener: EventListenerOrEventListenerObject | null,
		options?: boolean | AddEventListenerOptions,
	): void;
};

export interface AnswerBotElement {
	addEventListener: Listen;
	removeEventListener: Listen;
}

declare global {
	interface HTMLElementTagNameMap {
		'answer-bot': AnswerBotElement;
	}
}
