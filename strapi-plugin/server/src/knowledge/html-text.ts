/** Elements that show no text of their own, or no text of the page's: scripts, menus, what was struck out. */
const HIDDEN_ELEMENTS = new Set(
	'script style template noscript head title iframe object audio video canvas svg nav textarea select del s strike'.split(
		' ',
	),
);
/** Elements whose content is no markup. */
const RAW_ELEMENTS = new Set(['script', 'style', 'title', 'textarea', 'iframe']);
const VOID_ELEMENTS = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
/** Elements that stand in their own line. */
const BLOCK_ELEMENTS = new Set(
	(
		'address article aside blockquote br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 ' +
		'header hr li main ol p pre section summary table tbody tfoot thead tr ul'
	).split(' '),
);
/** A style that hides what it belongs to. */
export const HIDING_STYLE =
	/display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:opacity|font-size)\s*:\s*0(?![\d.]*[1-9])|(?:left|top|text-indent)\s*:\s*-\d{3,}/i;
const TAG_NAME = /<(\/?)([a-z][^\s/>]*)/iy;
const ATTRIBUTE = /([^\s"'=/<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/**
 * Reads HTML piece by piece, as it lies between markdown, and gives the text that visitors see: no comments, no
 * scripts, nothing in an element that hides its content, since instructions to the model could stand there.
 */
export class HtmlText {
	/** The element that hides everything until it is closed. */
	#hiding: { name: string; depth: number } | null = null;
	readonly #decode: (text: string) => string;

	/** `decode` resolves character references: `&amp;` gives `&`. */
	constructor(decode: (text: string) => string) {
		this.#decode = decode;
	}

	/** True inside an element that hides its content, whatever comes: markdown or HTML. */
	get hidden(): boolean {
		return this.#hiding !== null;
	}

	/** Forgets an element that was left open. */
	close(): void {
		this.#hiding = null;
	}

	/** The visible text of the next piece of HTML, with line breaks where a block begins or ends. */
	read(html: string): string {
		const lastEnd = html.lastIndexOf('>');
		let text = '';
		let at = 0;
		while (at < html.length) {
			const open = html.indexOf('<', at);
			const plain = html.slice(at, open === -1 ? undefined : open);
			if (!this.hidden) text += this.#decode(plain);
			if (open === -1) break;
			if (html.startsWith('<!--', open)) {
				const end = html.indexOf('-->', open + 4);
				at = end === -1 ? html.length : end + 3;
				continue;
			}
			if (open > lastEnd) {
				if (!this.hidden) text += this.#decode(html.slice(open));
				break;
			}
			TAG_NAME.lastIndex = open;
			const tag = TAG_NAME.exec(html);
			if (!tag) {
				const declaration = html[open + 1] === '!' || html[open + 1] === '?';
				const end = declaration ? html.indexOf('>', open) : -1;
				if (end === -1 && !this.hidden) text += '<';
				at = end === -1 ? open + 1 : end + 1;
				continue;
			}
			const end = tagEnd(html, TAG_NAME.lastIndex);
			const name = (tag[2] as string).toLowerCase();
			const closing = tag[1] === '/';
			const attributes = html.slice(TAG_NAME.lastIndex, end);
			at = end + 1;
			text += this.#tag(name, closing, attributes);
			if (!closing && RAW_ELEMENTS.has(name)) {
				const close = html.slice(at).search(new RegExp(`</${name}`, 'i'));
				at = close === -1 ? html.length : at + close;
			}
		}
		return text;
	}

	/** Takes note of a tag, and gives the text that it stands for. */
	#tag(name: string, closing: boolean, attributes: string): string {
		if (this.#hiding) {
			if (name === this.#hiding.name) this.#hiding.depth += closing ? -1 : 1;
			if (this.#hiding.depth === 0) this.#hiding = null;
			return '';
		}
		const values = new Map<string, string>();
		for (const [, key, double, single, bare] of closing ? [] : attributes.matchAll(ATTRIBUTE)) {
			values.set((key as string).toLowerCase(), this.#decode(double ?? single ?? bare ?? ''));
		}
		const hides = HIDDEN_ELEMENTS.has(name) || values.has('hidden') || HIDING_STYLE.test(values.get('style') ?? '');
		if (!closing && hides && !VOID_ELEMENTS.has(name)) {
			this.#hiding = { name, depth: 1 };
			return '';
		}
		if (name === 'img') return hides ? '' : (values.get('alt') ?? '');
		if (name === 'td' || name === 'th') return closing ? ' · ' : '';
		return BLOCK_ELEMENTS.has(name) ? '\n' : '';
	}
}

/** Where a tag ends: at the next `>` outside of quotes. A tag that never ends takes the rest. */
function tagEnd(html: string, from: number): number {
	let quote = '';
	for (let at = from; at < html.length; at += 1) {
		const character = html[at] as string;
		if (quote) {
			if (character === quote) quote = '';
		} else if (character === '"' || character === "'") quote = character;
		else if (character === '>') return at;
	}
	return html.length;
}
