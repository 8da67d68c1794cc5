/** This browser, for good; or this tab, as long as it is open. */
type Store = 'localStorage' | 'sessionStorage';

/** Where storage is refused, this page remembers, as long as it is there. */
const page: Record<string, string> = {};

/** What was kept. Where storage is refused, even naming it throws. */
export function recall(key: string, store: Store = 'localStorage'): string | null | undefined {
	try {
		return window[store].getItem(key);
	} catch {
		return page[key];
	}
}

/** Keeps a text. */
export function keep(key: string, text: string, store: Store = 'localStorage'): void {
	try {
		window[store].setItem(key, text);
	} catch {
		page[key] = text;
	}
}
