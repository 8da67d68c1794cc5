import { type Child, type Drawing, h } from './view/dom.js';

/** What an answer may do besides being text. */
export interface Links {
	/** The origins whose pictures are shown, as browsers write them. */
	images: string[];
	/** The button for a citation; nothing where there is no such source. */
	cite?(n: number): Child;
}

/** Lists stand in lists only so deep; further in, items stand beside each other. */
const DEPTH_MAX = 4;
const FENCE = '```';
/** What stands under a table's head: `|---|:-:|--:|`. */
const TABLE_RULE = /^[\s:|-]+$/;
const cellsOf = (line: string) => line.replace(/^\||\|$/g, '').split(/(?<!\\)\|/);
/** Where a column's texts stand, by its cell of the rule, as a class; at the start unless it says otherwise. */
function sideOf(cell: string): string {
	const [, start, end] = /(:?)-+(:?)/.exec(cell) ?? [];
	return end ? (start ? '.center' : '.end') : '';
}

/**
 * Draws the little markdown that answers are written in: paragraphs, headings, lists, tables and code; inside them bold,
 * italics, code, links and `[n]` citations. Anything else, HTML included, is text. Unfinished markup of a
 * streaming answer is text too, until it is finished. Drawings become elements one by one, so nothing in an answer can
 * become markup of the page.
 */
export function drawMarkdown(text: string, links: Links): Child[] {
	const blocks: Child[] = [];
	/** The lists that are open, outermost first, each with the column where its items begin. */
	const lists: { drawing: Drawing; column: number }[] = [];
	/** The lines of the text that is open, and how it is drawn when it ends. */
	let lines: string[] | undefined;
	let draw = paragraph;
	let table: Drawing | undefined;
	let sides: string[];

	const around = () => (lists.at(-1)?.drawing.children.at(-1) as Drawing | undefined)?.children ?? blocks;
	const inside = (text: string) => drawInline(text, links);
	function paragraph(text: string): Child[] {
		return [h('p', {}, ...inside(text))];
	}
	// What is too wide is scrolled, by keyboard too.
	const code = (text: string) => [h('pre', { tabIndex: 0 }, h('code', {}, text))];
	const row = (tag: string, line: string) =>
		table?.children.push(
			h('tr', {}, ...cellsOf(line).map((cell, i) => h(tag + (sides[i] ?? ''), {}, ...inside(cell)))),
		);
	function close(): void {
		if (lines) around().push(...draw(lines.join('\n')));
		lines = table = undefined;
	}
	function begin(how: typeof draw, ...first: string[]): void {
		close();
		draw = how;
		lines = first;
	}
	function endListsFrom(column: number): void {
		close();
		while ((lists.at(-1)?.column ?? -1) >= column) lists.pop();
	}

	for (const line of text.split(/\r\n?|\n/)) {
		const words = line.trim();
		const column = line.search(/\S/);
		const isFence = words.startsWith(FENCE);
		const [, title] = /^#+\s+(.+)/.exec(words) ?? [];
		const [, number, item] = /^(?:[-*+•]|(\d+)[.)])\s+(.+)/.exec(words) ?? [];
		if (lines && draw === code) {
			if (isFence) close();
			else lines.push(line);
		} else if (isFence) {
			endListsFrom(column);
			begin(code);
		} else if (table && words.includes('|')) {
			row('td', words);
		} else if (!words) {
			close();
		} else if (title) {
			endListsFrom(0);
			around().push(h('p', {}, h('strong', {}, ...inside(title))));
		} else if (item && (!lines || lists[0] || (number ?? '1') === '1')) {
			// Only `1.` may interrupt a paragraph: a line of it may well begin with "1986. ".
			endListsFrom(column + 1);
			const name = number ? 'ol' : 'ul';
			let last = lists.at(-1);
			const deeper = !last || (column > last.column + 1 && lists.length < DEPTH_MAX);
			if (!last || deeper || last.drawing.name !== name) {
				if (!deeper) lists.pop();
				last = { drawing: h(name, number ? { start: number } : {}), column };
				around().push(last.drawing);
				lists.push(last);
			}
			last.drawing.children.push(h('li'));
			begin(inside, item);
		} else if (lines?.length === 1 && lines[0]?.includes('|') && TABLE_RULE.test(words)) {
			// What looked like a paragraph was the head of a table.
			const [head] = lines as [string];
			lines = undefined;
			table = h('table');
			sides = cellsOf(words).map(sideOf);
			around().push(h('div.table', { tabIndex: 0 }, table));
			row('th', head);
		} else if (lines) {
			lines.push(words);
		} else {
			endListsFrom(column);
			begin(paragraph, words);
		}
	}
	close();
	return blocks;
}

/**
 * In the order of precedence: code, an escaped sign, bold or italics, italics by underscores, a link or a picture,
 * citations, an address. No part can run over another's end, and what could is bounded: hostile text costs no more than
 * its length.
 */
const INLINE =
	/`([^`]+)`|\\(\W)|(\*\*?)(?![\s*])(.{1,999}?)(?<!\s)\3|(?<!\w)_([^_]+)_(?!\w)|(!?)\[([^[\]]+)\]\(([^\s()]+)(?:\s[^()]*)?\)|\[(\d\d?)\]|<?(https?:\/\/[^\s<>"\]]+)>?/gs;

/** What stands inside a block. */
export function drawInline(text: string, links: Links, inLink = false): Child[] {
	const children: Child[] = [];
	let end = 0;
	for (const match of text.matchAll(INLINE)) {
		const [all, code, escaped, mark, span, em, image, label, href, n, url] = match;
		const inner = span ?? em ?? label;
		const nested = inner ? drawInline(inner, links, inLink || !!label) : [];
		children.push(text.slice(end, match.index));
		end = match.index + all.length;
		if (code) children.push(h('code', {}, code));
		else if (n) children.push(links.cite?.(+n));
		else if (span || em) children.push(h(mark === '**' ? 'strong' : 'em', {}, ...nested));
		else if (escaped) children.push(escaped);
		else {
			// A link, an address, or a picture. What a picture shows is said instead, unless it is from where the host allows.
			const bare = url?.replace(/[.,;:!?)*_']{1,9}$/, '') ?? '';
			const safe = !inLink && safeUrl(href ?? bare);
			const shown = label ? nested : [bare];
			if (!safe) children.push(...shown);
			else if (!image) children.push(link(safe, ...shown));
			else if (links.images.includes(originOf(safe))) children.push(picture(safe, label as string));
			else children.push(...shown);
			children.push(url?.slice(bare.length));
		}
	}
	return [...children, text.slice(end)].filter(Boolean);
}

/** The address when it leads to a page or a mailbox; nothing for any other scheme (`javascript:`, `data:`, …). */
export function safeUrl(url: string): string | undefined {
	try {
		const { href } = new URL(url, document.baseURI);
		return /^(https?|mailto):/.test(href) ? href : undefined;
	} catch {
		return undefined;
	}
}

/** Scheme, host and port of a safe address; together with whatever name and password it has, so that those match no origin. */
const originOf = (href: string) => href.split('/', 3).join('/');

/** A picture that is loaded when it comes into sight, and does not say from which page. */
const picture = (src: string, alt: string) =>
	h('img.image', { alt, loading: 'lazy', referrerPolicy: 'no-referrer', src });

/** A link that gives nothing away; other sites open beside the shop, its own pages keep the chat. */
export function link(href: string, ...children: Child[]): Drawing {
	const elsewhere = originOf(href) !== location.origin;
	return h('a.link', { href, rel: 'noopener nofollow ugc', target: elsewhere ? '_blank' : '' }, ...children);
}
