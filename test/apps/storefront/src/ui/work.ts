import { h } from '../dom.js';
import { explain } from '../shop/explain.js';

/** Where a piece of the page says what went wrong; read out as soon as it does. */
export function problemLine(): HTMLElement {
	return h('div', { class: 'problem-line', role: 'alert' });
}

/**
 * Runs the work behind a button. While it runs, further clicks do nothing, so nothing happens twice; the button keeps
 * its focus, which `disabled` would take. What goes wrong is said in the problem line.
 */
export async function work(
	button: HTMLButtonElement,
	problem: HTMLElement,
	run: () => Promise<unknown>,
): Promise<void> {
	if (button.getAttribute('aria-busy') === 'true') return;
	button.setAttribute('aria-busy', 'true');
	button.setAttribute('aria-disabled', 'true');
	problem.replaceChildren();
	try {
		await run();
	} catch (error) {
		problem.replaceChildren(h('p', { class: 'notice notice-problem' }, explain(error)));
	} finally {
		button.removeAttribute('aria-busy');
		button.removeAttribute('aria-disabled');
	}
}
