import { h } from '../dom.js';
import type { Page } from '../router.js';
import { language } from '../words/index.js';
import { texts } from '../words/texts.js';

/** A page of plain text. */
export function textPage(name: keyof typeof texts): Page {
	const { title, parts } = texts[name][language.get()];
	return {
		title,
		content: h(
			'article',
			{ class: 'narrow prose' },
			h('h1', {}, title),
			parts.map(({ heading, text }) => [heading ? h('h2', {}, heading) : null, h('p', {}, text)]),
		),
	};
}
