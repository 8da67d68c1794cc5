/**
 * Lets a model's text through as it comes, without the citations of passages that do not exist. `[1, 3]` becomes
 * `[1][3]`. A citation may arrive in several pieces, so what could be the beginning of one is held back.
 */
export function createCitationFilter(sourceCount: number) {
	let held = '';

	function release(text: string): string {
		return text.replace(/\s*\[(\d+(?:\s*,\s*\d+)*)\]/g, (whole, numbers: string) => {
			const kept = numbers.split(',').filter((n) => Number(n) >= 1 && Number(n) <= sourceCount);
			if (kept.length === 0) return '';
			return `${/^\s*/.exec(whole)?.[0]}${kept.map((n) => `[${n.trim()}]`).join('')}`;
		});
	}

	return {
		/** The text that can be shown now. */
		push(piece: string): string {
			const text = held + piece;
			// White space belongs to the citation after it, which may have to go with it.
			held = /\s*(?:\[[\d,\s]{0,40})?$/.exec(text)?.[0] ?? '';
			return release(text.slice(0, text.length - held.length));
		},
		/** What was still held back at the end of the text. */
		end(): string {
			const rest = release(held);
			held = '';
			return rest.trimEnd();
		},
	};
}
