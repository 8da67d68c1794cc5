/**
 * What nobody can see, and what makes others see something else than is written: control characters, marks that turn the
 * direction of what follows, spaces without width, and the invisible letters of Unicode's tags, in which whole sentences can be
 * hidden from people and not from models. Joiners stay, since emoji, Persian and Hindi need them.
 */
const UNSEEN = /(?![\t\n\r])\p{Cc}|[\u200B\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** Text as it can be kept and shown: whole characters, all of which are seen. */
export function cleanText(text: string): string {
	return text.toWellFormed().replace(UNSEEN, '');
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
			return cleanText(text.slice(0, text.length - half.length));
		},
		/** The half that stayed alone, as the mark for what cannot be read. */
		end: (): string => cleanText(half),
	};
}
