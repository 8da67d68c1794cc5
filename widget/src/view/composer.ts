import { QUESTION_LENGTH_MAX } from '../contract.js';
import { type Drawing, h, SEND, STOP } from './dom.js';
import { iconButton, type Ui } from './ui.js';

/** Where the question is written. What is written is never lost: not by an error, not by going to another page. */
export function composer(ui: Ui): Drawing {
	const ask = () => {
		void ui.chat.ask(ui.chat.shown.draft);
		ui.turnTo();
	};
	return h(
		'div.composer',
		{},
		h('textarea.input', {
			rows: 1,
			value: ui.chat.shown.draft,
			placeholder: ui.texts.question,
			ariaLabel: ui.texts.question,
			maxLength: QUESTION_LENGTH_MAX,
			dir: 'auto',
			oninput(event: InputEvent) {
				ui.chat.shown.draft = (event.target as HTMLTextAreaElement).value;
			},
			onkeydown(event: KeyboardEvent) {
				// Enter asks; with Shift, or while an input method composes a character, it is the writer's.
				if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
				event.preventDefault();
				ask();
			},
		}),
		ui.chat.running() ? iconButton(ui, 'stop', STOP, ui.chat.stop) : iconButton(ui, 'ask', SEND, ask),
	);
}
