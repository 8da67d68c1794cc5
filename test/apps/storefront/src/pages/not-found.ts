import { h } from '../dom.js';
import type { Page } from '../router.js';
import { words } from '../words/index.js';

/** Said plainly, with a way on. */
export function notFoundPage(sentence = words().errors.not_found, title = words().errors.not_found_title): Page {
	return {
		title,
		content: h(
			'section',
			{ class: 'narrow quiet' },
			h('h1', {}, title),
			h('p', {}, sentence),
			h('a', { class: 'button', href: '/' }, words().back_home),
		),
	};
}
