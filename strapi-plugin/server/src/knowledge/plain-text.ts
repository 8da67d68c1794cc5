import MarkdownIt, { type Token } from 'markdown-it';
import { HtmlText } from './html-text';

/** A line of plain text: a paragraph, an item of a list, a row of a table, a line of code. */
export interface Line {
	text: string;
	/** False for a row or a line of code, which has no sentences. */
	prose: boolean;
}

/** What stands between two headings. */
export interface Section {
	/** The headings above it, the outermost first. */
	headings: string[];
	lines: Line[];
}

const markdown = new MarkdownIt({ html: true });
// Characters that nobody sees, and in which text can be hidden: controls, soft hyphens, zero-width and direction marks,
// tags. The joiners U+200C and U+200D stay: Persian and Hindi need them.
const UNSEEN = /[\p{Cc}\u00AD\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;

/**
 * Reads markdown (with HTML in it) as plain text, section by section and in order. What visitors do not see is left
 * out: comments, hidden elements, addresses of links, and what was struck out.
 */
export function sectionsOf(source: string): Section[] {
	const html = new HtmlText(decode);
	const path: { level: number; text: string }[] = [];
	let section: Section = { headings: [], lines: [] };
	const sections = [section];
	let heading: number | null = null;
	let header: string[] | null = null;
	let row: string[] | null = null;

	const add = (text: string, prose: boolean) => {
		for (const line of text.split('\n').map(clean)) if (line) section.lines.push({ text: line, prose });
	};

	for (const token of markdown.parse(source, {})) {
		switch (token.type) {
			case 'heading_open':
				heading = Number(token.tag.slice(1));
				break;
			case 'heading_close':
				heading = null;
				break;
			case 'table_open':
				header = null;
				break;
			case 'tr_open':
				row = [];
				break;
			case 'tr_close':
				if (row && header) add(tableRow(header, row), false);
				header ??= row ?? [];
				row = null;
				break;
			case 'html_block':
				add(html.read(token.content), true);
				break;
			case 'fence':
			case 'code_block':
				if (!html.hidden) add(token.content, false);
				break;
			case 'inline': {
				const text = inlineText(token, html);
				if (row) row.push(clean(text.replaceAll('\n', ' ')));
				else if (heading === null) add(text, true);
				else if (clean(text)) {
					while ((path.at(-1)?.level ?? 0) >= heading) path.pop();
					path.push({ level: heading, text: clean(text.replaceAll('\n', ' ')) });
					section = { headings: path.map((above) => above.text), lines: [] };
					sections.push(section);
				}
			}
		}
	}
	return sections;
}

/** Reads text without markup: an empty line ends a paragraph, and a word that is divided at the end of a line is whole. */
export function plainSections(source: string): Section[] {
	const lines = source
		.replace(/\r\n?/g, '\n')
		.split(/\n[^\S\n]*\n/)
		.map((paragraph) => clean(paragraph.replace(/(\p{Ll})-\n(?=\p{Ll})/gu, '$1')))
		.filter(Boolean);
	return [{ headings: [], lines: lines.map((text) => ({ text, prose: true })) }];
}

/** A row that can be read without its table: `Country: Austria · Price: 6 EUR`. */
function tableRow(header: readonly string[], row: readonly string[]): string {
	return row
		.map((cell, at) => (cell && header[at] ? `${header[at]}: ${cell}` : cell))
		.filter((cell) => cell !== '')
		.join(' · ');
}

function inlineText(inline: Token, html: HtmlText): string {
	const hiddenBefore = html.hidden;
	let struck = 0;
	let text = '';
	for (const token of inline.children ?? []) {
		if (token.type === 'html_inline') text += html.read(token.content);
		else if (token.type === 's_open') struck += 1;
		else if (token.type === 's_close') struck -= 1;
		else if (html.hidden || struck > 0) continue;
		else if (token.type === 'softbreak') text += ' ';
		else if (token.type === 'hardbreak') text += '\n';
		else text += token.content;
	}
	// A browser, too, ends an element that was left open with the paragraph that it began in.
	if (!hiddenBefore) html.close();
	return text;
}

/** Resolves character references; the escapes of markdown, which `unescapeAll` knows too, mean nothing in HTML. */
function decode(text: string): string {
	return text.includes('&') ? markdown.utils.unescapeAll(text.replaceAll('\\', '\\\\')) : text;
}

function clean(text: string): string {
	return text
		.replace(/[\s\u00A0]+/gu, ' ')
		.replace(UNSEEN, '')
		.replace(/^[\s·]+|[\s·]+$/gu, '');
}
