import { QUESTION_LENGTH_MAX } from '../contract.js';
import { type Drawing, h, iconButton, SEND, STOP } from './dom.js';
import type { Ui } from './ui.js';

/** Where the question is written. What is written is never lost: not by an error, not by going to another page. */
export function composer({ chat, words, turnTo }: Ui): Drawing {
	const { shown } = chat;
	const ask = () => {
		const { length } = shown.turns;
		void chat.ask(shown.draft);
		// Asked, it now stands above. Otherwise it stays here.
		if (shown.turns.length > length) shown.draft = '';
		turnTo({ listing: false });
	};
	const stop = () => {
		chat.stop();
		turnTo({}); // the button goes
	};
	return h(
		'div.composer',
		{},
		h('textarea.input', {
			rows: 1,
			placeholder: words.question,
			'aria-label': words.question,
			maxlength: QUESTION_LENGTH_MAX,
			dir: 'auto',
			enterkeyhint: 'send',
			oninput(event: InputEvent) {
				shown.draft = (event.target as HTMLTextAreaElement).value;
			},
			onkeydown(event: KeyboardEvent) {
				// Enter asks; with Shift, or while an input method composes a character, it is the writer's.
				if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
				event.preventDefault();
				ask();
			},
		}),
		chat.running() ? iconButton('stop', words.stop, STOP, stop) : iconButton('ask', words.ask, SEND, ask),
	);
}
