import { h } from './dom.js';

type Tone = 'news' | 'problem';

let waiting: { text: string; tone: Tone } | undefined;

/** Says something on the page that comes next. */
export function flash(text: string, tone: Tone = 'news'): void {
	waiting = { text, tone };
}

/** What was to be said, once. */
export function takeFlash(): HTMLElement | null {
	if (!waiting) return null;
	const { text, tone } = waiting;
	waiting = undefined;
	return h('p', { class: `notice notice-${tone}` }, text);
}

/** One polite live region for the whole shop. */
export const liveRegion = h('div', { role: 'status', class: 'visually-hidden' });

/** Tells assistive technology; for the eye, the page itself shows the change. */
export function announce(text: string): void {
	liveRegion.textContent = text;
}
