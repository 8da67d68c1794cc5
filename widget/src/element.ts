import type { AnswerBotEventMap } from './events.js';
import type { CustomerToken } from './session.js';
import { createWidget, REQUIRED_ATTRIBUTES, type Widget } from './widget.js';

/** Texts of a host's own, by the names of `@answerpack/shared/words`. */
export interface HostWords {
	[name: string]: string | Record<string, string> | undefined;
	/** Texts for errors, by code. */
	errors?: Record<string, string>;
}

/** On a server there are no elements: the module can be imported there, and does nothing. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * `<answer-bot>`: a launcher, and behind it a chat with one bot. Until it is opened it draws one button and fetches
 * nothing. Attributes: `bot`, `strapi`, `medusa`, `publishable-key`, and, if wanted, `lang`, `theme`, `mode`, `region`,
 * `checkout`, `sign-in`.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the DOM types the events of its own elements this way too
export class AnswerBotElement extends Base {
	static readonly observedAttributes = [...REQUIRED_ATTRIBUTES, 'lang', 'mode', 'region'];

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
	disconnectedCallback(): void {
		// Moved within the page, it is connected again by then, and goes on as if nothing had happened.
		queueMicrotask(() => {
			if (!this.isConnected) this.#leave();
		});
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
