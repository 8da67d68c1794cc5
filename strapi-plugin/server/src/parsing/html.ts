import { Readability } from '@mozilla/readability';
import TurndownService from 'turndown';
import { HIDING_STYLE } from '../knowledge/html-text';

/** What is no text of the page: what runs, what leads elsewhere, what visitors fill in. */
const LEFT_OUT =
	'script,style,template,noscript,head,iframe,object,embed,audio,video,canvas,svg,nav,form,textarea,select,button,dialog,del,s,strike,[hidden],[aria-hidden="true"],[role="navigation"],[role="menu"],[role="dialog"]';
/** What stands around what a page is about. */
const AROUND = 'header,footer,aside,[role="banner"],[role="contentinfo"],[role="complementary"],[role="search"]';
/** Less of the page than this is not what it is about: a page of many short pieces. */
const READABLE_SHARE_MIN = 0.5;
const RULES_MAX = 5000;

/** What is used of the DOM. */
interface Node {
	readonly textContent: string | null;
	readonly outerHTML: string;
	remove(): void;
	getAttribute(name: string): string | null;
	querySelector(selector: string): Node | null;
	querySelectorAll(selector: string): Iterable<Node>;
}
type Page = Node & { readonly body: Node };

/**
 * The text of a web page as Markdown: what it is about, without menus and frames around it, and without what visitors do
 * not see, where instructions to the model could stand.
 */
export async function htmlToMarkdown(html: string): Promise<{ title?: string; text: string }> {
	const page = await parseHtml(html);
	const title = titleOf(page);
	removeHidden(page);
	const whole = page.querySelector('main, [role="main"]') ?? page.body;
	const article = await readable(html);
	for (const element of whole.querySelectorAll(AROUND)) element.remove();
	const enough = article && lengthOf(article) >= READABLE_SHARE_MIN * lengthOf(whole);
	return { ...(title && { title }), text: await toMarkdown(enough ? article : whole) };
}

/** HTML that somebody's own converter made, all of it, as Markdown. */
export async function htmlAsMarkdown(html: string): Promise<string> {
	return toMarkdown((await parseHtml(html)).body);
}

async function parseHtml(html: string): Promise<Page> {
	const { parseHTML } = await import('linkedom');
	const complete = /<html[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`;
	return parseHTML(complete).document as unknown as Page;
}

async function toMarkdown(element: Node): Promise<string> {
	const { tables } = await import('@truto/turndown-plugin-gfm');
	const turndown = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', codeBlockStyle: 'fenced' });
	turndown.use(tables as TurndownService.Plugin);
	// The address of a link is no knowledge, and a picture only says what stands for it.
	turndown.addRule('link', { filter: 'a', replacement: (text) => text });
	turndown.addRule('picture', {
		filter: 'img',
		replacement: (_, node) => (node as unknown as Node).getAttribute('alt') ?? '',
	});
	// As text, for turndown's own DOM: that of linkedom knows no rows of tables.
	return turndown.turndown(element.outerHTML);
}

/** What Readability takes for the article. */
async function readable(html: string): Promise<Node | null> {
	const page = await parseHtml(html);
	removeHidden(page);
	const article = new Readability(page as never, { charThreshold: 200 }).parse();
	return article?.content ? (await parseHtml(article.content)).body : null;
}

function titleOf(page: Page): string | undefined {
	const shown = page.querySelector('main h1, article h1, h1')?.textContent;
	const named = page.querySelector('title')?.textContent;
	return [shown, named].map((text) => text?.replace(/\s+/g, ' ').trim()).find(Boolean);
}

/** Removes what visitors do not see: by its element, by its own style, or by a rule of the page's style sheets. */
function removeHidden(document: Page): void {
	const rules = [...document.querySelectorAll('style')].map(({ textContent }) => textContent ?? '').join('\n');
	for (const selector of hidingSelectors(rules)) {
		try {
			for (const element of document.querySelectorAll(selector)) element.remove();
		} catch {
			// A selector that linkedom does not know hides nothing here.
		}
	}
	for (const element of document.querySelectorAll('[style]')) {
		if (HIDING_STYLE.test(element.getAttribute('style') ?? '')) element.remove();
	}
	for (const element of document.querySelectorAll(LEFT_OUT)) element.remove();
}

/** Selectors of the rules that hide; what only holds on paper or on small screens is left out. */
function hidingSelectors(css: string): string[] {
	const plain = css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
	return [...plain.matchAll(/([^{}@;]+)\{([^{}]*)\}/g)]
		.slice(0, RULES_MAX)
		.filter(([, selector = '', body = '']) => HIDING_STYLE.test(body) && !selector.includes(':'))
		.map(([, selector = '']) => selector.trim());
}

function lengthOf(element: Node): number {
	return (element.textContent ?? '').replace(/\s+/g, ' ').length;
}
