import type { Source } from '../contract.js';
import { safeUrl } from '../markdown.js';
import { type Citations, link } from './answer.js';
import { h, icon, LEAVE } from './dom.js';
import type { Ui } from './ui.js';

/** The passages that an answer came from, each folded to its title. */
export function createSources({ words }: Ui) {
	const list = h('ol', 'sources-list');
	const root = h('div', 'sources', null, h('p', 'caption', null, words.sources), list);
	let drawn: Source[] = [];

	function draw(source: Source): HTMLElement {
		const href = safeUrl(source.url ?? '', document.baseURI);
		return h(
			'li',
			'',
			null,
			h(
				'details',
				'source',
				{ dir: 'auto' },
				h('summary', '', null, h('span', 'number', null, `${source.n}`), titleOf(source)),
				h('p', 'excerpt', null, source.text),
				source.url && href && link(href, words.read_more, icon(LEAVE)),
			),
		);
	}

	const citations: Citations = {
		nameOf(n) {
			const source = drawn.find((each) => each.n === n);
			return source && `${n}: ${titleOf(source)}`;
		},
		open(n) {
			root.hidden = false;
			const details = list.children[drawn.findIndex((each) => each.n === n)]?.firstChild as HTMLDetailsElement;
			details.open = true;
			details.querySelector('summary')?.focus();
			details.scrollIntoView({ block: 'nearest' });
		},
	};

	return {
		root,
		citations,
		/** Shows the passages that `text` cites; all of them when it cites none. */
		update(sources: Source[], text: string, hidden: boolean) {
			if (sources !== drawn) list.replaceChildren(...sources.map(draw));
			drawn = sources;
			const isCited = ({ n }: Source) => text.includes(`[${n}]`);
			const some = sources.some(isCited);
			sources.forEach((source, i) => {
				(list.children[i] as HTMLElement).hidden = some && !isCited(source);
			});
			root.hidden = hidden || !sources.length;
		},
	};
}

function titleOf({ title, heading }: Source): string {
	return heading && heading !== title ? `${title} › ${heading}` : title;
}
