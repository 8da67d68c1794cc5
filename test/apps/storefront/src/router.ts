import { Value } from './value.js';

/** What a page gives to be shown. */
export interface Page {
	title: string;
	content: Node;
}

export interface PageRequest {
	path: string;
	params: Record<string, string>;
	query: URLSearchParams;
	/** Aborts when this page is left: end subscriptions and timers with it. */
	signal: AbortSignal;
	/** What {@link navigate} was given along; survives a reload. */
	state: Record<string, unknown>;
}

export type LoadPage = (request: PageRequest) => Page | Promise<Page>;

/** A page throws it to send the visitor elsewhere; the page itself leaves no trace in the history. */
export class Redirect extends Error {
	constructor(readonly to: string) {
		super(to);
	}
}

export interface Navigation {
	path: string;
	query: URLSearchParams;
	state: Record<string, unknown>;
	/** `push`: somewhere new; `back`: through the history; `refresh`: the same page again. */
	kind: 'first' | 'push' | 'back' | 'refresh';
}

/** Matches `/products/:handle` against a path; undefined when it does not fit. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
	const wanted = pattern.split('/');
	const given = path.replace(/(.)\/$/, '$1').split('/');
	if (wanted.length !== given.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, part] of wanted.entries()) {
		const value = given[index] ?? '';
		if (part.startsWith(':') && value) {
			try {
				params[part.slice(1)] = decodeURIComponent(value);
			} catch {
				return undefined;
			}
		} else if (part !== value) return undefined;
	}
	return params;
}

/** Where to go after a log-in: a path of this shop, never another site. */
export function safeNext(next: string | null): string {
	return next && /^\/(?![/\\])/.test(next) ? next : '/my-area';
}

const here = (kind: Navigation['kind']): Navigation => ({
	path: location.pathname,
	query: new URLSearchParams(location.search),
	state: (history.state as Navigation['state'] | null) ?? {},
	kind,
});

export const navigation = new Value<Navigation | undefined>(undefined);

export function navigate(to: string, state: Record<string, unknown> = {}): void {
	rememberScroll();
	history.pushState(state, '', to);
	navigation.set(here('push'));
}

/** Like {@link navigate}, but the back button does not come back here. */
export function replace(to: string, state: Record<string, unknown> = {}): void {
	history.replaceState(state, '', to);
	navigation.set(here('push'));
}

/** Shows the same page again, with fresh data or in another language. */
export function refresh(): void {
	navigation.set(here('refresh'));
}

function rememberScroll(): void {
	history.replaceState({ ...history.state, scroll: scrollY }, '');
}

/** Takes over links within the shop and the history buttons. */
export function startRouter(): void {
	history.scrollRestoration = 'manual';
	addEventListener('pagehide', rememberScroll);
	addEventListener('popstate', () => {
		const shown = navigation.get();
		// A jump within the page (`#tools`) comes as popstate, too; the browser has done it already.
		if (shown && shown.path === location.pathname && `${shown.query}` === `${new URLSearchParams(location.search)}`)
			return;
		navigation.set(here('back'));
	});
	document.addEventListener('click', (event) => {
		if (event.defaultPrevented || event.button !== 0) return;
		if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
		const link = (event.target as Element).closest('a');
		if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
		if (link.hash && link.pathname === location.pathname) return;
		event.preventDefault();
		navigate(link.pathname + link.search);
	});
	navigation.set(here('first'));
}
