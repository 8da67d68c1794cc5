import { h } from '../../dom.js';
import { claimCode } from '../../shop/plans.js';
import { field, form } from '../../ui/form.js';
import { fill, words } from '../../words/index.js';

/** A code that somebody was given for credits. */
export function codeForm(changed: () => Promise<void>): HTMLElement {
	const w = words().code;
	const said = h('p', { role: 'status', class: 'said' });
	const element = form(
		w.title,
		w.redeem,
		async ({ code }) => {
			said.textContent = '';
			const { left } = await claimCode(code);
			element.reset();
			said.textContent = fill(w.there, { n: left });
			await changed();
		},
		field({ name: 'code', autocomplete: 'off' }),
	);
	return h('details', { class: 'more' }, h('summary', {}, w.title), element, said);
}
