/** localStorage where the browser allows it; else nothing is kept beyond this page, and nothing breaks. */
const kept = new Map<string, string>();

export const storage = {
	get(key: string): string | null {
		try {
			return localStorage.getItem(key);
		} catch {
			return kept.get(key) ?? null;
		}
	},
	set(key: string, value: string): void {
		try {
			localStorage.setItem(key, value);
		} catch {
			kept.set(key, value);
		}
	},
	remove(key: string): void {
		try {
			localStorage.removeItem(key);
		} catch {
			kept.delete(key);
		}
	},
};
