/** Text as a database keeps it: without NULs, and with whole characters only. */
export function cleanText(text: string): string {
	return text.replaceAll('\0', '').toWellFormed();
}

/**
 * Cleans a text that comes in pieces. A character beyond the first 65,536 (an emoji) may be cut in two between them: its
 * first half waits for the second.
 */
export function createTextCleaner() {
	let half = '';
	return {
		/** What can be shown and kept now. */
		push(piece: string): string {
			const text = half + piece.replaceAll('\0', '');
			half = /[\uD800-\uDBFF]$/.exec(text)?.[0] ?? '';
			return text.slice(0, text.length - half.length).toWellFormed();
		},
		/** The half that stayed alone, as the mark for what cannot be read. */
		end: (): string => half.toWellFormed(),
	};
}
