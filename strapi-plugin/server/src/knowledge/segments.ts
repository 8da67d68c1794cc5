/**
 * How much text the segmenter gets at once. Its time grows with the square of what it gets: half a million characters
 * take 7 seconds on Node 20, two million take minutes.
 */
const WINDOW = 2000;

/** The segments of a text, in order; nothing is lost. A segment longer than 2,000 characters comes in pieces. */
export function* segments(segmenter: Intl.Segmenter, text: string): Generator<string> {
	let from = 0;
	while (from < text.length) {
		const window = text.slice(from, from + WINDOW);
		const parts = Array.from(segmenter.segment(window), ({ segment }) => segment);
		// The last one may go on beyond the window: the next window begins with it.
		if (from + WINDOW < text.length && parts.length > 1) parts.pop();
		else if (from + WINDOW < text.length) parts[0] = window.slice(0, lastBreak(window));
		for (const part of parts) {
			yield part;
			from += part.length;
		}
	}
}

/** The end of the last blank, or else of the last character that is whole. */
function lastBreak(window: string): number {
	const blank = window.lastIndexOf(' ') + 1;
	if (blank > 0) return blank;
	return /[\uD800-\uDBFF]$/.test(window) ? window.length - 1 : window.length;
}
