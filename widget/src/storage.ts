/** This browser, for good; or this tab, as long as it is open. */
type Store = 'localStorage' | 'sessionStorage';

/** What was kept. Nothing where storage is refused: there, even naming it throws. */
export function recall(store: Store, key: string): string | null {
	try {
		return window[store].getItem(key);
	} catch {
		return null;
	}
}

/** Keeps a text, where storage is not refused and not full. */
export function keep(store: Store, key: string, text: string): void {
	try {
		window[store].setItem(key, text);
	} catch {}
}
