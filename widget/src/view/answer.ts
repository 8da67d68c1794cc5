import { drawMarkdown } from '../markdown.js';
import type { Turn } from '../turn.js';
import { button, type Child, type Drawing, h } from './dom.js';
import { nameOf } from './sources.js';
import type { Ui } from './ui.js';

/** Answers are drawn anew only when they have grown: the view is drawn up to sixty times a second. */
const drawn = new WeakMap<Turn, Drawing & Pick<Turn, 'text'>>();

/** An answer, as far as it has come. */
export function answer(ui: Ui, turn: Turn): Child {
	let drawing = drawn.get(turn);
	if (drawing?.text === turn.text) return drawing;
	const cite = (n: number) => {
		const source = turn.sources.find((each) => each.n === n);
		return source && button('citation', `${n}`, () => ui.openSource(turn, n), { ariaLabel: nameOf(source) });
	};
	drawing = {
		...h('div.answer said', { dir: 'auto' }, ...drawMarkdown(turn.text, { images: ui.images, cite })),
		text: turn.text,
	};
	drawn.set(turn, drawing);
	return drawing;
}
