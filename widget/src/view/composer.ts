import { QUESTION_LENGTH_MAX } from '../contract.js';
import { button, h, icon, SEND, STOP } from './dom.js';
import type { Ui } from './ui.js';

/** From how many characters on they are counted. */
const COUNTED_FROM = QUESTION_LENGTH_MAX - 200;

/** Where the question is written. What is written is never lost: not by an error, not by going to another page. */
export function createComposer({ chat, words, say }: Ui) {
	const { memory } = chat.state;
	const input = h('textarea', 'input', {
		rows: 1,
		placeholder: words.question,
		'aria-label': words.question,
		'aria-describedby': 'counter',
		dir: 'auto',
		enterkeyhint: 'send',
		oninput: changed,
		onkeydown(event: KeyboardEvent) {
			// Enter asks; with Shift, or while an input method composes a character, it is the writer's.
			if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
			event.preventDefault();
			submit();
		},
	});
	const counter = h('span', 'counter small', { id: 'counter' });
	const ask = button('ask round', words.ask, submit, icon(SEND));
	const stop = button('stop round', words.stop, leave, icon(STOP));
	const root = h('div', 'composer', null, input, counter, ask, stop);

	function submit(): void {
		const { length } = memory.turns;
		void chat.ask(input.value);
		// Asked, it now stands above. Otherwise it stays here.
		if (memory.turns.length > length) input.value = '';
		input.focus();
		changed();
	}

	function leave(): void {
		chat.stop();
		input.focus(); // the button goes
	}

	function changed(): void {
		const n = input.value.trim().length;
		memory.draft = input.value;
		counter.textContent = n < COUNTED_FROM ? '' : say(words.characters, { n, max: QUESTION_LENGTH_MAX });
		input.ariaInvalid = `${n > QUESTION_LENGTH_MAX}`;
	}

	input.value = memory.draft;
	changed();
	return {
		root,
		input,
		update() {
			const running = !!chat.running();
			if (!memory.draft) input.value = ''; // also when somebody else is here now
			ask.hidden = running;
			stop.hidden = !running;
		},
	};
}
