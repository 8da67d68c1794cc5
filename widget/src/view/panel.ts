import { isRunning, type Turn } from '../turn.js';
import { createComposer } from './composer.js';
import { button, CHAT, CLOSE, h, icon } from './dom.js';
import { createTurn, type TurnView } from './turn.js';
import { errorCard, failureText, meterText, priceText, type Ui } from './ui.js';

/** How near to where the log would be by itself counts as reading along, in pixels. */
const NEAR_PX = 24;

export type Panel = ReturnType<typeof createPanel>;

/** The open chat: header, conversation, and where questions are written. */
export function createPanel(ui: Ui, close: () => void) {
	const { chat, words, locale } = ui;
	const { state } = chat;
	const composer = createComposer(ui);
	const title = h('h2', 'title');
	const meter = h('p', 'meter small');
	const intro = h('div', 'intro');
	/** Says each finished answer once; tokens are never read out. */
	const status = h('p', 'unseen', { role: 'status' });
	const log = h(
		'div',
		'log',
		{ role: 'log', 'aria-live': 'off', 'aria-label': words.conversation, tabindex: 0, onscroll: scrolled },
		intro,
	);
	const root = h(
		'div',
		'panel',
		{
			role: 'dialog',
			// Our own texts run this way; what visitors and editors write runs its own.
			lang: locale,
			dir: 'ltr',
			onkeydown(event: KeyboardEvent) {
				if (event.key === 'Escape' && !event.isComposing) close();
			},
		},
		h(
			'div',
			'header',
			null,
			h('span', 'mark', null, icon(CHAT)),
			h('div', 'heading', null, title, meter),
			button('close round', words.close, close, icon(CLOSE)),
		),
		log,
		composer.root,
		status,
	);
	let views: TurnView[] = [];
	let introduced: unknown;
	/** True while the reader follows the answer; scrolling away ends it. */
	let following = true;
	/** Where the log was put; it is not the reader who has scrolled there. */
	let placed = 0;

	/** Who the bot is, or why it is not there; the suggestions go with the first question. */
	function drawIntro(): void {
		const { bot, trouble } = state;
		if (introduced === (bot ?? trouble)) return;
		introduced = bot ?? trouble;
		intro.replaceChildren();
		if (bot) {
			intro.append(
				h('p', 'greeting', { dir: 'auto' }, bot.greeting),
				h('p', 'notice small', null, priceText(ui), '. ', words.ai_notice),
			);
			if (bot.status === 'paused') intro.append(errorCard(words.errors.bot_paused));
			intro.append(...bot.suggestions.map((text) => button('suggestion', text, () => ask(text))));
		} else if (trouble) {
			const retry = button('retry button', words.retry, () => chat.start().catch(() => {}));
			intro.append(errorCard(failureText(ui, trouble), retry));
		}
	}

	function ask(question: string): void {
		void chat.ask(question);
		composer.input.focus(); // the suggestions go
	}

	function drawTurns(): void {
		const { turns } = state.memory;
		views = views.filter(({ turn, root }) => turns.includes(turn) || root.remove());
		for (const turn of turns.slice(views.length)) {
			const view = createTurn(ui, turn);
			log.append(view.root);
			views.push(view);
			following ||= isRunning(turn);
		}
		for (const view of views) view.update();
	}

	/** Where the log stands by itself: at the newest, but never past the question that it answers. */
	function restingPlace(): number {
		const newest = views.at(-1)?.root.offsetTop ?? 0;
		return Math.min(log.scrollHeight - log.clientHeight, newest - log.offsetTop);
	}

	function scrolled(): void {
		if (Math.abs(log.scrollTop - placed) > 1) following = Math.abs(log.scrollTop - restingPlace()) < NEAR_PX;
	}

	return {
		root,
		input: composer.input,
		/** Draws what has changed. */
		update() {
			root.ariaLabel = title.textContent = state.bot?.name ?? words.launcher;
			meter.textContent = meterText(ui);
			log.ariaBusy = `${!!chat.running()}`;
			drawIntro();
			drawTurns();
			composer.update();
			if (following) log.scrollTop = placed = restingPlace();
		},
		/** A question has ended: said once, for those who do not see it. */
		announce(ended: Turn) {
			status.textContent = views.find(({ turn }) => turn === ended)?.spoken() ?? '';
		},
	};
}
