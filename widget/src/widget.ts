import { type Words, wordsFor } from '@answerpack/shared/words';
import { createChat } from './chat.js';
import type { AnswerBotElement } from './element.js';
import type { Emit } from './events.js';
import { createSay, localeOf } from './format.js';
import { safeUrl } from './markdown.js';
import { keep, recall } from './storage.js';
import css from './style.css';
import type { Turn } from './turn.js';
import { CHAT, h, icon, patch } from './view/dom.js';
import { panel } from './view/panel.js';
import type { Ui } from './view/ui.js';

export const REQUIRED_ATTRIBUTES = ['bot', 'strapi', 'medusa', 'publishable-key'];

let styleSheet: CSSStyleSheet | undefined;

/** One style sheet for all of the page's bots. */
function style(): CSSStyleSheet {
	if (!styleSheet) {
		styleSheet = new CSSStyleSheet();
		styleSheet.replaceSync(css);
	}
	return styleSheet;
}

/** What stands behind one element as its attributes are now. */
export type Widget = NonNullable<ReturnType<typeof createWidget>>;

/**
 * Draws the launcher, and, once it is opened, the chat behind it. Until then nothing is fetched. With an attribute
 * missing it says so on the console, and there is nothing that would not work.
 */
export function createWidget(element: AnswerBotElement, root: ShadowRoot) {
	const attribute = (name: string) => element.getAttribute(name)?.replace(/\/+$/, '') ?? '';
	const required = REQUIRED_ATTRIBUTES.map(attribute);
	const [bot, strapi, medusa, publishable_key] = required as [string, string, string, string];
	if (!required.every(Boolean)) {
		console.error('<answer-bot> needs the attributes', ...REQUIRED_ATTRIBUTES);
		return undefined;
	}

	// The language of the texts: the tag's, else that of the page around it, else the browser's. Whoever brings the words
	// may bring another language.
	const wanted = element.closest<HTMLElement>('[lang]')?.lang || navigator.language;
	const locale = element.words ? wanted : localeOf(wanted);
	const words: Words = { ...wordsFor(locale), ...(element.words as Partial<Words>) };
	const openKey = `answerpack:open:${bot}`;
	/** In a corner there is a launcher; elsewhere the panel is a part of the page. */
	const inCorner = !attribute('mode');
	const gone = new AbortController();
	let isOpen = false;
	let isDue = false;
	let newest: Turn | undefined;

	const emit: Emit = (name, detail) =>
		element.dispatchEvent(
			new CustomEvent(`answerpack:${name}`, { detail, bubbles: true, composed: true, cancelable: true }),
		);
	const at = { bot, strapi, medusa, publishable_key, region: attribute('region') };
	const chat = createChat(at, {
		language: locale,
		customerToken: () => element.customerToken,
		emit,
		changed,
		ended({ id }) {
			draw();
			const parts = root.getElementById(id)?.querySelectorAll('.said') ?? [];
			set({ spoken: [...parts].map(({ textContent }) => textContent).join(' ') });
		},
	});
	const ui: Ui = {
		chat,
		words,
		locale,
		say: createSay(locale),
		dir: element.words ? '' : 'ltr',
		set,
		turnTo(changes) {
			set(changes);
			draw();
			root.querySelector('textarea')?.focus();
		},
		openSource(id) {
			const source = root.getElementById(id) as HTMLDetailsElement | null;
			if (!source) return; // until the answer is over
			source.open = true;
			source.querySelector('summary')?.focus();
		},
		buy: (offer) => emit('buy', { offer }) && leave('checkout', offer),
		signIn: () => emit('sign-in', {}) && leave('sign-in', {}),
		close: inCorner && close,
	};

	/** Draws at most once a frame, however fast the answer streams; a hidden page draws nothing. */
	function changed(): void {
		if (!isDue) requestAnimationFrame(draw);
		isDue = true;
	}

	function set(changes: Partial<Ui>): void {
		Object.assign(ui, changes);
		changed();
	}

	function draw(): void {
		isDue = false;
		if (gone.signal.aborted) return;
		const slot = () => h('slot', { name: 'launcher' }, icon(CHAT), words.launcher);
		patch(root, [isOpen ? panel(ui) : inCorner && h('button.launcher', { lang: locale, onclick: open }, slot())]);
		const { draft, turns } = chat.shown;
		const input = root.querySelector('textarea');
		if (input && input.value !== draft) input.value = draft;
		// A new question goes to the top, and its answer grows below it: nothing that is being read moves.
		const log = root.querySelector('.log');
		if (log && newest !== turns.at(-1)) log.scrollTop = (log.lastElementChild as HTMLElement).offsetTop;
		newest = log ? turns.at(-1) : undefined;
	}

	/** To the page that the tag names for this. */
	function leave(name: string, values: object): void {
		const address = attribute(name);
		const url = address && safeUrl(ui.say(address, values), document.baseURI);
		if (url) location.assign(url);
	}

	function toggle(open: boolean): void {
		if (open === isOpen) return;
		isOpen = open;
		keep('sessionStorage', openKey, open ? '1' : '');
		draw();
		if (open) chat.begin();
	}

	function open(): void {
		if (!emit('open', {})) return;
		toggle(true);
		ui.turnTo({});
	}

	function close(): void {
		const { activeElement } = root;
		if (inCorner) toggle(false);
		if (activeElement) root.querySelector('button')?.focus();
	}

	const listen = (type: string, listener: (event: never) => void) =>
		addEventListener(type, listener as EventListener, gone);
	listen('visibilitychange', () => (document.hidden ? chat.save() : isOpen && chat.refresh()));
	listen('storage', chat.adopt);
	listen('online', () => isOpen && chat.begin());
	listen('offline', changed);

	root.adoptedStyleSheets = [style()];
	draw();
	if (!inCorner) {
		const near = new IntersectionObserver(([entry]) => {
			if (!entry?.isIntersecting) return;
			near.disconnect();
			if (emit('open', {})) toggle(true);
		});
		near.observe(element);
	}
	// On a phone it would hide the page that the visitor has just gone to.
	else if (innerWidth > 480 && recall('sessionStorage', openKey)) toggle(true);
	return {
		open,
		close,
		refresh: chat.refresh,
		ask(question: string): Promise<boolean> {
			toggle(true);
			return chat.ask(question);
		},
		leave() {
			gone.abort();
			chat.close();
		},
	};
}
