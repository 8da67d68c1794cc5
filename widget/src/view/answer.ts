import { drawMarkdown } from '../markdown.js';
import type { Turn } from '../turn.js';
import { button, type Child, type Drawing, h } from './dom.js';
import { idOf, nameOf } from './sources.js';
import type { Ui } from './ui.js';

/** Answers are drawn anew only when they have grown: the view is drawn up to sixty times a second. */
const drawn = new WeakMap<Turn, Drawing & Pick<Turn, 'text'>>();

/** An answer, as far as it has come. */
export function answer({ openSource }: Ui, turn: Turn): Child {
	const { text } = turn;
	let drawing = drawn.get(turn);
	if (drawing?.text === text) return drawing;
	const cite = (n: number) => {
		const source = turn.sources.find((each) => each.n === n);
		const name = source && { 'aria-label': nameOf(source) };
		return name && button('citation', `${n}`, () => openSource(idOf(turn, n)), name);
	};
	drawing = { ...h('div.answer said', { dir: 'auto' }, ...drawMarkdown(text, { base: document.baseURI, cite })), text };
	drawn.set(turn, drawing);
	return drawing;
}
