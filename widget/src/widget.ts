import { type Words, wordsFor } from '@answerpack/shared/words';
import { type Chat, createChat } from './chat.js';
import type { AnswerBotElement } from './element.js';
import type { Emit } from './events.js';
import { createSay, localeOf } from './format.js';
import { keep, recall } from './storage.js';
import css from './style.css';
import { CHAT, h, icon } from './view/dom.js';
import { createPanel, type Panel } from './view/panel.js';

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
export type Widget = ReturnType<typeof createWidget>;

/**
 * Draws the launcher, and, once it is opened, the chat behind it. Until then nothing else happens. With an attribute
 * missing it says so on the console, and draws nothing that would not work.
 */
export function createWidget(element: AnswerBotElement) {
	const attribute = (name: string) => element.getAttribute(name)?.replace(/\/+$/, '') ?? '';
	const given = REQUIRED_ATTRIBUTES.map(attribute) as [string, string, string, string];
	const [bot, strapi, medusa, publishable_key] = given;
	const works = given.every(Boolean);
	if (!works) console.error('<answer-bot> is not shown. It needs the attributes', ...REQUIRED_ATTRIBUTES);

	// The language of the texts: the tag's, else that of the page around it, else the browser's.
	const locale = localeOf(element.closest<HTMLElement>('[lang]')?.lang || navigator.language);
	const words: Words = { ...wordsFor(locale), ...(element.words as Partial<Words>) };
	const openKey = `answerpack:open:${bot}`;
	const looking = new AbortController();
	let chat: Chat | undefined;
	let panel: Panel | undefined;
	let frame = 0;

	const emit: Emit = (name, detail) =>
		element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
	const open = () => emit('answerpack:open', {}) && show()?.input.focus();
	const drawing = h('slot', '', { name: 'launcher' }, icon(CHAT), words.launcher);
	const launcher = h('button', 'launcher', { type: 'button', lang: locale, onclick: open }, drawing);
	const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
	root.adoptedStyleSheets = [style()];
	root.replaceChildren(...(works ? [launcher] : []));

	/** Draws at most once a frame, however fast the answer streams; a hidden page draws nothing. */
	function changed(): void {
		frame ||= requestAnimationFrame(draw);
	}

	function draw(): void {
		cancelAnimationFrame(frame);
		frame = 0;
		panel?.update();
	}

	/** The chat, which begins when it is first needed. */
	function start(): Chat | undefined {
		if (chat || !works) return chat;
		const at = { bot, strapi, medusa, publishable_key, region: attribute('region') };
		const started = createChat(at, {
			language: locale,
			customerToken: () => element.customerToken,
			emit,
			changed,
			ended(turn) {
				draw();
				panel?.announce(turn);
			},
		});
		const look = () => (document.hidden ? started.save() : panel && started.refreshCredits(false));
		for (const event of ['focus', 'visibilitychange']) addEventListener(event, look, looking);
		chat = started;
		return chat;
	}

	function show(): Panel | undefined {
		const started = start();
		if (started && !panel) {
			panel = createPanel({ chat: started, words, locale, say: createSay(locale), changed }, close);
			root.append(panel.root);
			started.start().catch(() => {}); // it is shown, with a way to try again
		}
		toggle(true);
		draw();
		return panel;
	}

	function toggle(isOpen: boolean): void {
		if (!panel) return;
		panel.root.hidden = !isOpen;
		launcher.hidden = isOpen;
		keep('sessionStorage', openKey, isOpen ? '1' : '');
	}

	function close(): void {
		const { activeElement } = root;
		toggle(false);
		if (activeElement) launcher.focus();
	}

	// On a phone it would hide the page that the visitor has just gone to.
	if (innerWidth > 480 && recall('sessionStorage', openKey)) show();
	return {
		open,
		close,
		start,
		async ask(question: string): Promise<boolean> {
			show();
			return !!(await chat?.ask(question));
		},
		leave() {
			looking.abort();
			chat?.close();
			panel = undefined;
		},
	};
}
