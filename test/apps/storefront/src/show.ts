import { h, swap } from './dom.js';
import { flash, takeFlash } from './flash.js';
import { nothingHere, routes } from './pages/index.js';
import { matchPath, type Navigation, type Page, Redirect, refresh, replace } from './router.js';
import { explain } from './shop/explain.js';
import { checkSession } from './shop/session.js';
import { drawShell, main, setLoading } from './ui/shell.js';
import { words } from './words/index.js';

const FLICKER_MS = 150;

let shown: AbortController | undefined;
let turn = 0;

/**
 * Shows the page of a navigation. The page before stays until the new one is complete, so nothing jumps; of several
 * navigations in a row only the last is shown.
 */
export async function show(to: Navigation): Promise<void> {
	turn += 1;
	const mine = turn;
	const life = new AbortController();
	const slow = setTimeout(() => setLoading(true), FLICKER_MS);
	try {
		const page = await load(to, life.signal);
		if (mine !== turn) return life.abort();
		shown?.abort();
		shown = life;
		display(page, to);
	} catch (error) {
		if (mine !== turn) return;
		if (!(error instanceof Redirect)) throw error;
		life.abort();
		replace(error.to);
	} finally {
		clearTimeout(slow);
		if (mine === turn) setLoading(false);
	}
}

async function load(to: Navigation, signal: AbortSignal): Promise<Page> {
	try {
		if (!(await checkSession())) flash(words().session.expired);
		for (const [pattern, page] of routes) {
			const params = matchPath(pattern, to.path);
			if (params) return await page({ path: to.path, params, query: to.query, signal, state: to.state });
		}
		return await nothingHere({ path: to.path, params: {}, query: to.query, signal, state: to.state });
	} catch (error) {
		if (error instanceof Redirect) throw error;
		return failurePage(error);
	}
}

/** One clear sentence and a way to try again. */
function failurePage(error: unknown): Page {
	const { errors, retry } = words();
	return {
		title: errors.title,
		content: h(
			'section',
			{ class: 'narrow quiet' },
			h('h1', {}, errors.title),
			h('p', { role: 'alert' }, explain(error)),
			h('button', { type: 'button', class: 'button button-main', onclick: refresh }, retry),
		),
	};
}

function display(page: Page, { kind, state }: Navigation): void {
	const entered = kind === 'refresh' ? entries() : undefined;
	document.title =
		page.title === words().tagline ? `${words().shop} · ${page.title}` : `${page.title} · ${words().shop}`;
	swap(main, takeFlash(), page.content);
	drawShell();
	if (entered) putBack(entered);
	if (kind === 'refresh' || kind === 'first') return;
	const top = kind === 'back' && typeof state.scroll === 'number' ? state.scroll : 0;
	scrollTo({ top, behavior: 'instant' });
	// Screen readers begin to read at the new page's heading, and Tab goes on from there.
	const heading = main.querySelector('h1');
	heading?.setAttribute('tabindex', '-1');
	heading?.focus({ preventScroll: true });
}

/** What stands in the page's fields: a change of language must not lose it. */
function entries(): Map<string, string> {
	const fields = main.querySelectorAll<HTMLInputElement | HTMLSelectElement>('.field input, .field select');
	return new Map([...fields].map(({ id, value }) => [id, value]));
}

function putBack(entered: Map<string, string>): void {
	for (const [id, value] of entered) {
		const field = document.getElementById(id);
		if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
	}
}
