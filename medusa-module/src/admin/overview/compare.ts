/** How a figure has changed: by which share, or that there was nothing before, or nothing to compare. */
export type Change = { by: number } | 'new' | null;

export function changeOf(now: number, before: number): Change {
	if (now === before) return before === 0 ? null : { by: 0 };
	if (before === 0) return 'new';
	return { by: (now - before) / Math.abs(before) };
}
