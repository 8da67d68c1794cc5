/** Names a store when it is used: where the browser refuses storage, even naming it throws. */
type Store = () => Storage;

/** What was kept; nothing where storage is refused. */
export function recall(store: Store, key: string): string | null {
	try {
		return store().getItem(key);
	} catch {
		return null;
	}
}

/** Keeps a text, where storage is not refused and not full. */
export function keep(store: Store, key: string, text: string): void {
	try {
		store().setItem(key, text);
	} catch {}
}

/** This browser, for good. */
export const browserStore: Store = () => localStorage;
/** This tab, as long as it is open. */
export const tabStore: Store = () => sessionStorage;
