import { composer } from './composer.js';
import { conversations } from './conversations.js';
import { ADD, button, type Child, CLOSE, type Drawing, h, LIST } from './dom.js';
import { drawTurn } from './turn.js';
import { errorCard, failureText, iconButton, meterText, priceText, retryButton, type Ui } from './ui.js';

/** The open chat: header, conversation, and where questions are written. */
export function panel(ui: Ui): Drawing {
	const { about: bot } = ui.chat;
	const name = bot?.name ?? ui.texts.launcher;
	return h(
		'div.panel',
		{
			role: ui.close ? 'dialog' : 'region',
			ariaLabel: name,
			// Our own texts run this way; what visitors and editors write runs its own.
			lang: ui.locale,
			dir: ui.dir,
			onkeydown(event: KeyboardEvent) {
				if (ui.close && event.key === 'Escape' && !event.isComposing) ui.close();
			},
		},
		header(ui, name),
		ui.listing
			? conversations(ui)
			: h(
					'div.log',
					{
						role: 'log',
						ariaLive: 'off',
						ariaBusy: `${!!ui.chat.running()}`,
						ariaLabel: ui.texts.conversation,
						tabIndex: 0,
					},
					...log(ui),
				),
		!navigator.onLine && h('p.offline small', {}, ui.texts.offline),
		composer(ui),
		h('p.unseen', { role: 'status' }, ui.spoken),
	);
}

function header(ui: Ui, name: string): Drawing {
	const list = () => {
		ui.chat.save(); // and with it, sees what other tabs have asked
		ui.set({ listing: !ui.listing, doomed: undefined });
	};
	const begin = () => {
		ui.chat.save();
		ui.chat.show();
		ui.turnTo();
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
		iconButton(ui, 'list', LIST, list, { ariaExpanded: `${!!ui.listing}` }),
		iconButton(ui, 'new', ADD, begin),
		ui.close && iconButton(ui, 'close', CLOSE, ui.close),
	);
}

/** Who the bot is, or why it is not there; then what was asked. The suggestions go with the first question. */
function log(ui: Ui): Child[] {
	const { about: bot, trouble, known, shown } = ui.chat;
	// What a customer was told is shown to nobody else, also not for a moment.
	const turns = known || !ui.chat.isCustomer() ? shown.turns : [];
	const suggestion = (text: string) => button('suggestion', text, () => ui.chat.ask(text), { dir: 'auto' });
	const intro = bot
		? [
				h('p.greeting', { dir: 'auto' }, bot.greeting),
				h('p.notice small', {}, `${priceText(ui)}. ${ui.texts.notice}`),
				bot.status === 'paused' && errorCard(ui.texts.bot_paused),
				...(turns[0] ? [] : bot.suggestions.map(suggestion)),
			]
		: [trouble && errorCard(failureText(ui, trouble), retryButton(ui, ui.chat.begin))];
	return [h('div.intro', {}, ...intro), ...turns.map((turn) => drawTurn(ui, turn))];
}
