import type { Source } from '../contract.js';
import { link, safeUrl } from '../markdown.js';
import { isRunning, type Turn } from '../turn.js';
import { type Child, h } from './dom.js';
import type { Ui } from './ui.js';

export const idOf = ({ id }: Turn, n: number) => `${id} ${n}`;

/** `1: Title › Heading` */
export const nameOf = ({ n, title, heading }: Source): string =>
	`${n}: ${heading && heading !== title ? `${title} › ${heading}` : title}`;

/**
 * The passages that an answer cites, each folded to its title; all of them when it cites none. They come when it is over: what
 * stands below an answer that grows would move.
 */
export function sources({ words }: Ui, turn: Turn): Child {
	const base = document.baseURI;
	const cited = turn.sources.filter(({ n }) => turn.text.includes(`[${n}]`));
	const shown = cited[0] ? cited : turn.sources;
	const draw = (source: Source) => {
		const href = source.url && safeUrl(source.url, base);
		return h(
			'details.source',
			{ id: idOf(turn, source.n), dir: 'auto' },
			h('summary', {}, nameOf(source)),
			h('p.excerpt', {}, source.text),
			href && link(href, base, words.read_more),
		);
	};
	return (
		shown[0] &&
		!isRunning(turn) &&
		turn.outcome?.answered !== false &&
		h('div.sources', {}, h('p.caption', {}, words.sources), ...shown.map(draw))
	);
}
