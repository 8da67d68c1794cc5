import { isRunning, type Turn } from '../turn.js';
import { answer } from './answer.js';
import { CHECK, type Child, COPY, type Drawing, h, iconButton, THUMB } from './dom.js';
import { refusal } from './refusal.js';
import { sources } from './sources.js';
import { costTexts, errorCard, failureText, retryButton, signInButton, type Ui } from './ui.js';

/** The longest reason for a rating, in characters. */
const REASON_LENGTH_MAX = 1000;

/** One question with whatever came of it. */
export function drawTurn(ui: Ui, turn: Turn): Drawing {
	const { words, chat } = ui;
	const { id, state, outcome, failure, text } = turn;
	const ends = [state === 'stopped' && words.stopped, ...(outcome ? costTexts(ui, outcome) : [])]
		.filter(Boolean)
		.join(' · ');
	const failed = () =>
		failure &&
		errorCard(
			failureText(ui, failure),
			failure.code === 'customer_required' && signInButton(ui),
			retryButton(ui, () => chat.retry(turn)),
		);
	return h(
		'div.turn',
		{ id, 'data-state': state },
		h('p.question', { dir: 'auto' }, h('span.unseen', {}, `${words.question}: `), turn.question),
		text ? answer(ui, turn) : isRunning(turn) && h('p.thinking', {}, words.thinking),
		sources(ui, turn),
		ends && h('div.ends', {}, h('p.cost small said', {}, ends), ...(text ? verdict(ui, turn) : [])),
		ui.rated === turn && reason(ui, turn),
		failure && state === 'refused' ? refusal(ui, turn, failure) : failed(),
	);
}

/** What can be done with an answer. */
function verdict({ words, chat, set, copied }: Ui, turn: Turn): Child[] {
	const rate = (rating: 'up' | 'down') => {
		const give = () => {
			void chat.rate(turn, rating);
			set({ rated: turn });
		};
		const pressed = { 'aria-pressed': `${turn.rating === rating}` };
		return iconButton(`rate-${rating}`, words[`rate_${rating}`], THUMB, give, pressed);
	};
	const copy = async () => {
		await navigator.clipboard.writeText(turn.text.replace(/\s*\[\d+\]/g, ''));
		set({ copied: turn, spoken: words.copied });
	};
	const isCopied = copied === turn;
	return [
		iconButton('copy', isCopied ? words.copied : words.copy, isCopied ? CHECK : COPY, copy),
		rate('up'),
		rate('down'),
	];
}

/** Why, if the visitor likes to say: sent by Enter, or by going on. */
function reason({ words, chat, turnTo }: Ui, turn: Turn): Drawing {
	return h('input.reason', {
		placeholder: words.reason,
		'aria-label': words.reason,
		maxlength: REASON_LENGTH_MAX,
		onchange(event: Event) {
			void chat.rate(turn, turn.rating, (event.target as HTMLInputElement).value);
			turnTo({ rated: undefined });
		},
	});
}
