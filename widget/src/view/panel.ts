import { composer } from './composer.js';
import { conversations } from './conversations.js';
import { ADD, button, type Child, CLOSE, type Drawing, h, iconButton, LIST } from './dom.js';
import { drawTurn } from './turn.js';
import { errorCard, failureText, meterText, priceText, retryButton, type Ui } from './ui.js';

/** The open chat: header, conversation, and where questions are written. */
export function panel(ui: Ui): Drawing {
	const { chat, words, locale, dir, close, listing, spoken } = ui;
	const { bot } = chat;
	const name = bot?.name ?? words.launcher;
	return h(
		'div.panel',
		{
			role: close ? 'dialog' : 'region',
			'aria-label': name,
			// Our own texts run this way; what visitors and editors write runs its own.
			lang: locale,
			dir,
			onkeydown(event: KeyboardEvent) {
				if (close && event.key === 'Escape' && !event.isComposing) close();
			},
		},
		header(ui, name),
		listing
			? conversations(ui)
			: h(
					'div.log',
					{
						role: 'log',
						'aria-live': 'off',
						'aria-busy': `${!!chat.running()}`,
						'aria-label': words.conversation,
						tabindex: '0',
					},
					...log(ui),
				),
		!navigator.onLine && h('p.offline small', {}, words.errors.offline),
		composer(ui),
		h('p.unseen', { role: 'status' }, spoken),
	);
}

function header(ui: Ui, name: string): Drawing {
	const { chat, words, set, turnTo, close, listing } = ui;
	const list = () => {
		chat.save(); // and with it, sees what other tabs have asked
		set({ listing: !listing, doomed: undefined });
	};
	const begin = () => {
		chat.save();
		chat.show();
		turnTo({ listing: false });
	};
	return h(
		'div.header',
		{},
		h(
			'div.heading',
			{},
			h('slot', { name: 'header' }, h('strong.title', {}, name)),
			h('p.meter small', {}, meterText(ui)),
		),
		iconButton('list', words.conversations, LIST, list, { 'aria-expanded': `${!!listing}` }),
		iconButton('new', words.new_conversation, ADD, begin),
		close && iconButton('close', words.close, CLOSE, close),
	);
}

/** Who the bot is, or why it is not there; then what was asked. The suggestions go with the first question. */
function log(ui: Ui): Child[] {
	const { chat, words, turnTo } = ui;
	const { bot, trouble, known, shown } = chat;
	// What a customer was told is shown to nobody else, also not for a moment.
	const turns = known || !chat.isCustomer() ? shown.turns : [];
	const suggestion = (text: string) => {
		const ask = () => {
			void chat.ask(text);
			turnTo({}); // the suggestions go
		};
		return button('suggestion', text, ask, { dir: 'auto' });
	};
	const intro = bot
		? [
				h('p.greeting', { dir: 'auto' }, bot.greeting),
				h('p.notice small', {}, `${priceText(ui)}. ${words.ai_notice}`),
				bot.status === 'paused' && errorCard(words.errors.bot_paused),
				...(turns[0] ? [] : bot.suggestions.map(suggestion)),
			]
		: [trouble && errorCard(failureText(ui, trouble), retryButton(ui, chat.begin))];
	return [h('div.intro', {}, ...intro), ...turns.map((turn) => drawTurn(ui, turn))];
}
