import type { Source } from '../contract.js';
import { link, safeUrl } from '../markdown.js';
import { isRunning, type Turn } from '../turn.js';
import { type Child, h } from './dom.js';
import type { Ui } from './ui.js';

export const idOf = (turn: Turn, n: number) => `${turn.id} ${n}`;

/** `1: Title › Heading` */
export const nameOf = ({ n, title, heading }: Source): string =>
	`${n}: ${heading && heading !== title ? `${title} › ${heading}` : title}`;

/**
 * The passages that an answer cites, each folded to its title; all of them when it cites none. They come when it is over: what
 * stands below an answer that grows would move. Who wants one before has all of them above it.
 */
export function sources(ui: Ui, turn: Turn): Child {
	const { early } = turn;
	const cited = turn.sources.filter(({ n }) => turn.text.includes(`[${n}]`));
	const shown = cited[0] && !early ? cited : turn.sources;
	const draw = (source: Source) => {
		const href = source.url && safeUrl(source.url);
		return h(
			'details.source',
			{ id: idOf(turn, source.n), dir: 'auto' },
			h('summary', {}, nameOf(source)),
			h('p.excerpt', {}, `${source.text}`),
			href && link(href, ui.texts.read_more),
		);
	};
	return (
		shown[0] &&
		(early || !isRunning(turn)) &&
		turn.outcome?.answered !== false &&
		h('div.sources', {}, h('strong.caption', {}, ui.texts.sources), ...shown.map(draw))
	);
}
