import { isRunning, type Turn } from '../turn.js';
import { answer } from './answer.js';
import { CHECK, type Child, COPY, type Drawing, h, THUMB } from './dom.js';
import { refusal } from './refusal.js';
import { sources } from './sources.js';
import { costTexts, errorCard, failureText, iconButton, retryButton, signInButton, type Ui } from './ui.js';

/** The longest reason for a rating, in characters. */
const REASON_LENGTH_MAX = 1000;

/** One question with whatever came of it. */
export function drawTurn(ui: Ui, turn: Turn): Drawing {
	const listed = sources(ui, turn);
	const ends = [turn.state === 'stopped' && ui.texts.stopped, ...(turn.outcome ? costTexts(ui, turn.outcome) : [])]
		.filter(Boolean)
		.join(' · ');
	const failed = () =>
		turn.failure &&
		errorCard(
			failureText(ui, turn.failure),
			turn.failure.code === 'customer_required' && signInButton(ui),
			retryButton(ui, () => ui.chat.retry(turn)),
		);
	return h(
		'div.turn',
		{ id: turn.id, 'data-state': turn.state },
		h('p.question', { dir: 'auto' }, h('span.unseen', {}, `${ui.texts.question}: `), turn.question),
		turn.early && listed,
		turn.text ? answer(ui, turn) : isRunning(turn) && h('p.thinking', {}, ui.texts.thinking),
		!turn.early && listed,
		ends && h('div.ends', {}, h('p.cost small said', {}, ends), ...(turn.text ? verdict(ui, turn) : [])),
		ui.rated === turn && reason(ui, turn),
		turn.failure && turn.state === 'refused' ? refusal(ui, turn, turn.failure) : failed(),
	);
}

/** What can be done with an answer. */
function verdict(ui: Ui, turn: Turn): Child[] {
	const rate = (rating: 'up' | 'down') => {
		const give = () => {
			void ui.chat.rate(turn, rating);
			ui.set({ rated: turn });
		};
		const facts = { title: ui.texts[`rate_${rating}`], ariaPressed: `${turn.rating === rating}` };
		return iconButton(ui, `rate-${rating}`, THUMB, give, facts);
	};
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(turn.text.replace(/\s*\[\d+\]/g, ''));
			ui.set({ copied: turn, spoken: ui.texts.copied });
		} catch {
			// Pages without https, or a visitor who does not allow it: then it does not say that it was copied.
		}
	};
	const isCopied = ui.copied === turn;
	return [
		iconButton(ui, 'copy', isCopied ? CHECK : COPY, copy, isCopied ? { title: ui.texts.copied } : {}),
		rate('up'),
		rate('down'),
	];
}

/** Why, if the visitor likes to say: sent by Enter, or by going on. */
function reason(ui: Ui, turn: Turn): Drawing {
	return h('input.reason', {
		placeholder: ui.texts.reason,
		ariaLabel: ui.texts.reason,
		maxLength: REASON_LENGTH_MAX,
		onchange(event: Event) {
			void ui.chat.rate(turn, turn.rating, (event.target as HTMLInputElement).value);
			ui.turnTo({ rated: undefined });
		},
	});
}
