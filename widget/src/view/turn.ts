import { isRunning, type Turn, type TurnFailure } from '../turn.js';
import { createAnswer } from './answer.js';
import { button, h } from './dom.js';
import { createRefusal } from './refusal.js';
import { createSources } from './sources.js';
import { costText, errorCard, failureText, signInButton, type Ui } from './ui.js';

export type TurnView = ReturnType<typeof createTurn>;

/** One question with whatever came of it. */
export function createTurn(ui: Ui, turn: Turn) {
	const { words, chat } = ui;
	const sources = createSources(ui);
	const answer = createAnswer(sources.citations);
	const thinking = h('p', 'thinking', null, words.thinking);
	const cost = h('p', 'cost small');
	const root = h(
		'div',
		'turn',
		null,
		h('p', 'question', { dir: 'auto' }, h('span', 'unseen', null, `${words.question}: `), turn.question),
		thinking,
		answer.root,
		cost,
		sources.root,
	);
	let trouble: { root: HTMLElement; update?(): void } | undefined;
	let shown: TurnFailure | undefined;
	let drawn = '';

	function error(failure: TurnFailure): HTMLElement {
		return errorCard(
			failureText(ui, failure),
			failure.code === 'customer_required' && signInButton(ui),
			button('retry button', words.retry, () => chat.retry(turn)),
		);
	}

	return {
		turn,
		root,
		/** What is read out when it has ended. */
		spoken: () => [answer.root, cost, trouble?.root.firstChild].map((part) => part?.textContent).join(' '),
		update() {
			const { state, outcome, failure, text } = turn;
			const key = JSON.stringify([state, text.length, turn.id]);
			if (key !== drawn) {
				drawn = key;
				root.dataset.state = state;
				thinking.hidden = !isRunning(turn) || !!text;
				sources.update(turn.sources, text, isRunning(turn) || outcome?.answered === false);
				// A bot that does not know says so, in its own words or ours.
				answer.update(text || (state === 'done' ? words.unknown : ''));
				const ends = [state === 'stopped' && words.stopped, outcome && costText(ui, outcome)];
				cost.textContent = ends.filter(Boolean).join(' · ');
			}
			if (failure !== shown) {
				trouble?.root.remove();
				shown = failure;
				trouble = failure && (state === 'refused' ? createRefusal(ui, turn, failure) : { root: error(failure) });
				if (trouble) root.append(trouble.root);
			}
			trouble?.update?.();
		},
	};
}
