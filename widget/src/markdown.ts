/** Text inside a block. */
export type Inline =
	| string
	| { kind: 'strong' | 'em'; children: Inline[] }
	| { kind: 'code'; text: string }
	| { kind: 'link'; href: string; children: Inline[] }
	| { kind: 'cite'; n: number };

interface Text {
	kind: 'paragraph' | 'heading' | 'code';
	/** Still to be parsed with {@link parseInline}, but for code. */
	text: string;
}
interface List {
	kind: 'list';
	/** The first item's number; 0 when there are none. */
	start: number;
	items: Block[][];
}
/** A block of an answer. */
export type Block = Text | List;

/** Lists stand in lists only so deep; further in, items stand beside each other. */
const DEPTH_MAX = 4;
const FENCE = '```';

/**
 * The little markdown that answers are written in, as a tree: paragraphs, headings, lists and code; inside them bold,
 * italics, code, links and `[n]` citations. Anything else, HTML included, is text. Unfinished markup of a streaming
 * answer is text too, until it is finished. The tree is drawn node by node, so nothing in an answer can become markup
 * of the page.
 */
export function parseMarkdown(text: string): Block[] {
	const blocks: Block[] = [];
	/** The lists that are open, outermost first, each with the column where its items begin. */
	const lists: (List & { column: number })[] = [];
	/** The text that the next line goes on with. */
	let open: Text | undefined;
	const begin = (kind: Text['kind'], line: string) => {
		open = { kind, text: line };
		(lists.at(-1)?.items.at(-1) ?? blocks).push(open);
	};
	const endListsFrom = (column: number) => {
		while ((lists.at(-1)?.column ?? -1) >= column) lists.pop();
	};

	for (const line of text.split(/\r\n?|\n/)) {
		const words = line.trim();
		const column = line.search(/\S/);
		const heading = /^#{1,6}\s+(.+)/.exec(words);
		const item = /^(?:[-*+•]|(\d{1,9})[.)])\s+(.+)/.exec(words);
		if (open?.kind === 'code') {
			if (words.startsWith(FENCE)) open = undefined;
			else open.text += open.text ? `\n${line}` : line;
		} else if (words.startsWith(FENCE)) {
			endListsFrom(column);
			begin('code', '');
		} else if (!words) {
			open = undefined;
		} else if (heading) {
			endListsFrom(0);
			begin('heading', heading[1] as string);
			open = undefined;
		} else if (item && (!open || lists.length || (item[1] ?? '1') === '1')) {
			// Only `1.` may interrupt a paragraph: a line of it may well begin with "1986. ".
			const start = Number(item[1] ?? 0);
			endListsFrom(column + 1);
			let list = lists.at(-1);
			const deeper = !list || (column > list.column + 1 && lists.length < DEPTH_MAX);
			if (!list || deeper || !list.start !== !start) {
				if (!deeper) lists.pop();
				list = { kind: 'list', start, items: [], column };
				(lists.at(-1)?.items.at(-1) ?? blocks).push(list);
				lists.push(list);
			}
			list.items.push([]);
			begin('paragraph', item[2] as string);
		} else if (open) {
			open.text += `\n${words}`;
		} else {
			endListsFrom(column);
			begin('paragraph', words);
		}
	}
	return blocks;
}

/**
 * In the order of precedence: code, an escaped sign, bold or italics, italics by underscores, a link or a picture,
 * citations, an address. No part can run over another's end, and what could is bounded: hostile text costs no more than
 * its length.
 */
const INLINE =
	/`([^`]+)`|\\(\W)|(\*\*?)(?![\s*])(.{1,999}?)(?<!\s)\3|(?<!\w)_([^_]+)_(?!\w)|(!?)\[([^[\]]+)\]\(([^\s()]+)(?:\s[^()]*)?\)|\[(\d\d?(?:, ?\d\d?)*)\]|<?(https?:\/\/[^\s<>"\]]+)>?/gs;

/**
 * What stands inside a block.
 * @param base where relative links start; without it they are text.
 */
export function parseInline(text: string, base?: string, inLink = false): Inline[] {
	const children: Inline[] = [];
	let end = 0;
	for (const match of text.matchAll(INLINE)) {
		const [all, code, escaped, mark, span, em, image, label, href, cite, url] = match;
		const inner = span ?? em ?? label;
		const nested = inner ? parseInline(inner, base, inLink || !!label) : [];
		children.push(text.slice(end, match.index));
		end = match.index + all.length;
		if (code) children.push({ kind: 'code', text: code });
		else if (cite) children.push(...cite.split(',').map((n) => ({ kind: 'cite' as const, n: +n })));
		else if (span || em) children.push({ kind: mark === '**' ? 'strong' : 'em', children: nested });
		else if (escaped) children.push(escaped);
		else {
			// A link, or an address. Pictures of answers are not loaded: what they show is said instead.
			const bare = url?.replace(/[.,;:!?)*_']{1,9}$/, '') ?? '';
			const safe = image || inLink ? undefined : safeUrl(href ?? bare, base);
			const shown = label ? nested : [bare];
			if (safe) children.push({ kind: 'link', href: safe, children: shown });
			else children.push(...shown);
			if (url) children.push(url.slice(bare.length));
		}
	}
	return [...children, text.slice(end)].filter(Boolean);
}

/** The address when it leads to a page or a mailbox; nothing for any other scheme (`javascript:`, `data:`, …). */
export function safeUrl(url: string, base?: string): string | undefined {
	if (!URL.canParse(url, base)) return undefined;
	const { protocol, href } = new URL(url, base);
	return /^(https?|mailto):$/.test(protocol) ? href : undefined;
}
