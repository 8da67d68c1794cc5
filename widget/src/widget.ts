import { type Texts, textsFor } from '@answerpack/shared/words';
import { createChat } from './chat.js';
import { type AnswerBotElement, REQUIRED_ATTRIBUTES } from './element.js';
import type { Emit } from './events.js';
import { createSay, localeOf } from './format.js';
import { safeUrl } from './markdown.js';
import { keep, recall } from './storage.js';
import css from './style.css';
import { isRunning, type Turn } from './turn.js';
import { CHAT, h, icon, patch } from './view/dom.js';
import { panel } from './view/panel.js';
import { idOf } from './view/sources.js';
import type { Ui } from './view/ui.js';

/** What stands behind one element as its attributes are now. */
export type Widget = NonNullable<ReturnType<typeof createWidget>>;

/**
 * Draws the launcher, and, once it is opened, the chat behind it. Until then nothing is fetched. With an attribute
 * missing it says so on the console, and there is nothing that would not work.
 */
export function createWidget(element: AnswerBotElement, root: ShadowRoot) {
	const { bot, strapi, medusa, publishableKey, region } = element;
	if (!(bot && strapi && medusa && publishableKey)) {
		console.error('<answer-bot> needs the attributes', ...REQUIRED_ATTRIBUTES);
		return undefined;
	}

	// The language of the texts: the tag's, else that of the page around it, else the browser's, which also knows how its
	// country writes numbers and times. Whoever brings the words may bring another language.
	const around = element.closest<HTMLElement>('[lang]')?.lang ?? '';
	const wanted = navigator.language.startsWith(around) ? navigator.language : around;
	const locale = element.words ? wanted : localeOf(wanted);
	const theirs = element.words;
	// Whatever code a server makes up, there is our text, the host's, or nothing.
	const words = { __proto__: null, ...textsFor(locale), ...theirs, ...theirs?.errors } as unknown as Texts;
	const openKey = `answerpack:open:${bot}`;
	/** In a corner there is a launcher; elsewhere the panel is a part of the page. */
	const inCorner = !element.mode;
	const gone = new AbortController();
	let isOpen = false;
	let isDue = false;
	let newest: Turn | undefined;

	const emit: Emit = (name, detail) =>
		element.dispatchEvent(
			new CustomEvent(`answerpack:${name}`, { detail, bubbles: true, composed: true, cancelable: true }),
		);
	const chat = createChat(
		{ bot, strapi, medusa, publishableKey, region },
		{
			language: locale,
			customerToken: () => element.customerToken,
			emit,
			changed,
			ended({ id }) {
				draw();
				const parts = root.getElementById(id)?.querySelectorAll('.said') ?? [];
				set({ spoken: [...parts].map(({ textContent }) => textContent).join(' ') });
			},
		},
	);
	const ui: Ui = {
		chat,
		texts: words,
		locale,
		say: createSay(locale),
		dir: element.words ? '' : 'ltr',
		images: element.images.split(/\/*\s+/),
		set,
		turnTo(changes = { listing: false }) {
			set(changes);
			draw();
			root.querySelector('textarea')?.focus();
		},
		openSource(turn, n) {
			turn.early ||= isRunning(turn);
			draw();
			const source = root.getElementById(idOf(turn, n)) as HTMLDetailsElement | null;
			if (!source) return; // the bot named it, and did not know after all
			source.open = true;
			source.querySelector('summary')?.focus();
		},
		async buy(offer) {
			if (!emit('buy', { offer })) return;
			// Credits belong to a person: a cart that is nobody's takes none.
			const getCart = () => (chat.isCustomer() ? chat.createCart(offer) : ui.toSignIn());
			const cart_id = element.checkout.includes('{cart_id}') && (await getCart());
			if (cart_id !== undefined) leave(element.checkout, { ...offer, cart_id });
		},
		toSignIn() {
			if (emit('sign-in', {})) leave(element.signIn, {});
		},
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
		const focused = root.activeElement;
		const slot = () => h('slot', { name: 'launcher' }, icon(CHAT), words.launcher);
		patch(root, [isOpen ? panel(ui) : inCorner && h('button.launcher', { lang: locale, onclick: open }, slot())]);
		// What had the focus and is gone hands it on: to where questions are written, or to what opens that again.
		if (focused?.isConnected === false) root.querySelector<HTMLElement>('textarea, .launcher')?.focus();
		// A new question goes to the top, and its answer grows below it: nothing that is being read moves.
		const log = root.querySelector('.log');
		if (log && newest !== chat.shown.turns.at(-1)) log.scrollTop = (log.lastElementChild as HTMLElement).offsetTop;
		newest = log ? chat.shown.turns.at(-1) : undefined;
	}

	/** To the page that the tag names. */
	function leave(address: string, values: object): void {
		const url = address && safeUrl(ui.say(address, values));
		if (url) location.href = url;
	}

	function toggle(open: boolean): void {
		if (open === isOpen) return;
		isOpen = open;
		keep(openKey, open ? '1' : '', 'sessionStorage');
		draw();
		if (open) chat.begin();
	}

	function open(): void {
		if (!emit('open', {})) return;
		toggle(true);
		ui.turnTo();
	}

	function close(): void {
		if (inCorner) toggle(false);
	}

	const listen = (type: string, listener: (event: never) => void) =>
		addEventListener(type, listener as EventListener, gone);
	listen('visibilitychange', () => (document.hidden ? chat.save() : isOpen && chat.refresh()));
	listen('storage', chat.adopt);
	listen('online', () => isOpen && chat.begin());
	listen('offline', changed);

	const styleSheet = new CSSStyleSheet();
	styleSheet.replaceSync(css);
	root.adoptedStyleSheets = [styleSheet];
	draw();
	const near = new IntersectionObserver(([entry]) => {
		if (!entry?.isIntersecting) return;
		near.disconnect();
		if (emit('open', {})) toggle(true);
	});
	if (!inCorner) near.observe(element);
	// On a phone it would hide the page that the visitor has just gone to.
	else if (innerWidth > 480 && recall(openKey, 'sessionStorage')) toggle(true);
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
			near.disconnect();
			chat.close();
		},
	};
}
