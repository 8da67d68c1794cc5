/** How many lines at the top and at the bottom of a page may be its head and foot. */
const EDGE_LINES = 3;
/** On so many of the pages a line must stand. */
const SHARE_MIN = 0.6;

/**
 * Takes out what is printed on every page (title, page number, company): it would stand in the middle of sentences that run
 * over, and in answers. Lines count as the same that differ in numbers only.
 */
export function withoutRunningLines(pages: readonly string[]): string[] {
	const lines = pages.map((page) => page.split('\n'));
	const counts = new Map<string, number>();
	for (const page of lines) {
		const shapes = new Set(edgesOf(page).map((at) => shapeOf(page[at] as string)));
		for (const shape of shapes) counts.set(shape, (counts.get(shape) ?? 0) + 1);
	}
	const least = Math.max(2, Math.ceil(pages.length * SHARE_MIN));
	const texts = lines.map((page) => {
		const running = new Set(edgesOf(page).filter((at) => (counts.get(shapeOf(page[at] as string)) ?? 0) >= least));
		return page
			.filter((_, at) => !running.has(at))
			.join('\n')
			.trim();
	});
	return texts.some(Boolean) ? texts : [...pages]; // short pages that are all alike are no heads and feet
}

/** Where the first and the last lines with something in them are. */
function edgesOf(page: readonly string[]): number[] {
	const filled = [...page.keys()].filter((at) => page[at]?.trim());
	return [...new Set([...filled.slice(0, EDGE_LINES), ...filled.slice(-EDGE_LINES)])];
}

function shapeOf(line: string): string {
	return line.trim().replace(/\s+/g, ' ').replace(/\d+/g, '#');
}
