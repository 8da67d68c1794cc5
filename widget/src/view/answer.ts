import { type Block, type Inline, parseInline, parseMarkdown } from '../markdown.js';
import { button, h } from './dom.js';

/** What an answer needs to know of its sources. */
export interface Citations {
	/** The button's name; nothing when there is no such source, and then nothing is drawn. */
	nameOf(n: number): string | undefined;
	open(n: number): void;
}

/** Draws an answer while it grows: only blocks that have changed are drawn anew, so a selection or focus above stays. */
export function createAnswer({ nameOf, open }: Citations) {
	const root = h('div', 'answer', { dir: 'auto' });
	let drawn: string[] = [];

	function draw(block: Block): Node {
		if (block.kind === 'list') {
			// A list's paragraphs stand without space around them.
			const inItem = (inner: Block) => (inner.kind === 'paragraph' ? inside(inner.text) : draw(inner));
			const items = block.items.map((item) => h('li', '', null, ...item.flatMap(inItem)));
			return h(block.start ? 'ol' : 'ul', '', { start: block.start || null }, ...items);
		}
		if (block.kind === 'code') return h('pre', '', { tabindex: 0 }, h('code', '', null, block.text)); // scrolls by keyboard too
		return h(
			'p',
			'',
			null,
			...(block.kind === 'heading' ? [h('strong', '', null, ...inside(block.text))] : inside(block.text)),
		);
	}

	function inside(text: string): Node[] {
		return parseInline(text, document.baseURI).map(drawInline);
	}

	function drawInline(inline: Inline): Node {
		if (typeof inline === 'string') return new Text(inline);
		if (inline.kind === 'code') return h('code', '', null, inline.text);
		if (inline.kind === 'cite') {
			const { n } = inline;
			const name = nameOf(n);
			if (!name) return new Text();
			const cite = button('citation', `${n}`, () => open(n));
			cite.ariaLabel = name;
			return cite;
		}
		const children = inline.children.map(drawInline);
		return inline.kind === 'link' ? link(inline.href, ...children) : h(inline.kind, '', {}, ...children);
	}

	return {
		root,
		update(text: string) {
			const blocks = parseMarkdown(text);
			const keys = blocks.map((block) => JSON.stringify(block));
			let same = 0;
			while (same < keys.length && keys[same] === drawn[same]) same++;
			root.replaceChildren(...[...root.childNodes].slice(0, same), ...blocks.slice(same).map(draw));
			root.hidden = !keys.length;
			drawn = keys;
		},
	};
}

/** A link that gives nothing away; other sites open beside the shop, its own pages keep the chat. */
export function link(href: string, ...children: (Node | string)[]): HTMLAnchorElement {
	const elsewhere = new URL(href).origin !== location.origin;
	return h('a', 'link', { href, rel: 'noopener nofollow ugc', target: elsewhere ? '_blank' : null }, ...children);
}
